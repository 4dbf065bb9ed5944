"""Reasons in words: a tree of phrase keys and values first, the words of a language last."""
