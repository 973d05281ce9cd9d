"""The worked plan of docs/plans.md, recomputed in plain Python: the document, the arithmetic and the product agree."""

from __future__ import annotations

import re
from math import dist
from pathlib import Path
from typing import Any

import pytest

from equity.indicators.compute import Indicators
from equity.plans import PlanResult, evaluate, read_plan
from tests.conftest import World
from tests.world import facility, lonlat

TEXT = (Path(__file__).parents[2] / "docs" / "plans.md").read_text(encoding="utf-8")
RADIUS, DETOUR, Q = 1000, 1.3, 0.000399
PEOPLE = {
    "A": (500, 500, 600, 400),
    "B": (1500, 500, 500, 0),
    "C": (2500, 500, 500, 1500),
}  # x, y, local, non-local
BEFORE = {"c1": (500, 500, 0.2), "c2": (1500, 500, 0.1), "c3": (2050, 50, 0.3)}
ADDED = (2050, 400, 0.4)


def built(rows: dict[str, list[dict[str, Any]]]) -> None:
    codes = {"c1": "530102", "c2": "530103", "c3": "530111"}
    rows["facilities"] = [
        facility(name, "clinic", x, y, capacity, codes[name], grade="estimated")
        for name, (x, y, capacity) in BEFORE.items()
    ]
    rows["facilities"].append(facility("c4", "clinic", 1100, 950, 0, "530103", grade="estimated"))
    for point in rows["settlement_points"]:
        point["grade"] = "estimated"


def covered(clinics: dict[str, tuple[float, float, float]]) -> dict[str, float]:
    """k of each point: min(1, supply per person within reach over the standard)."""

    def near(point: str, clinic: str) -> bool:
        return dist(PEOPLE[point][:2], clinics[clinic][:2]) * DETOUR <= RADIUS

    ratio = {}
    for name, (_, _, capacity) in clinics.items():
        crowd = sum(sum(PEOPLE[p][2:]) for p in PEOPLE if near(p, name))
        ratio[name] = capacity / crowd if crowd else 0.0
    return {p: min(1.0, sum(ratio[c] for c in clinics if near(p, c)) / Q) for p in PEOPLE}


def sums(clinics: dict[str, tuple[float, float, float]]) -> tuple[float, float]:
    """Local and non-local people served."""
    k = covered(clinics)
    return tuple(sum(PEOPLE[p][group] * k[p] for p in PEOPLE) for group in (2, 3))  # type: ignore[return-value]


def gap(served: tuple[float, float]) -> float:
    return 100 * (served[0] / 1600 - served[1] / 1900)


@pytest.fixture
def result(world: World) -> PlanResult:
    indicators: Indicators = world(built)
    plan = re.search(r"```json\n(.*?)```", TEXT, re.S)
    assert plan
    lon, lat = lonlat(*ADDED[:2])
    text = plan[1].replace('"LON"', f"{lon:.6f}").replace('"LAT"', f"{lat:.6f}")
    return evaluate(read_plan(text), indicators, shares=True)


def test_the_worked_plan(result: PlanResult) -> None:
    both = {"c1": BEFORE["c1"], "c3": BEFORE["c3"], "plan-1": ADDED}
    only_added, only_closed = BEFORE | {"plan-1": ADDED}, {n: c for n, c in BEFORE.items() if n != "c2"}
    now, then = covered(BEFORE), covered(both)
    found = result.service("clinic")
    gained = {g: sum(PEOPLE[p][g] * max(0.0, then[p] - now[p]) for p in PEOPLE) for g in (2, 3)}
    lost = {g: sum(PEOPLE[p][g] * max(0.0, now[p] - then[p]) for p in PEOPLE) for g in (2, 3)}
    assert (found.served_more, found.served_less) == (
        pytest.approx(sum(gained.values())),
        pytest.approx(sum(lost.values())),
    )
    assert found.gap_before.value == pytest.approx(gap(sums(BEFORE)))
    assert found.gap_after.value == pytest.approx(gap(sums(both)))
    net = sum(sums(both)) - sum(sums(BEFORE))
    assert found.cost_per_served == pytest.approx(120 / net)
    add = (sum(sums(only_added)) - sum(sums(BEFORE)) + sum(sums(both)) - sum(sums(only_closed))) / 2
    shares = {s.change: s.value for s in result.shares if s.total == "served"}
    assert shares == {1: pytest.approx(add), 2: pytest.approx(net - add)}
    printed = {
        "k": [f"{100 * k:.1f}" for k in (now["B"], then["B"], now["C"], then["C"])],
        "gained": [f"{gained[2]:.0f}", f"{gained[3]:.0f}"],
        "lost": [f"{lost[2]:.0f}"],
        "gap": [f"{gap(s):.1f}".replace("-", "−") for s in (sums(BEFORE), sums(both))],
        "cost": [f"{120 / net:.3f}"],
        "shares": [f"{add:.0f}", f"{net - add:.0f}".replace("-", "−")],
    }
    for row, numbers in printed.items():
        line = re.search(rf"<!-- {row} -->(.*)", TEXT)
        assert line, row
        assert [n for n in numbers if n not in line[1]] == [], (row, numbers, line[1])
    rows = {(m.zone, m.group): m for m in result.moved if m.level == "division"}
    assert rows["530111", "non_local"].served_more == pytest.approx(gained[3])
    assert rows["530103", "local"].served_less == pytest.approx(lost[2])
