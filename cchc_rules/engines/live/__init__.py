"""The live engine (durable_rules): a season of changing facts, and an independent second opinion on a decision."""

from cchc_rules.engines.live.engine import Answer, Code, code
from cchc_rules.engines.live.host import EngineFailure

__all__ = ["Answer", "Code", "EngineFailure", "code"]
