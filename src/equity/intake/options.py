"""What the user decides about one import, and the surroundings it is checked against."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property

import pandas as pd

from equity.intake.areas import Areas
from equity.intake.gazetteer import Gazetteer
from equity.sources.inputs import Inputs


@dataclass(frozen=True, slots=True)
class Options:
    """``datum``: "" until decided. ``year``: of rows without one. ``source``: the office's source note, on every row.

    ``covers``: divisions the register is complete for: their earlier rows step back even where it has none. Empty: those
    that occur in it. ``fit_census``: settlement points are scaled to the census counts (and graded estimated).
    ``append``: rows that an office brought in before stay, except those with the same id. ``answers``: to the
    questions the file raises, by their id.
    """

    datum: str = ""
    year: int | None = None
    source: str = ""
    covers: tuple[str, ...] = ()
    fit_census: bool = False
    append: bool = False
    latest_year: int = 0
    answers: dict[str, str] = field(default_factory=dict)

    @property
    def this_year(self) -> int:
        return self.latest_year or datetime.now(UTC).year


class Surroundings:
    """The present data that an import is checked against: places, polygons, populations."""

    def __init__(self, inputs: Inputs) -> None:
        self.inputs = inputs

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        return self.inputs.tables

    @cached_property
    def gazetteer(self) -> Gazetteer:
        return Gazetteer(
            self.inputs.city, *(self.tables[t] for t in ("divisions", "townships", "communities"))
        )

    def a_place_in(self, division: str) -> tuple[float, float]:
        """Longitude and latitude of the seat of a division, or of some point in it."""
        row = self.tables["divisions"].set_index("adcode").loc[division]
        if row["seat_lon"] == row["seat_lon"]:
            return float(row["seat_lon"]), float(row["seat_lat"])
        polygons = self.inputs.polygons.set_index("code")
        point = polygons.geometry[division].representative_point()
        return round(point.x, 4), round(point.y, 4)

    @cached_property
    def seats(self) -> pd.DataFrame:
        """Longitude and latitude of every township whose place is known, by its code: the seat, else the point found
        for it."""
        known = [self.tables[t].dropna(subset=["lon", "lat"]) for t in ("townships", "township_points")]
        both = pd.concat([frame.set_index("town_code")[["lon", "lat"]] for frame in known])
        return both[~both.index.duplicated()]

    @cached_property
    def community_points(self) -> pd.DataFrame:
        """Longitude and latitude of the communities whose place is known, by their code."""
        known = self.tables["communities"].dropna(subset=["lon", "lat"])
        return known.set_index("community_code")[["lon", "lat"]]

    @cached_property
    def areas(self) -> Areas:
        return Areas(self.inputs.polygons["code"], self.inputs.polygons.geometry, self.inputs.city)
