"""Tables: office files in (CSV, JSON, JSON Lines), decisions out. Headers are matched to facts, nothing is guessed."""
