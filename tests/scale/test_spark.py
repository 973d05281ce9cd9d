"""The cluster leaves the same tables as this machine, bit for bit, whatever happens to its tasks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from equity.errors import EquityError
from equity.scale import spark, wire
from equity.scale.local import run_locally
from equity.scale.spark import run_on_spark
from equity.settings import Settings
from tests.scale.country import Country, all_at_once, random_country, rules
from tests.scale.test_local import same

Task = Callable[[Any], Any]


def test_the_cluster_changes_nothing(tmp_path: Path, cluster: str) -> None:
    folder = random_country(5).write(tmp_path / "in")
    told: list[tuple[int, int]] = []
    run_on_spark(
        folder,
        tmp_path / "out",
        rules(),
        Settings(),
        cluster,
        points_per_tile=90,
        progress=lambda _, *n: told.append(n),
    )
    same(tmp_path / "out", all_at_once(folder, rules()))
    assert sorted(p.name for p in tmp_path.iterdir()) == ["in", "out"]
    assert told[0][0] == 0 and all(done <= total for done, total in told) and told[-1][0] == told[-1][1]


def odd_country() -> Country:
    """A megacity at one place, points on the edges and corners of the cells of the tiles, facilities where nobody lives and
    people where no facility is."""
    radius = 1000.0 / 1.2
    edges = [(i * radius / 2, j * radius / 2) for i in range(-3, 4) for j in range(-3, 4)]
    points = [
        (f"p{n:04d}", "530001" if n % 3 else "530002", False, x, y, 10.0 + n, 5.0, 20.0)
        for n, (x, y) in enumerate([*[(100.0, 100.0)] * 60, *edges, (90_000.0, 0.0), (0.0, -70_000.0)])
    ]
    facilities = [
        (f"f{n:03d}", "clinic" if n % 3 else "hospital", "530001", x, y, 10.0 + n)
        for n, (x, y) in enumerate([(100.0, 100.0), *edges[::7], (40_000.0, 40_000.0), (45_000.0, -60_000.0)])
    ]
    return Country(points, facilities, ["530001", "530002", "530003"])


def test_a_megacity_empty_tiles_and_points_on_edges_change_nothing(tmp_path: Path, cluster: str) -> None:
    folder = odd_country().write(tmp_path / "in")
    asked = rules("baseline", "choice")
    expected = all_at_once(folder, asked)
    for out, run in (
        ("local", lambda to: run_locally(folder, to, asked, Settings(), points_per_tile=20)),
        ("cluster", lambda to: run_on_spark(folder, to, asked, Settings(), cluster, points_per_tile=20)),
    ):
        run(tmp_path / out)
        same(tmp_path / out, expected)


def changed(monkeypatch: pytest.MonkeyPatch, name: str, change: Callable[[Task], Task]) -> None:
    """Tasks of one pass are changed before they are sent."""
    made = getattr(wire, name)
    monkeypatch.setattr(spark.wire, name, lambda *given: change(made(*given)))


@pytest.mark.parametrize("name", ["facility_task", "point_task"])
def test_a_lost_worker_leaves_nothing_and_the_next_run_all(
    tmp_path: Path, cluster: str, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    folder = random_country(6, points=60, facilities=12).write(tmp_path / "in")

    def lost(task: Task) -> Task:
        def run(rows: Any) -> Any:
            raise RuntimeError("this worker is gone")

        return run

    with monkeypatch.context() as patch:
        changed(patch, name, lost)
        with pytest.raises(Exception, match="gone"):
            run_on_spark(folder, tmp_path / "out", rules("baseline"), Settings(), cluster, points_per_tile=30)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["in"]
    run_on_spark(folder, tmp_path / "out", rules("baseline"), Settings(), cluster, points_per_tile=30)
    same(tmp_path / "out", all_at_once(folder, rules("baseline")))


def test_a_repeated_task_gives_the_same_rows_and_doubled_ones_are_refused(
    tmp_path: Path, cluster: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = random_country(7, points=60, facilities=12).write(tmp_path / "in")

    def repeated(task: Task) -> Task:
        def run(rows: Any) -> Any:
            first, again = task(rows), task(rows)
            assert first.equals(again)
            return again

        return run

    def doubled(task: Task) -> Task:
        def run(rows: Any) -> Any:
            import pyarrow as arrow

            found = task(rows)
            return arrow.concat_tables([found, found])

        return run

    with monkeypatch.context() as patch:
        for name in ("facility_task", "point_task"):
            changed(patch, name, repeated)
        run_on_spark(folder, tmp_path / "out", rules("baseline"), Settings(), cluster, points_per_tile=30)
    same(tmp_path / "out", all_at_once(folder, rules("baseline")))
    changed(monkeypatch, "point_task", doubled)
    with pytest.raises(EquityError, match="counted twice"):
        run_on_spark(folder, tmp_path / "twice", rules("baseline"), Settings(), cluster, points_per_tile=30)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["in", "out"]


def test_what_a_cluster_says_of_its_tasks_is_told_in_tiles() -> None:
    told: list[tuple[str, int, int]] = []
    for number, expected in ((0, ("clinic", 5, 20)), (1, ("clinic", 15, 20))):
        heard = spark._Pass(lambda *said: told.append(said), "clinic", number, 10)
        heard(
            [
                SimpleNamespace(num_tasks=6, num_completed_tasks=4),
                SimpleNamespace(num_tasks=2, num_completed_tasks=0),
            ],
            1,
            "id",
            False,
        )
        heard(None, inflight_tasks=0, operation_id=None, done=True)
        assert told == [expected]
        told.clear()
