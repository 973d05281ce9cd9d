"""Snapshots and exports: reading writes nothing, equal orders are one, every part of the disk has its share."""

from __future__ import annotations

import gzip
import json
import os
import time
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from equity.app import create_app
from equity.documents.store import pin_snapshot, remove_snapshot
from equity.locks import Lock
from equity.settings import Settings
from equity.snapshots import jobs as jobs_module
from equity.space import items, make_room
from equity.turns import Busy, Turns
from tests.conftest import World
from tests.fortress.test_processes import children_of, until

READ_ONLY = [
    "/export/file.pdf?zone=530101",
    "/export/file.csv",
    "/export/snapshot",
    "/export/preview.png",
    "/",
    "/embed/map",
]


@pytest.fixture
def settings(world: World, world_settings: Settings) -> Settings:
    world()
    return world_settings


@pytest.fixture
def client(settings: Settings) -> FlaskClient:
    return create_app(settings).server.test_client()


def files_of(folder: Path) -> set[Path]:
    return {p for p in folder.rglob("*") if p.is_file() and p.suffix != ".lock"}


def a_zone(client: FlaskClient) -> str:
    return str(client.get("/api/v1/zones?level=division").get_json()["data"][0]["code"])


def finished(client: FlaskClient, number: str) -> dict[str, object]:
    state: dict[str, object] = {}

    def ended() -> bool:
        state.update(client.get(f"/export/job/{number}").get_json())
        return state["state"] in ("done", "failed")

    assert until(ended, 120), state
    return state


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_reading_writes_nothing(client: FlaskClient, settings: Settings, method: str) -> None:
    zone = a_zone(client)
    before = files_of(settings.var_dir)
    for path in READ_ONLY:
        answer = client.open(path.replace("530101", zone), method=method)
        assert answer.status_code == 200, path
    assert files_of(settings.var_dir) == before


def test_a_file_that_is_not_kept_names_no_page(client: FlaskClient) -> None:
    kept = client.post("/export/snapshot").get_json()["id"]
    import io

    from docx import Document

    texts = []
    for path in (f"/s/{kept}.docx", "/export/file.docx"):
        document = Document(io.BytesIO(client.get(path).get_data()))
        texts.append("\n".join(p.text for p in document.paragraphs))
    assert f"/s/{kept}" in texts[0] and kept in texts[1] and "/s/" not in texts[1]


def test_the_oldest_snapshot_goes_unless_it_is_pinned(settings: Settings) -> None:
    client = create_app(settings).server.test_client()
    first = client.post("/export/snapshot?lang=zh").get_json()["id"]
    folder = settings.var_dir / "snapshots"
    size = (folder / f"{first}.json.gz").stat().st_size
    long_ago = time.time() - 9999
    os.utime(folder / f"{first}.json.gz", (long_ago, long_ago))
    (folder / ".new-left-by-a-kill").write_bytes(b"x")
    os.utime(folder / ".new-left-by-a-kill", (long_ago, long_ago))
    share = max(1, int(size * 1.5 / 1_000_000))
    small = create_app(replace(settings, snapshots_mb=share)).server.test_client()
    filler = folder / "aaaaaaaaaa.json.gz"
    filler.write_bytes(b"x" * (share * 1_000_000 - size))
    os.utime(filler, (long_ago + 1, long_ago + 1))
    pin_snapshot(first, settings)
    second = small.post("/export/snapshot?lang=en").get_json()["id"]
    assert {p.name for p in folder.glob("*.gz")} == {f"{first}.json.gz", f"{second}.json.gz"}
    assert not (folder / ".new-left-by-a-kill").exists()
    pin_snapshot(second, settings)
    full = create_app(replace(settings, snapshots_mb=0)).server.test_client()
    answer = full.post("/export/snapshot?lang=zh&sections=map")
    assert answer.status_code == 507 and "EQUITY_SNAPSHOTS_MB" in answer.text
    assert full.get(f"/s/{first}").status_code == 200


def test_a_snapshot_that_was_taken_down_says_so(client: FlaskClient, settings: Settings) -> None:
    number = client.post("/export/snapshot").get_json()["id"]
    assert remove_snapshot(number, settings) and not remove_snapshot(number, settings)
    gone = client.get(f"/s/{number}")
    assert gone.status_code == 410 and "撤下" in gone.text
    assert client.get(f"/s/{number}.pdf").status_code == 404
    assert client.get("/api/v1/snapshots").get_json()["data"] == []


def test_what_is_damaged_spoils_its_own_row_only(client: FlaskClient, settings: Settings) -> None:
    good = client.post("/export/snapshot").get_json()["id"]
    folder = settings.var_dir / "snapshots"
    (folder / "aaaaaaaaaa.json.gz").write_bytes(b"no gzip")
    (folder / "bbbbbbbbbb.json.gz").symlink_to(folder / "nowhere")
    (folder / "cccccccccc.json.gz").mkdir()
    (folder / "other.txt").write_text("x")
    answer = client.get("/api/v1/snapshots")
    assert answer.status_code == 200
    assert [row["id"] for row in answer.get_json()["data"]] == [good]


