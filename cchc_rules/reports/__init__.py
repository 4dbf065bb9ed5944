"""Decisions out: one source of counts, words and rows for the terminal, workbooks, pages, text and frames."""
