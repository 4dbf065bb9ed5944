"""Questions about rulesets and programs: what their cases show, what covers their text."""
