"""The cluster leaves the same tables as this machine, bit for bit."""

from __future__ import annotations

from pathlib import Path

from equity.scale.spark import run_on_spark
from equity.settings import Settings
from tests.scale.country import all_at_once, random_country, rules
from tests.scale.test_local import same


def test_the_cluster_changes_nothing(tmp_path: Path, cluster: str) -> None:
    folder = random_country(5).write(tmp_path / "in")
    run_on_spark(folder, tmp_path / "out", rules(), Settings(), cluster, points_per_tile=90)
    same(tmp_path / "out", all_at_once(folder, rules()))
    assert sorted(p.name for p in tmp_path.iterdir()) == ["in", "out"]
