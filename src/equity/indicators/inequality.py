"""Inequality of one measure across the divisions: indices with what they mean here, or why there are none."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import isclose, isfinite
from typing import Protocol

from equity import measures
from equity.indicators.facts import GROUP_OF_MEASURE, RATIO_OF_MEASURE
from equity.indicators.index_ranges import ranges
from equity.indicators.library import Library
from equity.indicators.records import ValueRecord
from equity.indicators.registry import Registry
from equity.indicators.zones import Zone
from equity.query import GAP, Query
from equity.say import BASES, STATUSES, Label, format_number, texts_of, worst_grade
from equity.settings import CENSUS_YEAR

TEXTS = texts_of(__name__)
LABELS = TEXTS["labels"]
TELLING = frozenset(
    {"cv", "max_min", "concentration"}
)  # their notes say which divisions, how, or within what limit
DECIMALS = dict.fromkeys(LABELS, 3) | {"max_min": 2}
# Totals grow with the size of a division: unequal totals say nothing about unequal service.
TOTALS = {"shortfall", "demand", "beyond_register", "spare_register", *GROUP_OF_MEASURE}
DIFFERENCE_LIMITS = {
    "primary_school": "difference_coefficient_primary",
    "junior_school": "difference_coefficient_junior",
}
SAME = 1e-9  # relative; values that differ by less differ by rounding only


class Asked(Protocol):
    """What the indices are worked out from: the numbers of the divisions, and what is known of them."""

    library: Library
    registry: Registry

    def values(self, query: Query, /) -> tuple[ValueRecord, ...]: ...
    def own_interval(self, query: Query, zone: str) -> tuple[float, float] | None: ...
    def population(self, zone: str, year: int) -> dict[str, ValueRecord]: ...
    def zone(self, code: str) -> Zone: ...


@dataclass(frozen=True, slots=True)
class Inequality:
    """One index over the divisions. ``value`` is a plain number, None unless ``status`` is ``ok``.

    ``grade`` is the worst among the values that went in; ``note`` says what the number means, or why there
    is none. ``low`` to ``high`` is what the divisions' own intervals allow (:func:`ranges`), None where they
    are exact; a parameter of a rule, which is the same everywhere, is none of them.
    """

    id: str
    label: Label
    value: float | None
    status: str
    grade: str
    decimals: int = 3
    note: Label | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class _Cells:
    """The divisions that count, side by side; ``people`` are those the value is about."""

    codes: list[str]
    values: list[float]
    people: list[float]
    groups: list[str]
    grade: str
    low: list[float]
    high: list[float]


def inequality(asked: Asked, query: Query) -> tuple[Inequality, ...]:
    """Eight indices of a measure over all divisions, always all eight, in the order of ``LABELS``.

    Divisions are weighted by the people (or households) in demand on ``query.basis``, ratios of two populations by the
    denominator. A division with nobody in demand changes nothing. ``no_data`` where any other division lacks a value: an index
    over some of them would not be the city's. ``not_applicable`` for totals, gaps, values below 0 and where all are 0. Formulas:
    :mod:`equity.measures.inequality`, :mod:`equity.measures.inequality`.
    """
    records = asked.values(query.but(level="division"))
    about = {r.zone: _people(asked, query, r) for r in records}
    counted = [r for r in records if r.status != "not_applicable" and about[r.zone] != 0]
    lacking = [r for r in counted if r.value is None or about[r.zone] is None]
    grade = worst_grade(*(r.grade for r in counted or records))
    values = [r.value for r in counted if r.value is not None]
    if query.measure in TOTALS or query.basis == GAP:
        return _none("not_applicable", grade, TEXTS.is_gap if query.basis == GAP else TEXTS.is_total)
    if lacking:
        return _none("no_data", grade, _lacking(asked, lacking, len(records)))
    if not values or max(values) == min(values) == 0:
        return _none("not_applicable", grade, TEXTS.all_zero if values else TEXTS.no_demand)
    if min(values) < 0:
        return _none("not_applicable", grade, TEXTS.negative)
    codes = [r.zone for r in counted]
    ends = [asked.own_interval(query, code) or (v, v) for code, v in zip(codes, values, strict=True)]
    people = [about[code] or 0.0 for code in codes]
    cells = _Cells(
        codes,
        values,
        people,
        [asked.zone(code).functional_zone for code in codes],
        grade,
        [max(0.0, low) for low, _ in ends],
        [high for _, high in ends],
    )
    weighting = _weighting(asked, query, len(codes), len(records))
    theil = measures.theil_t(cells.values, cells.people, cells.groups)
    found: tuple[Inequality, ...] = (
        _index("gini", measures.gini(values, people), grade, weighting),
        _index("theil_t", theil.total, grade),
        _index("theil_between", theil.between, grade, _part_of(theil.between, theil.total)),
        _index("theil_within", theil.within, grade, _part_of(theil.within, theil.total)),
        _variation(asked, query, cells),
        _index("hoover", measures.hoover(values, people), grade),
        _max_min(asked, query, cells),
        _concentration(asked, query, cells),
    )
    if grade == "illustrative":  # an index of placeholders is a number, and nothing is said of it
        found = tuple(replace(i, note=None) if i.id in TELLING and i.status == "ok" else i for i in found)
    return _with_ranges(found, cells, _shares(asked, codes))


def _with_ranges(
    found: tuple[Inequality, ...], cells: _Cells, shares: Sequence[float] | None
) -> tuple[Inequality, ...]:
    """The indices with the range that the intervals of the values allow, where any value has one."""
    if cells.low == cells.high:
        return found
    spans = ranges(cells.low, cells.high, cells.people, cells.groups, shares)
    return tuple(
        replace(i, low=min(spans[i.id][0], i.value), high=max(spans[i.id][1], i.value))
        if i.value is not None and i.id in spans
        else i
        for i in found
    )


def _shares(asked: Asked, codes: Sequence[str]) -> list[float] | None:
    """Non-local share of each division in the census year; None where one is missing."""
    ranking = Query("population", "non_local_share", "value", CENSUS_YEAR)
    shares = {r.zone: r.value for r in asked.values(ranking)}
    known = [share for code in codes if (share := shares[code]) is not None]
    return known if len(known) == len(codes) else None


def _people(asked: Asked, query: Query, record: ValueRecord) -> float | None:
    if query.measure not in RATIO_OF_MEASURE:
        return record.persons
    denominator = RATIO_OF_MEASURE[query.measure][1]
    return asked.population(record.zone, query.year)[denominator].value


def _variation(asked: Asked, query: Query, cells: _Cells) -> Inequality:
    """With the limit of the national evaluation for the two school stages it covers."""
    value = measures.coefficient_of_variation(cells.values, cells.people)
    standards = asked.library.standards
    found = standards[standards["standard_id"] == DIFFERENCE_LIMITS.get(query.service, "")]
    if found.empty:
        return _index("cv", value, cells.grade)
    limit, document = float(found["value"].iloc[0]), str(found["document"].iloc[0]).split()[0]
    source = Label(document, document)
    if not bool(found["verified"].iloc[0]):
        source = TEXTS.not_verified.format(document=document)
    met = TEXTS.within if value <= limit else TEXTS.above
    note = TEXTS.limited.format(met=met, limit=limit, source=source)
    return _index("cv", value, cells.grade, note)


def _max_min(asked: Asked, query: Query, cells: _Cells) -> Inequality:
    """People counted where they live name no division, and one whose interval meets another's is one among others."""
    value = measures.max_min_ratio(cells.values, cells.people)
    if not isfinite(value):
        return _missing("max_min", "not_applicable", cells.grade, TEXTS.lowest_zero)
    top, bottom = max(cells.values), min(cells.values)
    if isclose(top, bottom, rel_tol=SAME):
        return _index("max_min", value, cells.grade, TEXTS.all_equal)
    if asked.registry[query.service].counts == "residence":
        return _index("max_min", value, cells.grade)
    high, low = _where(asked, cells, top), _where(asked, cells, bottom)
    first = sum(end >= cells.low[cells.values.index(top)] for end in cells.high) == 1
    last = sum(end <= cells.high[cells.values.index(bottom)] for end in cells.low) == 1
    above = TEXTS.highest if first else TEXTS.among_highest
    below = TEXTS.lowest if last else TEXTS.among_lowest
    note = TEXTS.ends.format(above=above, high=high, below=below, low=low)
    return _index("max_min", value, cells.grade, note)


