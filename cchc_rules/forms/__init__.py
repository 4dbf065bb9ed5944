"""Input forms: workbooks an office fills in, one a category."""
