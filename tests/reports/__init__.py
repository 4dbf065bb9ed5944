"""Reports: what a board signs."""
