"""An old path; see `cchc_rules.old_paths`."""
