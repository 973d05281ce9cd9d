"""Which places an import adds, removes and moves."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from equity.checking.surroundings import Surroundings
from equity.importing.place_map import place_map
from equity.indicators.store import build_warehouse
from equity.intake import placed, versions
from equity.intake.placed import ChangedPlaces, read_places, write_places
from equity.say import Voice
from equity.settings import Settings
from tests.intake.conftest import preview
from tests.intake.test_versions import examined
from tests.world import lonlat, write_world


def register(**places: tuple[float, float] | None) -> str:
    lines = ["编号,名称,区县,经度,纬度,全科医生,年份"]
    for number, (name, place) in enumerate(places.items(), start=1):
        lon, lat = lonlat(*place) if place else ("", "")
        lines.append(f"{name[1:] or number},门诊{name},甲区,{lon},{lat},1,2024")
    return "\n".join(lines) + "\n"


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = tmp_path_factory.mktemp("placed")
    made = Settings(data_dir=write_world(folder / "data"), var_dir=folder / "var", threads=1)
    build_warehouse(made)
    first = register(a1=(200, 500), b2=(400, 500), c3=(600, 500))
    versions.commit(made, examined(made, first), who="x", file="y")
    return made


def test_added_removed_and_moved_are_counted_and_drawn(small: Settings) -> None:
    """1 stays, 2 moves 300 m under its id, 3 goes, 4 comes, 5 comes without coordinates."""
    second = register(a1=(200, 500), b2=(400, 800), d4=(800, 500), e5=None)
    found = preview(small, examined(small, second)).places
    assert found is not None
    assert {kind: found.counts[kind] for kind in placed.KINDS} == {"added": 2, "removed": 1, "moved": 1}
    assert found.unplaced == 1 and not found.is_sampled
    assert found.names == {"added": ["门诊d4", "门诊e5"], "removed": ["门诊c3"], "moved": ["门诊b2"]}
    assert found.divisions == ("530102",)
    for kind, place in (("added", (800, 500)), ("removed", (600, 500)), ("moved", (400, 800))):
        assert found.marks[kind] == [pytest.approx(lonlat(*place), abs=1e-5)]


def test_without_ids_name_and_division_tell_who_moved(small: Settings) -> None:
    lon, lat = lonlat(250, 700)
    text = f"名称,区县,经度,纬度,全科医生,年份\n门诊a1,甲区,{lon},{lat},1,2024\n"
    found = preview(small, examined(small, text)).places
    assert found is not None
    assert {kind: found.counts[kind] for kind in placed.KINDS} == {"added": 0, "removed": 2, "moved": 1}


def test_data_without_places_have_no_map(small: Settings) -> None:
    text = "区县,年份,常住人口,户籍人口\n甲区,2023,1100,820\n"
    assert preview(small, examined(small, text, dataset="population")).places is None


def test_the_map_frames_the_divisions_that_change_and_names_them(around: Surroundings) -> None:
    counts = {f"{kind}{more}": 0 for kind in placed.KINDS for more in ("", "_placed")} | {
        "added": 25,
        "added_placed": 1,
    }
    changed = ChangedPlaces(
        counts,
        24,
        {"added": [(102.74, 25.02)], "removed": [], "moved": []},
        {"added": [f"<点{i}>" for i in range(placed.NAMED)], "removed": [], "moved": []},
        ("530111",),
    )
    features = [
        {"properties": {"code": code, "short_zh": f"名{code}"}, "geometry": polygon.__geo_interface__}
        for code, polygon in zip(around.inputs.polygons["code"], around.inputs.polygons.geometry, strict=True)
    ]
    drawn = place_map(changed, features, Voice("zh"))
    assert drawn.names == [("新增", [f"<点{i}>" for i in range(placed.NAMED)], 5)]
    assert drawn.drawing.count('class="division"') == 1 and "名530111" in drawn.drawing
    assert drawn.drawing.count('class="division other"') < 13 and "名530129" not in drawn.drawing


def test_many_places_are_sampled_evenly_and_said_so(around: Surroundings, tmp_path: Path) -> None:
    n = 10 * placed.DRAWN
    frame = pd.DataFrame({"lon": np.linspace(102.5, 103.5, n), "lat": np.full(n, 25.0)})
    marks = placed._sample(frame)
    assert len(marks) == placed.DRAWN and marks[0] == (102.5, 25.0) and marks[-1] == (103.5, 25.0)
    counts = {"added": n, "removed": 0, "moved": 0, "added_placed": n, "removed_placed": 0, "moved_placed": 0}
    changed = ChangedPlaces(counts, 0, {"added": marks, "removed": [], "moved": []})
    write_places(tmp_path / "places.json", changed)
    assert read_places(tmp_path / "places.json") == changed
    features = [
        {"properties": {"code": code, "short_zh": code}, "geometry": polygon.__geo_interface__}
        for code, polygon in zip(around.inputs.polygons["code"], around.inputs.polygons.geometry, strict=True)
    ]
    drawn = place_map(changed, features, Voice("zh"))
    assert drawn.is_sampled and ("added", "●", "新增", n, n, placed.DRAWN) in drawn.rows
    assert drawn.drawing.count("a2,2 0 1 0 4,0") == placed.DRAWN
    assert drawn.drawing.count('class="division"') == 14
