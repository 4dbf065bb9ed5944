"""The durable engine (durable_rules): an independent second opinion, and what decides a live season."""

from cchc_rules.engines.durable.engine import Answer, DurableCode, code
from cchc_rules.engines.durable.host import EngineFailure, self_check

__all__ = ["Answer", "DurableCode", "EngineFailure", "code", "self_check"]
