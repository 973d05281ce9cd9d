"""Inequality of a measure across the divisions (first version)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from equity.query import Query
from equity.text import Label

if TYPE_CHECKING:
    from equity.indicators.compute import Indicators


@dataclass(frozen=True, slots=True)
class Inequality:
    id: str
    label: Label
    value: float | None
    status: str
    grade: str
    note: Label | None = None


def inequality(indicators: Indicators, query: Query) -> tuple[Inequality, ...]:
    return ()
