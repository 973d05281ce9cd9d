"""Inputs and answers that other libraries publish: given to the product's SQL and to its public arithmetic alike.

``ipeaGIT/accessibility``: five cells, minutes between them (rows are where people come from), one pair exactly at 45.
``pysal/access``: three hospitals, costs between places, weight 1 / cost up to 60.
"""

from __future__ import annotations

import pytest

POPULATION = [852, 394, 1969, 2189, 0]
SUPPLY = [82, 308, 100, 109, 0]
MINUTES = [
    [5.8, 47, 48, 47, 64],
    [45, 5.8, 13, 41, 70],
    [44, 13, 5.8, 42, 67],
    [43, 43, 49, 5.8, 58],
    [60, 70, 68, 64, 5.8],
]
WITHIN_45_MINUTES = [0.0152, 0.1491, 0.1491, 0.1068, 0]
ALL_TO_ALL = 599 / 5404

HOSPITAL_PEOPLE, HOSPITAL_DOCTORS = {1: 100, 2: 50, 3: 10}, {1: 15, 2: 20, 3: 100}
HOSPITAL_COSTS = {
    (1, 1): 1,
    (2, 2): 1,
    (3, 3): 1,
    (1, 3): 40,
    (3, 1): 40,
    (2, 3): 40,
    (3, 2): 40,
    (1, 2): 80,
    (2, 1): 80,
}
HOSPITALS = pytest.mark.parametrize(
    ("variant", "expected"),
    [
        ("e2sfca", [0.331444, 0.579828, 7.286418]),
        ("3sfca", [0.156257, 0.406216, 9.906352]),
        ("2sfca", [0.761364, 0.958333, 1.094697]),
    ],
)
ALL_DOCTORS = 135
