"""A country in tiles equals the country all at once, bit for bit."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from equity.scale.local import run_locally
from equity.settings import Settings
from tests.scale.country import all_at_once, random_country, rules

KEYS = {
    "points": ["service", "point_id"],
    "facilities": ["service", "scenario", "facility_id"],
    "zones": ["service", "scenario", "zone_code", "population_group"],
}


def same(mine: Path, theirs: dict[str, pd.DataFrame]) -> None:
    for name, key in KEYS.items():
        left = pd.read_parquet(mine / f"{name}.parquet").sort_values(key).reset_index(drop=True)
        right = theirs[name].sort_values(key).reset_index(drop=True)
        pd.testing.assert_frame_equal(left, right, check_exact=True, check_dtype=False)


@pytest.mark.parametrize(("seed", "points", "limit"), [(1, 12, 1), (2, 300, 90), (3, 300, 10_000)])
def test_tiles_change_nothing(tmp_path: Path, seed: int, points: int, limit: int) -> None:
    folder = random_country(seed, points, facilities=points // 5).write(tmp_path / "in")
    run_locally(folder, tmp_path / "out", rules(), Settings(), points_per_tile=limit)
    same(tmp_path / "out", all_at_once(folder, rules()))
    assert sorted(p.name for p in tmp_path.iterdir()) == ["in", "out"]
