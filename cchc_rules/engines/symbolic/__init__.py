"""Questions about rules: what a program makes of a candidate nobody knows, as terms of a solver (z3)."""
