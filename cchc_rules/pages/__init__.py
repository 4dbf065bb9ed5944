"""Pages on rulesets: what a campaign asks for, clause by clause, with pictures of its criteria."""
