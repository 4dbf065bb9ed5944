"""The direct engine: a program written as Python functions that read, check and decide one candidate."""
