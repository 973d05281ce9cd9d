"""Where to build, enlarge or move: the plan that does most for people, under what it may cost."""

from collections.abc import Callable
from dataclasses import replace
from math import floor
from time import perf_counter
from typing import Any

import numpy as np
import pandas as pd

from equity.indicators.compute import Indicators
from equity.measures.choice_terms import Choice, Chosen, Integers
from equity.measures.greedy import by_gain, greedy
from equity.plans.evaluate import evaluate
from equity.plans.places import MOST_PAIRS, Places, read_places, worst_tenth
from equity.plans.plan import AddFacility, Change, ChangeCapacity, MoveFacility, Plan
from equity.plans.question import Proposal, Question
from equity.plans.solving import solve
from equity.query import GAP, Query
from equity.say import texts_of, worst_grade
from equity.settings import CENSUS_YEAR

TEXTS = texts_of(__name__)

SMALL = 50  # units; what is counted in tens of doctors grows by tenths, what is counted in hundreds of places by whole ones
CAPACITATED = ("served", "gap", "worst")


def suggest(
    asked: Question,
    indicators: Indicators,
    *,
    evaluated: bool = True,
    most_pairs: int = MOST_PAIRS,
    progress: Callable[[float, float], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Proposal:
    """The best plan that is found in the time allowed, and what the access engine makes of it.

    Raises :class:`~equity.errors.UserError` for what cannot be asked, and where there is no answer;
    :class:`~equity.plans.solving.Cancelled` where ``cancelled`` says so. Not ``evaluated``: neither worked out by the engine nor held
    against the greedy choice. ``most_pairs`` of points and places are compared.
    """
    started = perf_counter()
    places = read_places(indicators, asked, most_pairs)
    choice = _choice(asked, places, indicators)
    found = solve(choice, asked.seconds, progress, cancelled)
    if not found.feasible:
        raise TEXTS.user_error("no_plan")
    simple = asked.objective not in ("gap", "fewest") and not asked.enlarge_most and not asked.movable
    gains: tuple[float, ...] = ()
    if asked.objective == "reach" and simple:
        options, gains = by_gain(choice, found.options)
        found = replace(found, options=options)
    plan = Plan(
        name=_name(asked, indicators), currency=asked.currency, changes=_changes(asked, places, choice, found)
    ).on(indicators.data_version)
    weight, total = (
        choice.weight,
        float(choice.weight @ places.points["people"].where(places.points["inside"], 0.0)),
    )
    return Proposal(
        question=asked,
        plan=plan,
        grade=_grade(asked, indicators),
        promised=found.gap if asked.objective == "gap" else found.served,
        gains=gains,
        at=tuple(places.sites["id"].iloc[choice.option_site[found.options[: len(gains)]]]),
        greedy=greedy(choice) if evaluated and simple else None,
        optimal=found.optimal,
        within=found.within,
        seconds=perf_counter() - started,
        candidates=len(places.sites),
        people=total,
        before=choice.gap if asked.objective == "gap" else total - float(weight @ choice.need),
        result=evaluate(plan, indicators) if evaluated else None,
    )


def _choice(asked: Question, places: Places, indicators: Indicators) -> Choice:
    """The question as a programme. People are persons in demand; a point's people are served alike, whichever group they are of."""
    points, objective = places.points, asked.objective
    people = points["people"].to_numpy(dtype=float)
    inside = points["inside"].to_numpy(dtype=bool)
    lacking = (
        1 - points["adequacy"].to_numpy(dtype=float)
        if objective in CAPACITATED
        else ~points["reached"].to_numpy(dtype=bool)
    )
    need = np.where(inside, people * lacking, 0.0)
    weight = _weight(asked, points)
    asking = _asking(asked, places, need)
    pair_point, pair_site = places.near(places.sites, asking)
    sites = places.sites
    room = sites["capacity"].to_numpy(dtype=float) / places.q if places.q else np.full(len(sites), np.inf)
    built = np.arange(len(sites)) if asked.count != 0 and asked.capacity else np.empty(0, dtype=np.intp)
    choice = Choice(
        need=need,
        weight=weight,
        pair_point=pair_point,
        pair_site=pair_site,
        option_site=built,
        capacity=room[built],
        cost=sites["cost"].to_numpy(dtype=float)[built],
        group=np.full(len(built), -1),
        counted=np.ones(len(built), dtype=bool),
        capacitated=objective in CAPACITATED,
        most=np.inf if asked.count is None else float(asked.count),
        budget=np.inf if asked.budget is None else asked.budget,
    )
    if asked.movable:
        choice = _with_moves(choice, asked, places)
    if asked.enlarge_most:
        choice = _with_enlargements(choice, asked, places, asking)
    if objective == "fewest":
        reached = float(weight @ (people * inside)) - float(weight @ need)
        choice = replace(
            choice, target=asked.share * float(weight @ (people * inside)) - reached, most=choice.most
        )
    if objective == "gap":
        choice = _with_gap(choice, asked, places, indicators)
    return choice


def _asking(asked: Question, places: Places, need: Any) -> Integers:
    """Points for which a place counts: those of the zone where somebody lacks the service, or may come to lack it."""
    inside = places.points["inside"].to_numpy() & (places.points["people"].to_numpy() > 0)
    return np.flatnonzero(inside if asked.movable else need > 0)


def _weight(asked: Question, points: pd.DataFrame) -> Any:
    """What one person of a point counts: the share of the people there who are of the group."""
    if asked.objective == "worst":
        return worst_tenth(points).astype(float)
    if asked.group == "resident" or asked.objective == "gap":
        return np.ones(len(points))
    people = points["people"].to_numpy(dtype=float)
    return np.divide(
        points[asked.group].to_numpy(dtype=float), people, out=np.zeros(len(points)), where=people > 0
    )


def _with_moves(choice: Choice, asked: Question, places: Places) -> Choice:
    """Each movable facility may stand at each site instead; who had only that one lose it."""
    facilities = places.facilities
    missing = set(asked.movable) - set(facilities["facility_id"])
    if missing:
        names = ", ".join(sorted(missing))
        raise TEXTS.user_error("no_facility", names=names)
    numbers = np.flatnonzero(facilities["facility_id"].isin(asked.movable))
    point, facility = places.near(facilities, np.arange(len(places.points)))
    people = places.points["people"].to_numpy(dtype=float)
    inside = places.points["inside"].to_numpy(dtype=bool)
    crowd = np.bincount(facility, people[point], minlength=len(facilities))
    room = facilities["capacity"].to_numpy(dtype=float) / (places.q or 1.0)
    k = places.points["adequacy"].to_numpy(dtype=float)
    sites, count = len(places.sites), len(numbers)
    lost = np.isin(facility, numbers) & inside[point]
    if choice.capacitated:
        share = np.divide(room, crowd, out=np.zeros(len(room)), where=crowd > 0)[facility]
        persons = people[point] * np.minimum(k[point], share)
    else:  # only who has nothing else within reach can lose it
        stays = np.unique(point[~np.isin(facility, numbers)])
        lost &= ~np.isin(point, stays)
        persons = people[point]
    group = np.searchsorted(numbers, facility[lost])
    return replace(
        choice,
        option_site=np.concatenate([choice.option_site, np.tile(np.arange(sites), count)]).astype(np.intp),
        capacity=np.concatenate([choice.capacity, np.repeat(room[numbers], sites)]),
        cost=np.concatenate([choice.cost, np.full(sites * count, asked.move_cost)]),
        group=np.concatenate([choice.group, np.repeat(np.arange(count), sites)]).astype(np.intp),
        counted=np.concatenate([choice.counted, np.zeros(sites * count, dtype=bool)]),
        loss_point=point[lost],
        loss_group=group.astype(np.intp),
        loss_people=persons[lost],
    )


def _with_enlargements(choice: Choice, asked: Question, places: Places, asking: Integers) -> Choice:
    """Each facility of the zone that does not move may grow, at a cost per unit; it stands as a site of its own, after those for building."""
    here = _growing(asked, places)
    point, facility = places.near(here, asking)
    sites = len(places.sites)
    room = here["capacity"].to_numpy(dtype=float) / (places.q or 1.0)
    return replace(
        choice,
        pair_point=np.concatenate([choice.pair_point, point]),
        pair_site=np.concatenate([choice.pair_site, facility + sites]),
        enlarge_site=np.arange(len(here)) + sites,
        enlarge_most=asked.enlarge_most * room,
        enlarge_cost=np.full(len(here), asked.unit_cost * places.q),
    )


def _growing(asked: Question, places: Places) -> pd.DataFrame:
    codes = set(places.points["zone_code"][places.points["inside"]])
    kept = places.facilities["zone_code"].isin(codes) & ~places.facilities["facility_id"].isin(asked.movable)
    return places.facilities[kept & (places.facilities["capacity"] > 0)]


def _with_gap(choice: Choice, asked: Question, places: Places, indicators: Indicators) -> Choice:
    """Each person served more at a point moves the gap by who lives there: local, and non-local as far as the rule admits them."""
    zone = asked.zone or indicators.city.code
    level = indicators.zone(zone).level
    record = next(
        r
        for r in indicators.unranked(Query(asked.service, "effective", GAP, CENSUS_YEAR, level))
        if r.zone == zone
    )
    if record.value is None:
        raise TEXTS.user_error("no_gap")
    points, inside = places.points, places.points["inside"].to_numpy(dtype=bool)
    people = points["people"].to_numpy(dtype=float)
    local, others = (points[g].to_numpy(dtype=float) for g in ("local", "non_local"))
    each = np.divide(1.0, people, out=np.zeros(len(people)), where=people > 0)
    of = (
        100
        * each
        * (
            local / max(local[inside].sum(), 1e-9)
            - points["admitted"].to_numpy(dtype=float) * others / max(others[inside].sum(), 1e-9)
        )
    )
    return replace(choice, gap=float(record.value), gap_of=np.where(inside, of, 0.0))


def _changes(asked: Question, places: Places, choice: Choice, found: Chosen) -> tuple[Change, ...]:
    """What was chosen, as the changes of a plan: new ones first, then those that move, then those that grow."""
    changes: list[Change] = []
    movable = sorted(asked.movable, key=list(places.facilities["facility_id"]).index)
    for option in found.options:
        site = places.sites.iloc[int(choice.option_site[option])]
        at: dict[str, Any] = {"lon": float(site.lon), "lat": float(site.lat)}
        if choice.group[option] >= 0:
            named = movable[int(choice.group[option])]
            changes.append(MoveFacility(service=asked.service, facility_id=named, cost=asked.move_cost, **at))
            continue
        cost = float(site.cost) if asked.build_cost or asked.unit_cost or site["plot"] else None
        added = AddFacility(
            service=asked.service, capacity=float(site["capacity"]), name=str(site["name"]), plot=site["plot"], cost=cost,
            division=site["zone_code"] if site["plot"] else "", **at
        )  # fmt: skip
        changes.insert(sum(isinstance(c, AddFacility) for c in changes), added)
    grown = _growing(asked, places) if asked.enlarge_most else places.facilities.iloc[:0]
    step = 0.1 if grown["capacity"].max() < SMALL else 1.0
    for row, persons in zip(grown.itertuples(), found.enlarged, strict=True):
        more = floor(persons * places.q / step + 1e-6) * step
        if more > 0:
            changes.append(
                ChangeCapacity(
                    service=asked.service,
                    facility_id=row.facility_id,
                    capacity=row.capacity + more,
                    cost=more * asked.unit_cost,
                )
            )
    return tuple(changes)


def _name(asked: Question, indicators: Indicators) -> str:
    label = indicators.registry[asked.service].label
    zone = indicators.zone(asked.zone or indicators.city.code)
    return f"{zone.short('zh')}{label.zh} · {label.en}"[:120]


def _grade(asked: Question, indicators: Indicators) -> Any:
    query = Query(asked.service, "effective", "non_local", CENSUS_YEAR, "city")
    return worst_grade(*(r.grade for r in indicators.unranked(query)))
