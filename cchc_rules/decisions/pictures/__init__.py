"""Pictures of decisions and of criteria: trees of boxes as SVG of our own, drawn by one code."""
