"""What the comparison shows: the nearest question with two sides, and the records of both on one scale."""

from dataclasses import replace

from equity.dashboard.maps.catalogue import PEOPLE
from equity.dashboard.maps.state import MapState, read_state
from equity.draw.scales import classes
from equity.http.context import Context
from equity.http.view import PageView
from equity.indicators.registry import Registry
from equity.query import GAP, Notice, Query


def comparable(registry: Registry, query: Query) -> tuple[Query, list[Notice]]:
    """The nearest query with two sides to compare: the people themselves, or the same service where it has such a measure."""
    measure = registry.measures[query.measure]
    if measure.family == "population":
        return query.but(measure=PEOPLE["resident"], since=0), []
    if measure.two_sided:
        return query, []
    for other in registry.measures_of(query.service):
        if other.two_sided:
            moved = Query(query.service, other.id, GAP if other.gap else other.sides[0])
            return moved, [Notice("measure", query.measure, other.id)]
    people = Query(measure=PEOPLE["resident"])
    return people, [Notice("service", query.service, people.service)]


def side_query(query: Query, side: str) -> Query:
    """The question that one of both maps answers."""
    return query.but(measure=PEOPLE[side]) if query.measure in PEOPLE.values() else query.but(basis=side)


def narrow(ctx: Context, view: PageView) -> PageView:
    query, notices = comparable(ctx.indicators.registry, view.query)
    return replace(view, query=query, notices=(*view.notices, *notices))


def read_compare(ctx: Context, view: PageView) -> MapState:
    """The state of the comparison; one scale for both maps."""
    indicators, measure = ctx.indicators, ctx.indicators.registry.measures[view.query.measure]
    query = (view.query.but(basis=GAP) if measure.gap else view.query).but(level="division")
    if measure.family == "population":
        sides = {side: indicators.values(side_query(query, side)) for side in PEOPLE}
        city = {
            side: indicators.value(side_query(query, side).but(level="city"), indicators.city.code)
            for side in PEOPLE
        }
        scale = read_state(indicators, query, theme=view.theme, voice=view.voice).scale
        state = MapState(query, sides["resident"], sides, (), city, scale)
    else:
        state = read_state(indicators, query, theme=view.theme, voice=view.voice)
    both = [r for records in state.sides.values() for r in records]
    return replace(state, scale=classes(both, theme=view.theme, lang=view.lang))


def is_people(state: MapState) -> bool:
    """Whether the people themselves are compared, and no service."""
    return state.query.measure in PEOPLE.values()
