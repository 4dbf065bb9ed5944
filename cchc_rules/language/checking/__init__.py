"""From a document to a checked ruleset: names, types, bounds and constants, every fault at its place."""
