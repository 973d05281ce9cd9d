"""A plan as an alteration of a warehouse: the rows that a data file would have, were the plan carried out."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from equity.indicators.definition import Definition, Eligibility, EntitlementFactor
from equity.indicators.registry import Registry
from equity.indicators.rules import rule_tables
from equity.plans.known import Facility, Known
from equity.plans.plan import (
    AddFacility,
    ChangeCapacity,
    ChangePeople,
    ChangeRule,
    CloseFacility,
    MoveFacility,
    Plan,
)
from equity.plans.result import PlannedFacility
from equity.warehouse.changed import Alteration

COLUMNS = {
    "facility_id": "str", "service": "str", "name_zh": "str", "stated_code": "str", "town_code": "str", "zone_code": "str",
    "placement": "str", "lon": "float", "lat": "float", "x": "float", "y": "float", "capacity": "float",
    "facility_type": "str", "year": "int64", "grade": "str", "source": "str",
}  # fmt: skip
SOURCE = "plan"


@dataclass(frozen=True)
class Altered:
    """The alteration, the definitions that go with it, and the facilities it changes."""

    alteration: Alteration
    registry: Registry
    facilities: tuple[PlannedFacility, ...]


def alter(plan: Plan, known: Known, only: Collection[int] | None = None) -> Altered:
    """The changes of a checked plan, or those numbered in ``only`` (from 1); what these say of a facility that is then not added is
    without effect."""
    chosen = [(n, c) for n, c in enumerate(plan.changes, 1) if only is None or n in only]
    rows, changed = _facilities(plan, known, chosen)
    registry = known.indicators.registry
    for _, change in chosen:
        if isinstance(change, ChangeRule):
            registry = with_rule(registry, change)
    people = [c for _, c in chosen if isinstance(c, ChangePeople)]
    touched = {c.service for c in plan.changes if not isinstance(c, ChangePeople)}
    services = known.services if any(c.kind == "people" for c in plan.changes) else tuple(sorted(touched))
    alteration = Alteration(
        services,
        plan.scenario,
        facilities=_frame([r for r in rows.values() if r is not None]),
        gone=pd.DataFrame(
            sorted(k for k in rows if k in known.facilities), columns=["service", "facility_id"]
        ).astype(str),
        supply=_supply(rows, known),
        places=_places(rows, known),
        services_table=rule_tables(registry)["services"]
        if registry is not known.indicators.registry
        else None,
    )
    if people:
        points, population = _people(people, known)
        alteration = replace(alteration, points=points, population=population)
    return Altered(alteration, registry, changed)


def _facilities(
    plan: Plan, known: Known, chosen: list[tuple[int, Any]]
) -> tuple[dict[tuple[str, str], Facility | None], tuple[PlannedFacility, ...]]:
    """New state of every changed facility, None where it closes; and the changes as they are told."""
    rows: dict[tuple[str, str], Facility | None] = {}
    told: dict[tuple[str, str], tuple[int, Any]] = {}
    for number, change in chosen:
        if isinstance(change, AddFacility):
            key = (change.service, f"plan-{number}")
            rows[key] = _added(number, change, known)
        elif isinstance(change, ChangeCapacity | MoveFacility | CloseFacility):
            key = (change.service, change.facility_id)
            row = rows.get(key) or known.facilities.get(key)
            if row is None:
                continue
            rows[key] = _changed(number, change, row, known)
        else:
            continue
        told.setdefault(key, (number, change.kind))
    found = []
    for key, (number, kind) in told.items():
        before, after = known.facilities.get(key), rows[key]
        if before is None and after is None:
            continue
        shown = after or before
        assert shown is not None
        found.append(
            PlannedFacility(
                change=number,
                kind=kind,
                service=key[0],
                facility_id=key[1],
                name=shown["name_zh"] or key[1],
                **_told(before, "before"),
                **_told(after, "after"),
            )
        )
    return rows, tuple(found)


def _told(row: Facility | None, state: str) -> dict[str, Any]:
    names = {"division": "zone_code", "lon": "lon", "lat": "lat", "capacity": "capacity"}
    return {f"{name}_{state}": row[column] if row else None for name, column in names.items()}


def _added(number: int, change: AddFacility, known: Known) -> Facility:
    code, x, y = known.place[number]
    return {
        "facility_id": f"plan-{number}", "service": change.service, "name_zh": change.name or f"plan-{number}", "stated_code": code,
        "town_code": None, "zone_code": code, "placement": "point", "lon": change.lon, "lat": change.lat, "x": x, "y": y,
        "capacity": change.capacity, "facility_type": None, "year": change.year or known.newest[change.service],
        "grade": "estimated", "source": SOURCE,
    }  # fmt: skip


def _changed(
    number: int, change: ChangeCapacity | MoveFacility | CloseFacility, row: Facility, known: Known
) -> Facility | None:
    if isinstance(change, CloseFacility):
        return None
    if isinstance(change, ChangeCapacity):
        return row | {"capacity": change.capacity}
    code, x, y = known.place[number]
    at = {"lon": change.lon, "lat": change.lat, "x": x, "y": y}
    return row | at | {"stated_code": code, "zone_code": code, "placement": "point", "town_code": None}


def _supply(rows: dict[tuple[str, str], Facility | None], known: Known) -> pd.DataFrame:
    """What each division, and the city, has more or less of each service."""
    added: dict[tuple[str, str], float] = defaultdict(float)
    for key, after in rows.items():
        for row, sign in ((known.facilities.get(key), -1), (after, 1)):
            if row and row["zone_code"]:
                for code in (row["zone_code"], known.city):
                    added[key[0], code] += sign * (row["capacity"] or 0.0)
    return pd.DataFrame(
        [(service, code, n) for (service, code), n in sorted(added.items())],
        columns=["service", "adcode", "added"],
    ).astype({"service": str, "adcode": str, "added": float})


def _places(rows: dict[tuple[str, str], Facility | None], known: Known) -> dict[str, pd.DataFrame]:
    """Where something changes, by service: old and new places in metres."""
    places: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for key, after in rows.items():
        places[key[0]] += [
            (r["x"], r["y"]) for r in (known.facilities.get(key), after) if r and r["x"] is not None
        ]
    return {service: pd.DataFrame(xy, columns=["x", "y"]).astype(float) for service, xy in places.items()}


def _frame(rows: list[Facility]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS)


def with_rule(registry: Registry, change: ChangeRule) -> Registry:
    """The definitions with the plan's share, of those whom the plan says, in the place of what the rule is known to admit."""
    definition = registry[change.service]
    assert definition.eligibility is not None
    low, high = change.ends
    label = {"zh": "方案假定的比例", "en": "share stated by the plan"}
    factor = EntitlementFactor(
        id="plan", label=definition.eligibility.rule.__class__(**label), value=change.admitted, low=low, high=high,
        grade="estimated", source=f"{change.who}: {change.why}",
    )  # fmt: skip
    concerned = {"registered_outside": change.registered_outside} if change.registered_outside else {}
    eligibility: Eligibility = definition.eligibility.model_copy(update={"factors": (factor,), **concerned})
    changed: Definition = definition.model_copy(update={"eligibility": eligibility})
    return Registry({**registry, change.service: changed}, registry.measures, registry.scenarios)