def _concentration(asked: Asked, query: Query, cells: _Cells) -> Inequality:
    """Ranked by the census' non-local share, the only year for which every division has one."""
    if query.measure == "non_local_share":
        return _missing("concentration", "not_applicable", cells.grade, TEXTS.ranked_by_itself)
    ranking = Query("population", "non_local_share", "value", CENSUS_YEAR)
    shares = {r.zone: r for r in asked.values(ranking)}
    rank_by = [shares[code].value for code in cells.codes]
    grade = worst_grade(cells.grade, *(shares[code].grade for code in cells.codes))
    known = [share for share in rank_by if share is not None]
    if len(known) < len(rank_by):
        return _missing("concentration", "no_data", grade, TEXTS.no_ranking)
    value = measures.concentration_index(cells.values, cells.people, known)
    if abs(value) < 0.5 / 10 ** DECIMALS["concentration"]:
        return _index("concentration", value, grade, TEXTS.unrelated)
    return _index("concentration", value, grade, TEXTS.positive if value > 0 else TEXTS.negative_sign)


def _weighting(asked: Asked, query: Query, used: int, divisions: int) -> Label:
    """Whom the weights count, and how many divisions are used where some have nobody in demand."""
    basis: str = "non_local" if query.measure == "parity" else query.basis
    if query.measure in RATIO_OF_MEASURE:
        basis = RATIO_OF_MEASURE[query.measure][1]
    who, demand = BASES[basis], asked.registry[query.service].demand
    if demand is not None and demand.rule != "everyone":
        who = TEXTS.who.format(basis=who, demand=demand.label)
    some = "" if used == divisions else TEXTS.some.format(used=used, divisions=divisions)
    return TEXTS.weighted.format(who=who, some=some)


