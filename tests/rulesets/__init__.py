"""The shipped rulesets: what their cases notice, and dossiers that contradict themselves."""
