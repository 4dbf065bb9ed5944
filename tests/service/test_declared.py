"""The OpenAPI against the service: requests made from it at random are answered as it declares."""

from __future__ import annotations

import json
import os
import warnings

import pytest

from cchc_rules.service import app
from tests.service.running import HEAD, Caller

RUNS = 60
"""Requests an operation in the fast suite; `make soak` makes 2,000 of all of them."""


def test_the_document_is_open_api(tmp_path):
    """Every reference leads somewhere, every operation has an id of its own, every category a body of its own facts."""
    document = Caller(app("quan-12-2022", tmp_path / "r.sqlite"))("GET", "/openapi.json").json()
    operations = [one for methods in document["paths"].values() for one in methods.values()]
    assert len(operations) == len({one["operationId"] for one in operations})
    body = document["paths"][f"{HEAD}/evaluate"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    assert "harassment_cases" in body["properties"]["facts"]["properties"]
    text = json.dumps(document)
    assert "#/$defs/" not in text
    for reference in {part.split('"')[0] for part in text.split('"$ref": "')[1:]}:
        found = document
        for part in reference.removeprefix("#/").split("/"):
            found = found[part]
    assert "3.1.0" == document["openapi"]


@pytest.mark.parametrize("requests", [RUNS, pytest.param(2000, marks=pytest.mark.soak)])
def test_requests_from_the_document_are_answered_as_declared(tmp_path, requests):
    """Random requests, valid and not: no fault, and every answer has a declared status, media type and schema."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import schemathesis
        from hypothesis import HealthCheck, Phase, given, settings
        from schemathesis.checks import not_a_server_error
        from schemathesis.specs.openapi.checks import (
            content_type_conformance,
            response_schema_conformance,
            status_code_conformance,
        )

        made = app("quan-12-2022", tmp_path / "records.sqlite")
        schema = schemathesis.openapi.from_asgi("/openapi.json", made)
        checks = (
            not_a_server_error,
            status_code_conformance,
            content_type_conformance,
            response_schema_conformance,
        )
        operations = [one.ok() for one in schema.get_all_operations()]
        each = max(1, requests // len(operations))
        for operation in operations:

            @settings(
                max_examples=each,
                database=None,
                deadline=None,
                derandomize=True,
                phases=[Phase.generate],
                suppress_health_check=list(HealthCheck),
            )
            @given(case=operation.as_strategy())
            def ask(case):
                case.call_and_validate(checks=checks)

            ask()
    assert os.path.exists(tmp_path / "records.sqlite")
