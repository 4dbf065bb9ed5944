"""YAML to Ruleset: strict reading, the expression language, static checks."""
