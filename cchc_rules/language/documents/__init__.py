"""YAML files as documents: strict reading with places, models, folders, vocabularies, the JSON Schema."""
