"""Schemathesis reads the OpenAPI document and asks what it allows and what it forbids: no server error, no surprise."""

from __future__ import annotations

import warnings

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from equity.web.index import Application

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # of its own dependencies, at import
    import schemathesis
    from schemathesis.generation.modes import GenerationMode
    from schemathesis.specs.openapi.checks import positive_data_acceptance

EXAMPLES = 12


@pytest.mark.parametrize("mode", list(GenerationMode))
def test_no_operation_fails(app: Application, mode: GenerationMode) -> None:
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app.server)
    asked = 0
    for found in schema.get_all_operations():
        operation = found.ok()
        # which measures, populations and years go together is more than a schema can say
        free = "measure" not in [p.name for p in operation.query]
        excluded = [] if free else [positive_data_acceptance]

        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            database=None,
            derandomize=True,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy(generation_mode=mode))
        def ask(case: schemathesis.Case) -> None:
            nonlocal asked
            asked += 1
            # the in-process transport does not undo compression
            case.call_and_validate(headers={"Accept-Encoding": "identity"}, excluded_checks=excluded)

        ask()
    assert asked >= 5 * 11, "too few cases to mean anything"


