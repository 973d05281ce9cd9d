"""Commit, undo, history; and everything that can go wrong in between leaves the old data serving."""

from __future__ import annotations

import errno
import multiprocessing
import os
import shutil
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from equity.checking.outcome import Examination
from equity.errors import UserError
from equity.indicators.store import build_warehouse, is_current, open_indicators
from equity.intake import desk, versions
from equity.intake.desk import Choices
from equity.intake.difference import difference, shown_changes, shown_rows
from equity.query import Query
from equity.reading.sniff import read_file
from equity.say import Voice
from equity.settings import PROJECT_ROOT, Settings
from equity.sources.registers import active_registers, history_path
from tests.intake.conftest import preview
from tests.world import lonlat, write_world

SUPPLY = Query("clinic", "supply_rate", "resident", 2020)


def register_text(*capacities: int) -> str:
    """A register of clinics in division A, 100 m apart."""
    lines = []
    for i, capacity in enumerate(capacities):
        lon, lat = lonlat(200 + 150 * i, 500)
        lines.append(f"门诊{i + 1},甲区,{lon},{lat},{capacity},2024")
    return "\n".join(("名称,区县,经度,纬度,全科医生,年份", *lines)) + "\n"


def examined(settings: Settings, text: str, dataset: str = "clinic", **choices: object) -> Examination:
    settings.var_dir.mkdir(parents=True, exist_ok=True)
    path = settings.var_dir / "upload.csv"
    path.write_text(text, encoding="utf-8")
    chosen = Choices(dataset, datum="wgs84", source="卫健委 2024", **choices)  # type: ignore[arg-type]
    raw = read_file(path, settings.var_dir)
    return desk.check(desk.make_plan(settings, raw, chosen), chosen, desk.surroundings(settings))


def commit(settings: Settings, text: str, **choices: object) -> versions.Entry:
    return versions.commit(settings, examined(settings, text, **choices), who="张三", file="名单.csv")[0]


def supply(settings: Settings, zone: str = "530102") -> tuple[float | None, str]:
    """Places per 1,000 people, as the worlds are worked out by hand; the product says them per 10,000."""
    indicators = open_indicators(settings)
    try:
        record = indicators.value(SUPPLY, zone)
        return record.value if record.value is None else record.value / 10, record.grade
    finally:
        indicators.warehouse.close()


