"""The meaning: programs, the compiler and the reference semantics."""
