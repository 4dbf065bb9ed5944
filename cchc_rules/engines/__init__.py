"""Second ways to evaluate a program; all compared with the reference semantics."""
