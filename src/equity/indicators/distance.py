"""The radius of a service in words."""

from __future__ import annotations

from equity.indicators.definition import Reach
from equity.say import Label


def radius_words(reach: Reach) -> Label:
    """The distances that count, of town and country where they differ."""
    town = f"{reach.radius_m:,.0f}"
    if reach.rural is None:
        return Label(
            f"城镇居民点半径 {town} 米；乡村居民点没有标准，不计入",
            f"radius {town} m for urban settlement points; rural ones have no standard and are not counted",
        )
    country = f"{reach.rural.radius_m:,.0f}"
    if country == town:
        return Label(f"半径 {town} 米", f"radius {town} m")
    return Label(
        f"城镇居民点半径 {town} 米，乡村居民点 {country} 米",
        f"radius {town} m for urban settlement points, {country} m for rural ones",
    )