def _people(changes: list[ChangePeople], known: Known) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Persons of every point that changes, whole numbers spread as people live now, and what that adds to each division."""
    assert known.points is not None
    points = known.points.copy()
    for change in changes:
        here = (
            points["point_id"] == change.point_id if change.point_id else points["adcode"] == change.division
        )
        now = points.loc[here, change.group].to_numpy(dtype=float)
        total = now.sum() * (1 + change.growth) if change.growth is not None else float(change.persons or 0)
        if not now.sum():
            now = points.loc[here, ["local", "non_local"]].sum(axis=1).to_numpy(dtype=float)
        points.loc[here, change.group] = spread(round(total), now)
    added = (
        points.assign(
            local=points["local"] - known.points["local"],
            non_local=points["non_local"] - known.points["non_local"],
        )
        .groupby("adcode")[["local", "non_local"]]
        .sum()
    )
    rows: dict[tuple[str, str], int] = defaultdict(int)
    for code, more in added.iterrows():
        for zone in (str(code), known.city):
            for group, n in (
                ("local", more["local"]), ("non_local", more["non_local"]), ("registered", more["local"]),
                ("resident", more["local"] + more["non_local"]),
            ):  # fmt: skip
                rows[zone, group] += int(n)
    population = pd.DataFrame(
        [(zone, group, n) for (zone, group), n in sorted(rows.items())],
        columns=["adcode", "population_group", "added"],
    )
    named = points.rename(columns={"local": "local_persons", "non_local": "non_local_persons"})
    return named[["point_id", "local_persons", "non_local_persons"]], population


def spread(total: int, weights: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Whole persons in proportion to the weights that add up to ``total``: the largest remainders are rounded up."""
    if not weights.sum():
        return np.zeros(len(weights), dtype=np.int64)
    exact = total * weights / weights.sum()
    whole = np.floor(exact).astype(np.int64)
    order = np.argsort(-(exact - whole), kind="stable")
    whole[order[: total - whole.sum()]] += 1
    return whole
