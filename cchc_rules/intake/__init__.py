"""Office files in: workbooks, CSV, JSON, Parquet and frames to rows with places. Nothing is guessed."""
