"""The city that a data folder is about: its codes, names, extent and plan, and what is said of its data."""

from equity.city.model import Bounds, City, FormerTownship, FunctionalZone, Places, Water
from equity.city.reading import CITY_FILE, read_city

__all__ = [
    "CITY_FILE",
    "Bounds",
    "City",
    "FormerTownship",
    "FunctionalZone",
    "Places",
    "Water",
    "read_city",
]
