"""Files of millions of candidates: read, decided and written block by block, in memory that does not grow with them."""

from __future__ import annotations

from cchc_rules.problems import import_optional

import_optional("polars", extra="polars")
