"""Tests of decisions, traces, causes and explanations."""