def version_of(settings: Settings) -> str:
    indicators = open_indicators(settings)
    indicators.warehouse.close()
    return indicators.data_version


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small world, built once: clinics with 2 doctors in A and 1 in B (illustrative)."""
    folder = tmp_path_factory.mktemp("small")
    build_warehouse(Settings(data_dir=write_world(folder / "data"), var_dir=folder / "var", threads=1))
    return folder


@pytest.fixture
def small(built: Path, tmp_path: Path) -> Settings:
    """A copy of the built small world to change."""
    shutil.copytree(built, tmp_path / "copy", symlinks=True)
    return Settings(data_dir=tmp_path / "copy" / "data", var_dir=tmp_path / "copy" / "var", threads=1)


def leftovers(settings: Settings) -> list[str]:
    folder = versions.registers_folder(settings)
    return (
        [p.name for p in folder.iterdir() if p.name.startswith((".incoming", "history.pending"))]
        if folder.exists()
        else []
    )


def numbered(division: str, dx: float, *capacities: int) -> str:
    """A register that an office numbered from 1."""
    rows = []
    for i, capacity in enumerate(capacities):
        lon, lat = lonlat(dx + 150 * i, 500)
        rows.append(f"{i + 1},{division}门诊{i + 1},{division},{lon},{lat},{capacity},2024")
    return "\n".join(("编号,名称,区县,经度,纬度,全科医生,年份", *rows)) + "\n"


def test_two_offices_that_both_count_from_1_take_nothing_from_each_other(small: Settings) -> None:
    commit(small, numbered("甲区", 200, 3, 4))
    commit(small, numbered("乙区", 1200, 5, 6))
    assert supply(small)[0] == pytest.approx(7.0)
    again = commit(small, numbered("甲区", 200, 3, 5))
    assert supply(small)[0] == pytest.approx(8.0)
    versions.undo(small, again["version"], who="李四")
    assert supply(small)[0] == pytest.approx(7.0)


def test_the_same_id_twice_in_a_division_is_found_with_its_rows(small: Settings) -> None:
    text = numbered("甲区", 200, 3, 4).replace("\n2,", "\nclinic:530102-1,")
    found = examined(small, text)
    assert found.findings[found.findings["code"] == "same_id"]["row"].tolist() == [3]
    assert found.accepted_rows == 1


def test_corrected_rejected_rows_are_added_to_what_was_accepted(small: Settings) -> None:
    """The guide says so: download the rejected rows, correct them, import the file."""
    first = examined(small, register_text(3, 4, 5).replace(",4,2024", ",许多,2024"))
    versions.commit(small, first, who="张三", file="名单.csv")
    assert supply(small)[0] == pytest.approx(8.0)
    sent_back = first.rejected.replace("许多", "4").to_csv(index=False)
    assert "行号 row" in sent_back.splitlines()[0]
    second = examined(small, sent_back)
    assert second.options.append and "added_to" in set(second.findings["code"])
    entry = versions.commit(small, second, who="张三", file="退回行.csv")[0]
    assert entry["append"] and supply(small)[0] == pytest.approx(12.0)
    assert not examined(small, sent_back, append=False).options.append


def test_most_of_a_register_stepping_back_is_warned_of(small: Settings) -> None:
    commit(small, register_text(1, 2, 3, 4, 5))
    few = examined(small, register_text(9, 9))
    said = few.findings[few.findings["code"] == "most_leave"]
    assert said[["severity", "value", "a", "b"]].to_numpy().tolist() == [["warn", "甲区", "5", "2"]]
    assert "most_leave" not in set(examined(small, register_text(9, 9, 9)).findings["code"])
    assert "most_leave" not in set(examined(small, register_text(9, 9), append=True).findings["code"])


def test_a_register_replaces_the_illustrative_rows_of_its_division_and_can_be_undone(small: Settings) -> None:
    before = version_of(small)
    assert supply(small) == (pytest.approx(2.0), "illustrative")
    first = commit(small, register_text(3, 4))
    assert supply(small)[0] == pytest.approx(7.0)
    assert supply(small, "530103")[0] == pytest.approx(2.0)  # the register says nothing about B
    after = version_of(small)
    second = commit(small, register_text(3, 5))
    assert supply(small)[0] == pytest.approx(8.0) and version_of(small) not in (before, after)
    versions.undo(small, second["version"], who="李四")
    assert supply(small)[0] == pytest.approx(7.0) and version_of(small) == after
    versions.undo(small, first["version"], who="李四")
    assert supply(small) == (pytest.approx(2.0), "illustrative") and version_of(small) == before
    assert [(e["action"], e["who"], e["in_force"]) for e in versions.history(small)] == [
        ("undo", "李四", False),
        ("undo", "李四", False),
        ("commit", "张三", False),
        ("commit", "张三", False),
    ]
    assert is_current(small)


def test_the_same_rows_give_the_same_data_version_whoever_brings_them(small: Settings) -> None:
    first = commit(small, register_text(3, 4))
    once = version_of(small)
    versions.undo(small, first["version"], who="张三")
    lines = register_text(3, 4).splitlines()
    commit(
        small, "\n".join([lines[0], lines[2], "", lines[1]]) + "\n"
    )  # other order, a blank line, another day
    assert version_of(small) == once


def test_a_register_that_covers_a_division_without_rows_empties_it(small: Settings) -> None:
    """What an office says it has all of, and has none of, is 0; what no register speaks of is no data."""
    commit(small, register_text(3), covers="甲区,乙区")
    assert supply(small, "530103")[0] == 0
    indicators = open_indicators(small)
    found = {
        (z, m): indicators.value(Query("clinic", m, "resident"), z)
        for z in ("530103", "530111")
        for m in ("supply_rate", "coverage", "shortfall")
    }
    indicators.warehouse.close()
    assert {m: (r.status, r.value) for (z, m), r in found.items() if z == "530103"} == {
        "supply_rate": ("ok", 0),
        "coverage": ("ok", 0),
        "shortfall": ("ok", pytest.approx(500 * 0.000399)),
    }
    assert {r.grade for (z, _), r in found.items() if z == "530103"} == {"observed"}


def test_the_same_data_twice_is_refused(small: Settings) -> None:
    commit(small, register_text(3))
    with pytest.raises(UserError, match="already"):
        commit(small, register_text(3))


def test_a_source_is_required_and_something_to_commit(small: Settings) -> None:
    outcome = examined(small, register_text(3))
    with pytest.raises(UserError, match="source"):
        versions.commit(
            small, replace(outcome, options=replace(outcome.options, source=" ")), who="x", file="y"
        )
    with pytest.raises(UserError, match="no rows"):
        versions.commit(small, examined(small, "名称,区县,全科医生,年份\n,甲区,1,2024\n"), who="x", file="y")


def test_the_preview_shows_what_the_commit_does_and_saves_nothing(small: Settings) -> None:
    outcome = examined(small, register_text(3, 4))
    before = version_of(small)
    shown = preview(small, outcome)
    assert version_of(small) == before == shown.before_version and not history_path(small.var_dir).exists()
    assert shown.rows["530102"] == (1, 2) and any(
        change.zone == "530102" and change.is_visible
        for changes in shown.changes.values()
        for change in changes
    )
    assert not list(small.var_dir.glob("preview-*"))
    versions.commit(small, outcome, who="x", file="y")
    indicators = open_indicators(small)
    for (service, measure, basis), changes in shown.changes.items():
        for change in changes:
            assert (
                indicators.value(Query(service, measure, basis, change.after.year), change.zone)
                == change.after
            )
    indicators.warehouse.close()


def test_a_commit_after_somebody_elses_is_refused_where_the_preview_is_old(small: Settings) -> None:
    origin = versions.state(small)
    outcome = examined(small, register_text(9))
    commit(small, register_text(3))
    with pytest.raises(UserError, match="preview again"):
        versions.commit(small, outcome, who="x", file="y", origin=origin)


def test_a_difference_is_what_the_commit_changed_in_the_data_in_force(small: Settings) -> None:
    first = commit(small, register_text(3, 4))
    found = difference(small, first["version"])
    assert (len(found.added), len(found.removed), found.illustrative) == (2, 1, 1)
    undone = commit(small, register_text(9))
    versions.undo(small, undone["version"], who="李四")
    second = commit(small, register_text(3, 5, 6))
    found = difference(small, second["version"])
    assert (len(found.added), len(found.removed), found.illustrative) == (1, 0, 0)
    assert shown_changes(found, Voice("zh"), 9)[1] == [["门诊2", "规模", "4", "5"]]
    headings, rows = shown_rows(found, found.added, Voice("zh"), 9)
    row = dict(zip(headings, rows[0], strict=True))
    assert (row["名称"], row["区县"], row["规模"], row["年份"]) == ("门诊3", "甲区", "6", "2024")
    assert len(row["经度"].partition(".")[2]) == 6
    assert len(difference(small, second["version"], first["version"]).added) == 1
    with pytest.raises(UserError, match="较早的版本"):
        difference(small, first["version"], second["version"])
    with pytest.raises(UserError, match="没有版本 0099"):
        difference(small, "0099")


def test_the_history_says_how_many_rows_still_count(small: Settings) -> None:
    first = commit(small, register_text(3, 4))["version"]
    second = commit(small, register_text(5).replace("门诊1", "门诊9"), append=True)["version"]
    assert versions.rows_in_force(small) == {first: 2, second: 1}
    third = commit(small, register_text(7))["version"]
    assert versions.rows_in_force(small) == {first: 0, second: 0, third: 1}


def test_population_that_breaks_an_identity_stops_the_build_and_nothing_changes(small: Settings) -> None:
    before = version_of(small)
    with pytest.raises(UserError):
        commit(small, "区县,年份,常住人口\n甲区,2020,5000\n", dataset="population")
    assert (
        version_of(small) == before
        and active_registers(history_path(small.var_dir)) == []
        and not leftovers(small)
    )


def test_population_replaces_by_key(small: Settings) -> None:
    commit(small, "区县,年份,常住人口,户籍人口\n甲区,2023,1100,820\n", dataset="population")
    indicators = open_indicators(small)
    assert indicators.population("530102", 2023)["resident"].value == 1100
    assert indicators.population("530102", 2020)["resident"].value == 1000
    indicators.warehouse.close()


@pytest.mark.parametrize(
    "where",
    ["pyarrow.parquet.write_table", "equity.intake.versions._sync_file", "equity.intake.versions.build"],
)
def test_a_full_disk_leaves_the_old_data(
    where: str, small: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    outcome, before = examined(small, register_text(3)), version_of(small)

    def full(*args: object, **kwargs: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(where, full)
    with pytest.raises(UserError, match="disk is full"):
        versions.commit(small, outcome, who="x", file="y")
    monkeypatch.undo()
    assert version_of(small) == before and is_current(small) and not leftovers(small)
    assert not list(versions.registers_folder(small).glob("*/[0-9]*/"))
    versions.commit(small, outcome, who="x", file="y")
    assert version_of(small) != before


KILLED = """
import os, signal, sys
from pathlib import Path
from equity.settings import Settings
from equity.intake import versions
from tests.intake.test_versions import examined, register_text
data, var, module, name, after = sys.argv[1:]
settings = Settings(data_dir=Path(data), var_dir=Path(var))
outcome = examined(settings, register_text(3, 4))
target = versions if module == "versions" else sys.modules["equity.warehouse.build"]
real = getattr(target, name)
def die(*args, **kwargs):
    if after == "after":
        real(*args, **kwargs)
    os.kill(os.getpid(), signal.SIGKILL)
