"""Provision measures: supply set against the people in demand, against a stated standard where there is one."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from equity import measures
from equity.indicators.children import Children
from equity.indicators.cohorts import Ages
from equity.indicators.demand import Demands, ends
from equity.indicators.held import Side, Supply, against_standard, gap_bounds, side_of, summed
from equity.indicators.interval import NO_NOTE, NOTHING, Estimate, Exact, bounded, over, pinned
from equity.query import Query
from equity.say import LANGS, Label, Voice, texts_of, worst_grade
from equity.warehouse import Warehouse

TEXTS = texts_of(__name__)
MOST_OF = (
    0.5  # of the people in demand: divisions with figures must hold as many before they stand for their zone
)


class Provision:
    """Every provision measure of one data version. The rows are read once."""

    def __init__(
        self, warehouse: Warehouse, demands: Demands, children: Children, ages: Mapping[str, Ages]
    ) -> None:
        """``ages``: of those whom a service is for, where it is for an age."""
        self._warehouse, self._demands, self._children, self._ages = warehouse, demands, children, ages
        self._supply: dict[str, dict[str, Supply]] = {}
        for r in warehouse.table("core_supply").itertuples():
            self._supply.setdefault(r.service, {})[r.division_code] = Supply(
                r.supply, r.supply_low, r.supply_high, int(r.year), r.grade, tuple(r.sources)
            )
        self._city = {r.service: (r.low, r.high) for r in warehouse.table("core_city_supply").itertuples()}
        self._standards = {
            (r.service, r.year): r for r in warehouse.table("core_standard").itertuples() if r.q == r.q
        }

    @cached_property
    def _enrolment(self) -> dict[tuple[str, str, int], Any]:
        rows = self._warehouse.table("core_enrolment").itertuples()
        return {(r.service, r.zone_code, r.year): r for r in rows}

    @cached_property
    def _names(self) -> dict[str, Label]:
        rows = self._warehouse.table("core_zones").itertuples()
        return {r.zone_code: Label(r.short_zh, r.name_en) for r in rows}

    def estimate(self, query: Query, zone: str, *, exact: Exact = NOTHING) -> Estimate:
        """One measure of one zone on one basis, unscaled (shares as fractions).

        ``exact``: inputs taken at their stated values; without ``average``, which is common to all divisions, the bounds are
        those of the zone's own inputs. no figure, or too few divisions with one: ``no_data``; no demand: ``not_applicable``.
        """
        if query.measure == "enrolment_ratio":
            return self._enrolled(query, zone, exact)
        demand = self._demands.of(query.service, zone, query.year, query.basis)
        demand = pinned(demand, "demand" in exact)
        if demand.status != "ok" or query.measure == "demand":
            return demand
        divisions = self._demands.divisions(query.service, zone, query.year, query.basis)
        supply = {c: s for c, s in self._supply.get(query.service, {}).items() if c in divisions}
        known = self._known(demand, divisions, supply, query)
        if not self._enough(query.measure, divisions, supply):
            return Estimate.missing("no_data", **(known if supply else known | {"note": TEXTS.waiting}))
        standard = self._standards.get((query.service, query.year))
        side = side_of(supply, divisions, standard.q if standard else 0.0, exact)
        if sum(d.value or 0 for d in side.demand) == 0:
            return Estimate.missing("not_applicable", **known)
        whole = demand if len(supply) == len(divisions) else summed(side.demand)
        rate = self._rate(query.service, side, whole, len(supply) == self._demands.count)
        if query.measure == "supply_rate":
            return bounded(*rate, **known)
        if not side.q:
            return Estimate.missing("no_data", **known)
        if query.measure == "percent_of_average":
            return self._percent(query, zone, side, rate, exact, known)
        return against_standard(query.measure, side, whole, known)

    def units_per_person(self, service: str, year: int) -> float:
        """The yardstick of a service in a year; 0 where there is none."""
        standard = self._standards.get((service, year))
        return float(standard.q) if standard else 0.0

    def held(self, service: str, divisions: Sequence[str]) -> Estimate:
        """What the registers of those of these divisions hold that have one."""
        return self.capacity(service, [d for d in divisions if d in self._supply.get(service, {})])

    def capacity(self, service: str, divisions: Sequence[str]) -> Estimate:
        """What the registers of these divisions hold together; ``no_data`` where one has none."""
        held = self._supply.get(service, {})
        if not divisions or any(d not in held for d in divisions):
            return Estimate.missing("no_data")
        parts = [held[d] for d in divisions]
        return bounded(
            sum(p.value for p in parts),
            sum(p.low for p in parts),
            sum(p.high for p in parts),
            grade=worst_grade(*(p.grade for p in parts)),
            supply_year=max(p.year for p in parts),
            sources=tuple(sorted({s for p in parts for s in p.sources})),
        )

    def gap(self, query: Query, zone: str, gap: Estimate, exact: Exact = NOTHING) -> Estimate:
        """``gap`` in coverage (registered − resident) with the interval that follows.

        Both sides share supply and demand share, so the difference of their intervals would count these twice. Comes back
        unchanged where it has no value.
        """
        if gap.value is None or gap.low is None or gap.high is None:
            return gap
        sides = []
        for basis in ("registered", "resident"):
            divisions = self._demands.divisions(query.service, zone, query.year, basis)
            supply = {c: s for c, s in self._supply[query.service].items() if c in divisions}
            q = self._standards[query.service, query.year].q
            sides.append(side_of(supply, divisions, q, exact))
        ratios = self._demands.ratios(query.service, zone, query.year)
        if "demand" in exact:
            each = zip(*(side.each("demand", "value") for side in sides[::-1]), strict=True)
            ratios = [(over(people, registered),) * 2 for people, registered in each]
        low, high = gap_bounds(sides[0], sides[1], ratios)
        known = {name: getattr(gap, name) for name in ("grade", "persons", "supply_year", "sources", "note")}
        return bounded(gap.value, max(gap.low, low), min(gap.high, high), **known)

    def years_enrolled(self, service: str, zone: str = "") -> frozenset[int]:
        """Years with pupils, of the zone or (empty) anywhere."""
        return frozenset(year for s, z, year in self._enrolment if s == service and zone in ("", z))

    def _known(
        self, demand: Estimate, divisions: Mapping[str, Any], supply: Mapping[str, Supply], query: Query
    ) -> dict[str, Any]:
        standard = self._standards.get((query.service, query.year))
        compared = standard is not None and query.measure not in {"supply_rate"}
        sources = {*demand.sources, *(s for part in supply.values() for s in part.sources)}
        left_out = [self._names[c] for c in divisions if c not in supply]
        note = NO_NOTE
        if left_out and len(divisions) > 1:
            note = TEXTS.left_out.format(names=_clauses(left_out))
        if compared and query.measure == "percent_of_average":
            note = self._said_of_average(query, note)
        return {
            "grade": worst_grade(
                demand.grade,
                *(s.grade for s in supply.values()),
                *([standard.grade] if compared and standard else []),
            ),
            "persons": demand.persons,
            "supply_year": max((s.year for s in supply.values()), default=None),
            "sources": tuple(sorted(sources | set(standard.sources if compared and standard else ()))),
            "note": note,
        }

    def _said_of_average(self, query: Query, note: Label) -> Label:
        """Which divisions the average leaves out."""
        everywhere = self._demands.everywhere(query.service, query.year, query.basis)
        without = [self._names[c] for c in everywhere if c not in self._supply.get(query.service, {})]
        if not without:
            return note
        of, used = len(everywhere), len(everywhere) - len(without)
        return TEXTS.average_of.format(used=used, of=of, without=_clauses(without))

    def _enough(self, measure: str, divisions: Mapping[str, Any], supply: Mapping[str, Supply]) -> bool:
        """A total needs every division; a ratio those that hold most of the people in demand."""
        if measure == "shortfall":
            return len(supply) == len(divisions)
        people = {c: d.demand.value or 0.0 for c, d in divisions.items()}
        return bool(supply) and sum(people[c] for c in supply) >= MOST_OF * sum(people.values())

    def _rate(
        self, service: str, side: Side, demand: Estimate, whole_city: bool
    ) -> tuple[float, float, float]:
        """S / D with its bounds; of all divisions together the supply may be known better than of each."""
        value, low, high = (sum(side.each("supply", end)) for end in ("value", "low", "high"))
        if whole_city and service in self._city:
            low, high = max(low, self._city[service][0]), min(high, self._city[service][1])
        d, d_low, d_high = ends(demand)
        return float(measures.coverage(value, d, 1.0)), over(low, d_high), over(high, d_low)

    def _percent(
        self,
        query: Query,
        zone: str,
        side: Side,
        rate: tuple[float, float, float],
        exact: Exact,
        known: dict[str, Any],
    ) -> Estimate:
        """Rate over the average rate of the divisions with figures, which holds the zone's own: S·ΣD / (D·ΣS)."""
        if self._demands.is_city(zone):
            return Estimate.missing("not_applicable", **known | {"note": TEXTS.is_average})
        if "average" in exact:
            return bounded(*(end / side.q for end in rate), **known)
        everywhere = self._demands.everywhere(query.service, query.year, query.basis)
        inside = self._demands.divisions(query.service, zone, query.year, query.basis)
        held = self._supply[query.service]
        rest = side_of(
            {c: held[c] for c in everywhere if c not in inside and c in held}, everywhere, side.q, exact
        )

        def at(end: str, other: str) -> float:
            """The zone's supply at one end and its demand at the other, all others the other way round."""
            s, d = sum(side.each("supply", end)), sum(side.each("demand", other))
            total_s, total_d = s + sum(rest.each("supply", other)), d + sum(rest.each("demand", end))
            return over(s * total_d, d * total_s)

        return bounded(rate[0] / side.q, at("low", "high"), at("high", "low"), **known)

    def _enrolled(self, query: Query, zone: str, exact: Exact) -> Estimate:
        row, there = self._enrolment.get((query.service, zone, query.year)), self._there(query, zone)
        if row is None:
            return Estimate.missing("no_data")
        known = {
            "grade": worst_grade(row.grade, there.grade),
            "supply_year": query.year,
            "sources": tuple(sorted({row.source, *there.sources})),
        }
        if not there.value:
            return Estimate.missing("not_applicable" if there.status == "ok" else there.status, **known)
        pupils, children = (pinned(e, name in exact) for name, e in self.enrolment_inputs(query, zone))
        return bounded(
            float(measures.coverage(row.pupils, there.value, 1.0)),
            over(pupils.low or 0.0, children.high or 0.0),
            over(pupils.high or 0.0, children.low or 0.0),
            persons=there.value,
            **known,
        )

    def _there(self, query: Query, zone: str) -> Estimate:
        """Children of the ages of the service who live there in the year of the query."""
        ages = self._ages.get(query.service)
        if ages is None:
            return Estimate.missing("no_data")
        return self._children.of_service(zone, query.service, ages, query.year)

    def enrolment_inputs(self, query: Query, zone: str) -> list[tuple[str, Estimate]]:
        """Pupils, and children of that age, behind an enrolment ratio; empty where none were published."""
        row = self._enrolment.get((query.service, zone, query.year))
        if row is None:
            return []
        return [
            ("pupils", Estimate(row.pupils, row.pupils_low, row.pupils_high, grade=row.grade)),
            ("children", self._there(query, zone)),
        ]


def _clauses(names: Sequence[Label]) -> Label:
    return Label(*(Voice(lang).clauses(name[lang] for name in names) for lang in LANGS))
