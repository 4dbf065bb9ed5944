"""The service: rules decided over HTTP, records kept before answers are sent; an ASGI app to mount anywhere."""

from __future__ import annotations

from cchc_rules.problems import import_optional

import_optional("fastapi", extra="serve")

from cchc_rules.service.application import app  # noqa: E402  # the package it needs is asked for first
from cchc_rules.service.service_limits import ServiceLimits  # noqa: E402

__all__ = ["ServiceLimits", "app"]
