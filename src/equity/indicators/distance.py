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
    known = {
        "metres": f"{FAR_FROM_ROADS_M:g}",
        "points": f"{far.points:,}",
        "facilities": f"{far.facilities:,}",
    }
    return Label(TEXTS.far.zh.format(**known), TEXTS.far.en.format(**known))


def how_measured(reach: Reach, basis: Basis) -> Label:
    """The way and the radius."""
    way, radius = method_words(reach, basis), radius_words(reach, basis)
    return Label(f"{way.zh}，{radius.zh}", f"{way.en}, {radius.en}")


def method_words(reach: Reach, basis: Basis) -> Label:
    if basis == "line":
        return Label(
            f"直线 × 绕行系数 {reach.detour:g}",
            f"straight line × detour factor {reach.detour:g}",
        )
    if basis == "brought":
        return Label("本单位提供的路网距离", "the office's own table of road network distances")
    mode = MODES[reach.mode]
    return Label(f"沿本单位路网{mode.zh}", f"along the office's road network {mode.en}")


def radius_words(reach: Reach, basis: Basis = "line") -> Label:
    """The distances that count, of town and country where they differ; times where the standard is one and roads say how long
    a way takes."""
    town = amount_words(reach, basis)
    if reach.rural is None:
        return Label(
            f"城镇居民点半径 {town.zh}；乡村居民点没有标准，不计入",
            f"radius {town.en} for urban settlement points; rural ones have no standard and are not counted",
        )
    country = amount_words(reach.rural, basis)
    if country == town:
        return Label(f"半径 {town.zh}", f"radius {town.en}")
    return Label(
        f"城镇居民点半径 {town.zh}，乡村居民点 {country.zh}",
        f"radius {town.en} for urban settlement points, {country.en} for rural ones",
    )


def amount_words(reach: Reach | RuralReach, basis: Basis) -> Label:
    if basis == "roads" and reach.minutes:
        return Label(f"{reach.minutes:g} 分钟", f"{reach.minutes:g} minutes")
    return Label(f"{reach.radius_m:,.0f} 米", f"{reach.radius_m:,.0f} m")
