"""Schemathesis reads the OpenAPI document and asks what it allows and what it forbids: no server error, no
surprise.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from equity.api.operations import OPERATIONS
from equity.dashboard.index import Application

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # of its own dependencies, at import
    import schemathesis
    from schemathesis.generation.modes import GenerationMode
    from schemathesis.specs.openapi.checks import positive_data_acceptance

EXAMPLES = 12
BOUNDED = settings(
    max_examples=EXAMPLES,
    deadline=None,
    database=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def asker(operation: Any, mode: GenerationMode, seen: list[str]) -> Callable[[], None]:
    """A function that sends generated requests of one operation and checks every answer against the
    document.
    """
    # which measures, populations and years go together, and what is in the city, is more than a schema can say
    free = "measure" not in [p.name for p in operation.query] and operation.method == "get"
    excluded = [] if free else [positive_data_acceptance]

    @BOUNDED
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case: Any) -> None:
        seen.append(case.formatted_path)
        # the in-process transport does not undo compression
        case.call_and_validate(headers={"Accept-Encoding": "identity"}, excluded_checks=excluded)

    return ask


@pytest.mark.parametrize("mode", list(GenerationMode))
def test_no_operation_fails(app: Application, mode: GenerationMode) -> None:
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app.server)
    seen: list[str] = []
    for found in schema.get_all_operations():
        asker(found.ok(), mode, seen)()
    assert len(seen) >= 5 * len(OPERATIONS), "too few cases to mean anything"
