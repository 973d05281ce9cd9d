"""Children of an age in the years to come: the cohorts of a census moved up, and those born since.

All numbers are persons. A band of single years is known only as a whole: each of its years holds a fifth (of a band of five),
and at least ``LEAST``, at most ``MOST`` fifths of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

LEAST, MOST = 0.8, 1.2


@dataclass(frozen=True, slots=True)
class Band:
    """Everybody of ``first`` to ``last`` years of age at the census."""

    first: int
    last: int
    persons: float


@dataclass(frozen=True, slots=True)
class Range:
    """A number with the least and the most it may be."""

    value: float
    low: float
    high: float

    def __add__(self, other: Range) -> Range:
        return Range(self.value + other.value, self.low + other.low, self.high + other.high)

    def times(self, low: float, value: float, high: float) -> Range:
        """Multiplied by a factor that lies between ``low`` and ``high``; none of the numbers is negative."""
        return Range(self.value * value, self.low * low, self.high * high)


NOBODY = Range(0.0, 0.0, 0.0)


def part_of_band(band: Band, years: int) -> Range:
    """People of ``years`` of the single years of a band. The whole band is exact; what is left out bounds the part as well."""
    every = band.last - band.first + 1
    if not 0 <= years <= every:
        raise ValueError(f"a band of {every} years has no {years}")
    fifth = band.persons / every
    least = max(LEAST * years * fifth, band.persons - MOST * (every - years) * fifth)
    most = min(MOST * years * fifth, band.persons - LEAST * (every - years) * fifth)
    return Range(years * fifth, least, most)


def children(
    bands: Sequence[Band], births: Mapping[int, Range], ages: tuple[int, int], year: int, census_year: int
) -> Range | None:
    """People who are ``ages`` (first and last, both counted) in ``year``, before any moves; None where births are missing.

    Those of age a in ``year`` were a - (year - census_year) at the census; those not born then come from ``births`` by year.
    Deaths are left out: under five of a thousand children between birth and the end of school. At ``census_year`` the whole
    bands give back the census.
    """
    moved = year - census_year
    first, last = ages[0] - moved, ages[1] - moved
    total = NOBODY
    for born in range(census_year - last, census_year - first + 1):
        if born > census_year:
            if born not in births:
                return None
            total += births[born]
    for band in bands:
        years = min(band.last, last) - max(band.first, first) + 1
        if years > 0:
            total += part_of_band(band, years)
    return total


def moves(residents: Mapping[int, Range], growth: float, year: int, census_year: int) -> Range:
    """By what factor people moving in and out have changed those who were counted at the census.

    ``residents``: of the published years, that of the census among them. Up to the last of them the value is that of all
    residents in the year nearest to ``year`` (the later of two), and the interval holds the years on both sides. After it, it
    lies half way between nobody moving any more and ``growth`` a year (a fraction, 0.02 or -0.01), because neither is more
    likely, and the interval holds both. It always holds 1: children need not move as all residents do.
    """
    then, last = residents[census_year].value, max(residents)
    if not then:
        return Range(1.0, 1.0, 1.0)
    near = residents[min(residents, key=lambda y: (abs(y - year), -y))]
    before = residents[max(y for y in residents if y <= year)]
    after = residents[min((y for y in residents if y >= year), default=last)]
    trend = (1 + growth) ** max(0, year - last)
    return Range(
        near.value * (1 + trend) / 2 / then,
        min(1.0, min(before.low, after.low) * min(1.0, trend) / then),
        max(1.0, max(before.high, after.high) * max(1.0, trend) / then),
    )
