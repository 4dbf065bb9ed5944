"""Lint: what loads and yet is hardly meant; one small function a rule."""