def test_a_long_list_opens_only_the_page_asked_for(
    client: FlaskClient, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = client.post("/export/snapshot").get_json()["id"]
    folder = settings.var_dir / "snapshots"
    for n in range(3000):
        name = "".join(chr(97 + n // 26**k % 26) for k in range(10))
        os.link(folder / f"{number}.json.gz", folder / f"{name}.json.gz")
    opened: list[object] = []
    real = gzip.open

    def counting(path: Path, *args: str, **kwargs: str) -> object:
        opened.append(path)
        return real(path, *args, **kwargs)  # type: ignore[call-overload]

    monkeypatch.setattr(gzip, "open", counting)
    assert len(client.get("/api/v1/snapshots?limit=2").get_json()["data"]) == 2
    assert len(opened) == 2


def test_equal_orders_are_one_job_and_the_result_is_told(client: FlaskClient) -> None:
    zone = a_zone(client)
    numbers = {
        client.post(f"/export/job?zones={zones}&formats={formats}").get_json()["job"]
        for zones in (zone, f"{zone},{zone}")
        for formats in ("csv,geojson", "geojson,csv", "csv,geojson,csv")
    }
    assert len(numbers) == 1
    (number,) = numbers
    state = finished(client, number)
    assert (state["state"], state["done"], state["total"]) == ("done", 1, 1), state
    assert client.post(f"/export/job?zones={zone}&formats=csv,geojson").get_json()["job"] == number
    with client.get(f"/export/job/{number}.zip") as answer:
        assert answer.get_data()[:2] == b"PK"


@pytest.mark.parametrize(
    "wrong", ["formats=pdf,exe", "formats=exe", "zones=530111,999999", "lang=xx", "sections=x"]
)
def test_an_order_with_one_wrong_part_is_refused(client: FlaskClient, settings: Settings, wrong: str) -> None:
    assert client.post(f"/export/job?{wrong}").status_code == 400
    assert not [p for p in (settings.var_dir / "exports").glob("*") if p.is_dir()]


def test_a_job_whose_process_is_killed_says_so_within_seconds(
    client: FlaskClient, settings: Settings
) -> None:
    (settings.var_dir / "exports").mkdir()
    with Lock(settings.var_dir / "exports" / "turn.lock"):  # it has to wait for its turn
        number = client.post("/export/job?formats=csv").get_json()["job"]
        assert client.get(f"/export/job/{number}").get_json()["state"] == "waiting"
        (child,) = [
            pid
            for pid in children_of(os.getpid())
            if number.encode() in Path(f"/proc/{pid}/cmdline").read_bytes()
        ]
        os.kill(child, 9)
        state = finished(client, number)
    assert state["state"] == "failed" and "重新启动" in json.dumps(state["failed"], ensure_ascii=False)
    assert client.post("/export/job?formats=csv").get_json()["job"] == number  # it can be asked for again
    assert finished(client, number)["state"] == "done"


def test_orders_have_bounds_for_the_whole_server(
    client: FlaskClient, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs_module, "MAX_OF_ADDRESS", 1)
    (settings.var_dir / "exports").mkdir()
    with Lock(settings.var_dir / "exports" / "turn.lock"):
        number = client.post("/export/job?formats=csv").get_json()["job"]
        other = create_app(settings).server.test_client()  # another process of the server counts the same
        refused = other.post("/export/job?formats=geojson")
        assert refused.status_code == 503 and int(refused.headers["Retry-After"]) > 0
    assert finished(client, number)["state"] == "done"


def test_room_is_made_from_the_oldest(tmp_path: Path) -> None:
    for age, name in enumerate(("new", "middle", "old")):
        path = tmp_path / name
        path.write_bytes(b"x" * 100)
        os.utime(path, (1000 - age, 1000 - age))
    assert make_room(items(tmp_path), 50, 300, keep=lambda p: p.name == "old")
    assert {p.name for p in tmp_path.iterdir()} == {"new", "old"}
    assert not make_room(items(tmp_path), 250, 300, keep=lambda p: True)


def test_turns_hold_for_all_processes_and_the_line_has_an_end(tmp_path: Path) -> None:
    one, other = (Turns(tmp_path, "x", 1, line=0, wait_s=0.3) for _ in range(2))
    with one.turn():
        for turns in (one, other):  # the same process, and as if it were another
            with pytest.raises(Busy) as caught, turns.turn():
                raise AssertionError("two at once")
            assert caught.value.retry_s >= 0
    with other.turn():
        pass


def test_turns_go_on_where_the_disk_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with Turns(tmp_path / "file", "x", 1).turn():
        pass


def test_the_administrator_lists_pins_and_takes_down(
    client: FlaskClient, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    from typer.testing import CliRunner

    from equity.cli.main import app

    monkeypatch.setenv("EQUITY_VAR_DIR", str(settings.var_dir))
    number = client.post("/export/snapshot").get_json()["id"]

    def run(*arguments: str) -> str:
        ended = CliRunner().invoke(app, ["snapshots", *arguments], env={"COLUMNS": "160"})
        return ended.output + str(ended.exception or "")

    assert number in run("list") and "✓" not in run("list")
    run("pin", number)
    assert "✓" in run("list")
    assert number in run("remove", number) and number not in run("list")
    assert client.get(f"/s/{number}").status_code == 410
    assert "no snapshot" in run("remove", "aaaaaaaaaa")
