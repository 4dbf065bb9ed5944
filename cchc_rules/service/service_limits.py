"""What the service takes at most."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ServiceLimits:
    """Limits of one service: bytes of a body and of a batch or upload, rows of a batch, seconds a batch may take.

    ``batches`` is how many batches are decided at a time; one more is asked to come again (429).
    """

    body: int = 1 << 20
    batch: int = 64 << 20
    rows: int = 100_000
    seconds: float = 60.0
    batches: int = 4
