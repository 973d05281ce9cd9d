"""``run(world)``: the product's access engine on a hand-made world."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.access.worlds import Engine, open_engine


@pytest.fixture(scope="session")
def run() -> Iterator[Engine]:
    with open_engine() as engine:
        yield engine