setattr(target, name, die)
versions.commit(settings, outcome, who="x", file="y")
"""


@pytest.mark.parametrize(
    ("module", "name", "when", "counts"),
    [
        ("versions", "write_data", "after", False),
        ("versions", "_let_count", "before", False),
        ("build", "run_checks", "before", False),
        ("build", "_swap_in", "before", False),
        ("build", "_swap_in", "after", True),
        ("versions", "_put_in_force", "after", True),
    ],
)
def test_killed_at_every_stage(module: str, name: str, when: str, counts: bool, small: Settings) -> None:
    """Whatever is killed, what serves is the whole old or the whole new data, and the next import starts
    clean."""
    before = version_of(small)
    arguments = [str(small.data_dir), str(small.var_dir), module, name, when]
    ended = subprocess.run(
        [sys.executable, "-c", KILLED, *arguments],
        cwd=PROJECT_ROOT,
        env=os.environ | {"PYTHONPATH": f"{PROJECT_ROOT}:{PROJECT_ROOT / 'src'}"},
        capture_output=True,
        timeout=240,
        check=False,
    )
    assert ended.returncode == -signal.SIGKILL, ended.stderr.decode()[-500:]
    assert (version_of(small) != before) is counts
    assert supply(small)[0] == pytest.approx(7.0 if counts else 2.0)
    commit(small, register_text(6))
    assert supply(small)[0] == pytest.approx(6.0) and is_current(small) and not leftovers(small)
    assert [e["rows"] for e in versions.history(small)] == ([1, 2] if counts else [1])
    assert not list(small.var_dir.glob("build-*"))


def _commit_in_process(data: str, var: str, capacity: int, barrier: object) -> None:
    settings = Settings(data_dir=Path(data), var_dir=Path(var))
    outcome = examined(replace(settings, var_dir=Path(var) / f"own-{capacity}"), register_text(capacity))
    barrier.wait()  # type: ignore[attr-defined]
    versions.commit(settings, outcome, who=f"p{capacity}", file="y")


def test_two_imports_at_once_go_one_after_the_other(small: Settings) -> None:
    context = multiprocessing.get_context("spawn")
    barrier = context.Barrier(2)
    both = [
        context.Process(target=_commit_in_process, args=(str(small.data_dir), str(small.var_dir), n, barrier))
        for n in (5, 6)
    ]
    for process in both:
        process.start()
    for process in both:
        process.join(60)
    assert [p.exitcode for p in both] == [0, 0]
    entries = versions.history(small)
    assert [e["version"] for e in entries] == ["0002", "0001"] and {e["who"] for e in entries} == {"p5", "p6"}
    assert supply(small)[0] == pytest.approx(float(entries[0]["who"][1:])) and is_current(small)


def test_data_changed_on_disk_are_noticed(small: Settings) -> None:
    entry = commit(small, register_text(3))
    path = versions.registers_folder(small) / "clinic" / entry["version"] / "data.parquet"
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    with pytest.raises(UserError, match="changed on disk"):
        build_warehouse(small)
    assert supply(small)[0] == pytest.approx(3.0)


def test_a_register_without_coordinates_counts_as_supply_only(small: Settings) -> None:
    commit(small, "名称,区县,全科医生,年份\n无坐标卫生院,甲区,3,2024\n")
    assert supply(small)[0] == pytest.approx(3.0)
    indicators = open_indicators(small)
    assert "无坐标卫生院" not in set(indicators.facilities("clinic")["name_zh"])
    stored = indicators.library.table("facilities").set_index("name_zh").loc["无坐标卫生院"]
    assert "precision: division" in stored["note"] and stored["lon"] != stored["lon"]
    indicators.warehouse.close()
