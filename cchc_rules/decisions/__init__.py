"""Decisions: verdict, findings, traces and their explanation."""
