"""Raw values to candidates: parsing facts as offices write them, with provenance."""
