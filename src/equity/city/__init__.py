"""The city that a data folder is about: its codes, names, extent and plan, and what is said of its data."""

from equity.city.model import (
    CITY_FILE,
    Bounds,
    City,
    FormerTownship,
    FunctionalZone,
    Places,
    Water,
    read_city,
)
from equity.city.words import Caveat, Citation, Plan, Words

__all__ = [
    "CITY_FILE",
    "Bounds",
    "Caveat",
    "Citation",
    "City",
    "FormerTownship",
    "FunctionalZone",
    "Places",
    "Plan",
    "Water",
    "Words",
    "read_city",
]
