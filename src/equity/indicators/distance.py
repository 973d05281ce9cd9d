"""The radius of a service and how distance to it is measured, in words."""

from typing import Literal

from equity.indicators.definition import Reach, RuralReach
from equity.say import Label, texts_of

Basis = Literal["line", "roads", "brought"]
"""Straight line × detour; along the office's roads; distances that the office brought as a table."""
TEXTS = texts_of(__name__)
MODES = TEXTS["modes"]


def basis_words(reach: Reach, basis: Basis) -> Label:
    """One sentence that every number resting on distance carries."""
    said = how_measured(reach, basis)
    return Label(f"距离：{said.zh}。", f"Distance: {said.en}.")


def how_measured(reach: Reach, basis: Basis) -> Label:
    """The way and the radius."""
    way, radius = method_words(reach, basis), radius_words(reach, in_minutes=basis == "roads")
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


def radius_words(reach: Reach, *, in_minutes: bool = False) -> Label:
    """The distances that count, of town and country where they differ; times where the standard is one and roads say how long
    a way takes."""
    town = _amount(reach, in_minutes)
    if reach.rural is None:
        return Label(
            f"城镇居民点半径 {town.zh}；乡村居民点没有标准，不计入",
            f"radius {town.en} for urban settlement points; rural ones have no standard and are not counted",
        )
    country = _amount(reach.rural, in_minutes)
    if country == town:
        return Label(f"半径 {town.zh}", f"radius {town.en}")
    return Label(
        f"城镇居民点半径 {town.zh}，乡村居民点 {country.zh}",
        f"radius {town.en} for urban settlement points, {country.en} for rural ones",
    )


def _amount(reach: Reach | RuralReach, in_minutes: bool) -> Label:
    if in_minutes and reach.minutes:
        return Label(f"{reach.minutes:g} 分钟", f"{reach.minutes:g} minutes")
    return Label(f"{reach.radius_m:,.0f} 米", f"{reach.radius_m:,.0f} m")
