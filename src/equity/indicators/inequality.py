"""Inequality of one measure across the divisions, in the words of a published figure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING

from equity import measures
from equity.indicators.facts import GROUP_OF_MEASURE, RATIO_OF_MEASURE
from equity.indicators.records import ValueRecord
from equity.query import Query
from equity.settings import CENSUS_YEAR
from equity.text import BASES, STATUSES, Label, format_number, worst_grade

if TYPE_CHECKING:
    from equity.indicators.compute import Indicators

LABELS = {
    "gini": Label("基尼系数", "Gini index"),
    "theil_t": Label("泰尔指数", "Theil index"),
    "theil_between": Label("泰尔指数:功能区之间", "Theil index, between functional zones"),
    "theil_within": Label("泰尔指数:功能区内部", "Theil index, within functional zones"),
    "cv": Label("差异系数", "Coefficient of variation"),
    "max_min": Label("最高与最低之比", "Highest to lowest"),
    "concentration": Label("集中指数(按外来人口占比)", "Concentration index (by non-local share)"),
}
DECIMALS = {"max_min": 2}
# Totals grow with the size of a division: unequal totals say nothing about unequal service.
TOTALS = {"shortfall", "demand", *GROUP_OF_MEASURE}
DIFFERENCE_LIMITS = {
    "primary_school": "difference_coefficient_primary",
    "junior_school": "difference_coefficient_junior",
}
NOT_A_RATE = Label(
    "该指标是总量,随区县大小而变,不宜比较差异。",
    "This measure is a total and grows with the size of a division, so inequality says nothing.",
)
NEGATIVE = Label("有区县数值为负,该指数无定义。", "Some divisions are below zero, where the index is not defined.")
ALL_ZERO = Label("各区县数值均为 0,无差异可言。", "All divisions are at zero, so there is nothing to compare.")
LOWEST_ZERO = Label("最低的区县为 0,比值无意义。", "The lowest division is at zero, so there is no ratio.")
SAME_AS_RANKING = Label("指标本身就是排序依据。", "The measure is itself what the divisions are ranked by.")


@dataclass(frozen=True, slots=True)
class Inequality:
    """One index over the divisions; ``value`` has no unit and is None unless ``status`` is ``ok``.

    ``grade`` is the worst among the values that went in. ``note`` says what the number means here, or why
    there is none.
    """

    id: str
    label: Label
    value: float | None
    status: str
    grade: str
    decimals: int = 3
    note: Label | None = None


@dataclass(frozen=True, slots=True)
class _Cells:
    """The divisions that count: value, people, functional zone and name, side by side."""

    records: tuple[ValueRecord, ...]
    values: list[float]
    people: list[float]
    zones: list[str]
    grade: str


def inequality(indicators: Indicators, query: Query) -> tuple[Inequality, ...]:
    """Gini, Theil T with its parts between and within functional zones, coefficient of variation,
    highest/lowest and the concentration index against the non-local share, over all divisions.

    Cells are the divisions, weighted by the people (or households) in demand on ``query.basis``. A division
    where nobody is in demand changes nothing. ``no_data`` for all indices where a division with people
    lacks a value; ``not_applicable`` for totals, for negative values and where all are 0.
    """
    asked = query.but(level="division")
    records = indicators.values(asked)
    grade = worst_grade(*(r.grade for r in records))
    if query.measure in TOTALS:
        return _none("not_applicable", grade, NOT_A_RATE)
    counted = [r for r in records if r.status != "not_applicable"]
    people = _people(indicators, asked, counted)
    lacking = [r for r, p in zip(counted, people, strict=True) if r.value is None or p is None]
    if lacking or not counted:
        return _none("no_data", grade, _lacking(indicators, lacking, len(records)))
    cells = _Cells(
        tuple(counted),
        [float(r.value) for r in counted if r.value is not None],
        [p for p in people if p is not None],
        [indicators.zone(r.zone).functional_zone for r in counted],
        worst_grade(*(r.grade for r in counted)),
    )
    if min(cells.values) < 0:
        return _none("not_applicable", grade, NEGATIVE)
    if max(cells.values) == 0:
        return _none("not_applicable", grade, ALL_ZERO)
    theil = measures.theil_t(cells.values, cells.people, cells.zones)
    found = (
        _ok("gini", measures.gini(cells.values, cells.people), cells.grade, _weights(indicators, asked, cells)),
        _ok("theil_t", theil.total, cells.grade),
        _ok("theil_between", theil.between, cells.grade, _part(theil.between, theil.total)),
        _ok("theil_within", theil.within, cells.grade, _part(theil.within, theil.total)),
        _variation(indicators, asked, cells),
        _max_min(indicators, cells),
        _concentration(indicators, asked, cells),
    )
    return found
