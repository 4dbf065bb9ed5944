"""Traces: what was seen, what was required and what followed, node by node; and what an open one still misses."""
