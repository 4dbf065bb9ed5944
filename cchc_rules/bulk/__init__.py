"""Files of millions of candidates: read, decided and written block by block, in memory that does not grow with them."""

from __future__ import annotations

from cchc_rules.intake.packages import needed

needed("polars", extra="polars")