def _part_of(part: float, total: float) -> Label | None:
    """None where the total itself would be shown as 0: shares of rounding errors are not shares."""
    if total < 0.5 / 10 ** DECIMALS["theil_t"]:
        return None
    zh, en = (format_number(100 * part / total, lang) for lang in ("zh", "en"))
    return TEXTS.part_of.format(share=Label(zh, en))


def _where(asked: Asked, cells: _Cells, value: float) -> Label:
    """The division with that value, or how many share it."""
    pairs = zip(cells.codes, cells.values, strict=True)
    codes = [code for code, own in pairs if isclose(own, value, rel_tol=SAME)]
    if len(codes) > 1:
        return TEXTS.shared.format(count=len(codes))
    zone = asked.zone(codes[0])
    return Label(zone.short("zh"), zone.short("en"))


def _lacking(asked: Asked, lacking: Sequence[ValueRecord], divisions: int) -> Label:
    """How many divisions have a value, and why up to three of the others have none."""
    named = [(asked.zone(r.zone), STATUSES[r.status]) for r in lacking[:3]]
    more = len(lacking) > len(named)
    zh = "、".join(f"{zone.short('zh')}{status.zh}" for zone, status in named) + ("等" if more else "")
    en = "; ".join(f"{zone.short('en')}: {status.en}" for zone, status in named) + ("; …" if more else "")
    with_value = divisions - len(lacking)
    return TEXTS.lacking.format(divisions=divisions, usable=with_value, why=Label(zh, en))


def _index(key: str, value: float, grade: str, note: Label | None = None) -> Inequality:
    return Inequality(key, LABELS[key], value, "ok", grade, DECIMALS[key], note)


def _missing(key: str, status: str, grade: str, note: Label) -> Inequality:
    return Inequality(key, LABELS[key], None, status, grade, DECIMALS[key], note)


def _none(status: str, grade: str, note: Label) -> tuple[Inequality, ...]:
    return tuple(_missing(key, status, grade, note) for key in LABELS)
