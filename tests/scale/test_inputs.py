"""What the folder of `equity access` may hold, what a fault is told as, and what a stopped run leaves."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from equity.errors import DataError, EquityError, UserError
from equity.scale import local
from equity.scale.local import run_locally
from equity.settings import Settings
from tests.scale.country import Country, all_at_once, random_country, rules
from tests.scale.test_local import same

SMALL = random_country(7, points=30, facilities=9)


@pytest.mark.parametrize(
    ("table", "change", "named"),
    [
        ("points", lambda t: t.drop(columns="local"), ["points.parquet", "local", "missing"]),
        ("points", lambda t: t.assign(x=t.x.astype(str)), ["points.parquet", "field x", "must be a number"]),
        ("points", lambda t: t.assign(zone_code="999999"), ["zone_code", "999999", "30 rows"]),
        ("points", lambda t: t.assign(non_local=-1.0), ["non_local", "must not be negative"]),
        ("points", lambda t: pd.concat([t, t.head(1)]), ["point_id", "p0000", "stands twice"]),
        ("facilities", lambda t: t.assign(x=float("inf")), ["facilities.parquet", "field x", "finite"]),
        ("facilities", lambda t: t.assign(service="opera"), ["opera", "clinic, hospital"]),
    ],
)
def test_a_fault_names_table_field_and_value(
    tmp_path: Path, table: str, change: object, named: list[str]
) -> None:
    folder = SMALL.write(tmp_path / "in")
    frame = pd.read_parquet(folder / f"{table}.parquet")
    change(frame).to_parquet(folder / f"{table}.parquet")  # type: ignore[operator]
    with pytest.raises(UserError) as fault:
        run_locally(folder, tmp_path / "out", rules(), Settings())
    assert all(word in str(fault.value) for word in named), str(fault.value)
    assert not (tmp_path / "out").exists()


def test_a_missing_table_is_asked_for(tmp_path: Path) -> None:
    folder = SMALL.write(tmp_path / "in")
    (folder / "zones.parquet").unlink()
    with pytest.raises(DataError, match=r"zones\.parquet.*zone_code"):
        run_locally(folder, tmp_path / "out", rules(), Settings())


def test_a_folder_of_something_else_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "letter.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(UserError, match="choose another"):
        run_locally(SMALL.write(tmp_path / "in"), tmp_path / "out", rules(), Settings())
    assert (tmp_path / "out" / "letter.txt").read_text(encoding="utf-8") == "mine"


def test_a_stopped_run_goes_on_and_leaves_no_half_result(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, out = SMALL.write(tmp_path / "in"), tmp_path / "out"
    keep, kept = local._keep, []

    def stop(steps: Path, name: str, tables: object) -> None:
        if len(kept) == 3:
            raise KeyboardInterrupt
        kept.append(name)
        keep(steps, name, tables)  # type: ignore[arg-type]

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(local, "_keep", stop)
        run_locally(folder, out, rules(), Settings(), points_per_tile=10)
    assert not out.exists()
    seen: list[tuple[str, int, int]] = []
    run_locally(
        folder, out, rules(), Settings(), points_per_tile=10, progress=lambda *step: seen.append(step)
    )
    assert seen[0][1] == 3, "tiles that were finished are not worked on again"
    same(out, all_at_once(folder, rules()))
    assert sorted(p.name for p in tmp_path.iterdir()) == ["in", "out"]


def test_a_result_that_is_lost_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keep = local._keep

    def lose(steps: Path, name: str, tables: local.Tables) -> None:
        keep(steps, name, {k: t.slice(0, len(t) - (k == "points")) for k, t in tables.items()})

    monkeypatch.setattr(local, "_keep", lose)
    with pytest.raises(EquityError, match="lost or counted twice"):
        run_locally(SMALL.write(tmp_path / "in"), tmp_path / "out", rules(), Settings())
    assert not (tmp_path / "out").exists()


def test_along_a_network_only_its_pairs_count(tmp_path: Path) -> None:
    distances = [
        (p[0], f[0], 150.0 + 7 * ((i * 31 + j * 17) % 300))
        for i, p in enumerate(SMALL.points)
        for j, f in enumerate(SMALL.facilities)
        if f[1] == "hospital" and (i + j) % 3
    ]
    country = replace(SMALL, network=distances)
    folder = country.write(tmp_path / "in")
    run_locally(folder, tmp_path / "out", rules(), Settings(), points_per_tile=10)
    same(tmp_path / "out", all_at_once(folder, rules()))


def test_a_point_on_the_edge_of_a_tile_and_a_facility_exactly_at_the_radius(tmp_path: Path) -> None:
    edge = 1000.0 / 1.2  # straight line that the detour of 1.2 stretches to the radius
    country = Country(
        points=[
            ("west", "530001", False, 0.0, 0.0, 10.0, 5.0, 12.0),
            ("edge", "530001", False, edge / 2, 0.0, 3.0, 0.0, 3.0),
        ],
        facilities=[("f", "clinic", "530001", edge, 0.0, 4.0)],
        zones=["530001"],
    )
    folder = country.write(tmp_path / "in")
    run_locally(folder, tmp_path / "out", rules("baseline"), Settings(), points_per_tile=1)
    points = pd.read_parquet(tmp_path / "out" / "points.parquet").set_index("point_id")
    assert points.reached.to_dict() == {"west": True, "edge": True}
    assert points.access_score.tolist() == pytest.approx([4 / 18, 4 / 18])


def test_nobody_and_nothing_give_rows_with_zeros(tmp_path: Path) -> None:
    country = Country(
        points=[("far", "530001", False, 90_000.0, 0.0, 10.0, 5.0, 12.0)],
        facilities=[("f", "clinic", "530001", 0.0, 0.0, 4.0)],
        zones=["530001", "530002"],
    )
    folder = country.write(tmp_path / "in")
    run_locally(folder, tmp_path / "out", rules("baseline"), Settings(), points_per_tile=1)
    same(tmp_path / "out", all_at_once(folder, rules("baseline")))
    zones = pd.read_parquet(tmp_path / "out" / "zones.parquet")
    assert zones.groupby("zone_code").persons.sum().to_dict() == {"530001": 15.0, "530002": 0.0}
    assert zones.reached.sum() == 0
