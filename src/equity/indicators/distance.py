"""The radius of a service and how distance to it is measured, in words."""

from typing import Literal, NamedTuple

from equity.indicators.definition import Reach, RuralReach
from equity.roads.search import FAR_FROM_ROADS_M
from equity.say import Label, texts_of

Basis = Literal["line", "roads", "brought"]
"""Straight line × detour; along the office's roads; distances that the office brought as a table."""
TEXTS = texts_of(__name__)
MODES = TEXTS["modes"]


class Far(NamedTuple):
    """How many settlement points and facilities lie farther from any road than :data:`FAR_FROM_ROADS_M`."""

    points: int
    facilities: int


NONE_FAR = Far(0, 0)


def basis_words(reach: Reach, basis: Basis, apart: Label) -> Label:
    """What every number resting on distance carries: how it is measured, and (``apart``) how many places lie far from the roads."""
    said = how_measured(reach, basis)
    return Label(f"距离：{said.zh}。{apart.zh}", f"Distance: {said.en}. {apart.en}".strip())


def far_words(far: Far) -> Label:
    """One sentence; empty where no place is far from the roads."""
    if not any(far):
        return Label("", "")
    return TEXTS.far.format(metres=FAR_FROM_ROADS_M, points=far.points, facilities=far.facilities)


def how_measured(reach: Reach, basis: Basis) -> Label:
    """The way and the radius."""
    return TEXTS.measured.format(way=method_words(reach, basis), radius=radius_words(reach, basis))


def method_words(reach: Reach, basis: Basis) -> Label:
    if basis == "line":
        return TEXTS.line.format(detour=reach.detour)
    return TEXTS.brought if basis == "brought" else TEXTS.along.format(mode=MODES[reach.mode])


def radius_words(reach: Reach, basis: Basis = "line") -> Label:
    """The distances that count, of town and country where they differ; times where the standard is one and roads say how long
    a way takes."""
    town = amount_words(reach, basis)
    if reach.rural is None:
        return TEXTS.town_only.format(town=town)
    country = amount_words(reach.rural, basis)
    if country == town:
        return TEXTS.radius.format(amount=town)
    return TEXTS.town_and_country.format(town=town, country=country)


def amount_words(reach: Reach | RuralReach, basis: Basis) -> Label:
    if basis == "roads" and reach.minutes:
        return TEXTS.minutes.format(minutes=reach.minutes)
    return TEXTS.metres.format(metres=reach.radius_m)
