"""Kept snapshots: the page and the pinned embeds say the same after the data have been rebuilt; files come
by address.
"""

from __future__ import annotations

import gzip
import io
import json
import re
import time
import zipfile

import pytest
from flask.testing import FlaskClient

from equity.app import create_app
from equity.documents.store import snapshot_path
from equity.indicators.store import build_warehouse
from equity.settings import Settings
from tests.conftest import World
from tests.world import write_world


def doubled(rows: dict[str, list[dict[str, object]]]) -> None:
    """Twice the health staff in division C: 6 becomes 12."""
    for row in rows["totals"]:
        if row["adcode"] == "530111":
            row["value"] = 12


def test_a_snapshot_outlives_its_data(world: World, world_settings: Settings) -> None:
    """C has 6 staff for 2000 residents: 30.0 per 10,000. After the rebuild 60.0 live, 30.0 in everything
    pinned.
    """
    world()
    view = "service=health_staff&measure=supply_rate&basis=resident"
    client = create_app(world_settings).server.test_client()
    number = client.post(f"/export/snapshot?{view}").get_json()["id"]
    page = client.get(f"/s/{number}").get_data(as_text=True)
    assert "这些数字与现有数据一致" in page and "application/json+oembed" in page
    pinned = f"snapshot={number}&{view}&lang=en"
    before = {p: client.get(f"{p}?{pinned}").get_data() for p in ("/image/map.svg", "/image/chart.svg")}

    write_world(world_settings.data_dir, doubled)
    build_warehouse(world_settings)
    after = create_app(world_settings).server.test_client()
    assert "<td class=n>60.0</td>" in after.get(f"/embed/map?{view}&lang=en").get_data(as_text=True)
    kept = after.get(f"/embed/map?{pinned}").get_data(as_text=True)
    assert "<td class=n>30.0</td>" in kept and "there is newer data" in kept
    for path, body in before.items():
        answer = after.get(f"{path}?{pinned}")
        assert answer.get_data() == body
        assert "immutable" in answer.headers["Cache-Control"]
    page = after.get(f"/s/{number}").get_data(as_text=True)
    assert "有更新的数据" in page and "有哪些变化" in page
    assert re.search(
        r"丙区</td><td>卫生和社会工作人员 · 人均供给 · 常住</td><td class=n>30.0[^<]*</td><td class=n>60.0",
        page,
    )
    entry = after.get(f"/api/v1/snapshots/{number}").get_json()["data"]
    assert (entry["id"], entry["current"]) == (number, False)


@pytest.mark.parametrize(
    "damage",
    [b"", b"nonsense", gzip.compress(b"{}"), gzip.compress(b"[]")[:-4]],
    ids=["empty", "nonsense", "no snapshot", "cut"],  # compressed bytes carry the time
)
def test_a_snapshot_that_cannot_be_read_is_said_and_left_alone(
    world: World, world_settings: Settings, damage: bytes
) -> None:
    """Damaged, or of another edition of the program: 410 with what to do, on the page, in pictures and in the API."""
    world()
    client = create_app(world_settings).server.test_client()
    number = client.post("/export/snapshot?basis=resident").get_json()["id"]
    path = snapshot_path(world_settings, number)
    path.write_bytes(damage)
    fresh = create_app(world_settings).server.test_client()
    page = fresh.get(f"/s/{number}")
    assert page.status_code == 410 and "快照无法读取" in page.text and "请用保存它的程序版本打开" in page.text
    assert "cannot be read" in fresh.get(f"/s/{number}?lang=en").text
    for address in (f"/s/{number}.pdf", f"/embed/map?snapshot={number}", f"/image/map.svg?snapshot={number}"):
        assert 400 <= fresh.get(address).status_code < 500, address
    assert fresh.get(f"/api/v1/snapshots/{number}").status_code < 500
    assert fresh.get("/api/v1/snapshots").status_code < 500
    assert path.read_bytes() == damage


@pytest.mark.parametrize(
    ("asked", "status"),
    [("", 200), ("&scenario=baseline", 200), ("&scenario=distance_decay", 404), ("&year=2023", 404)],
)
def test_a_pinned_embed_answers_its_own_question_only(client: FlaskClient, asked: str, status: int) -> None:
    """What a snapshot holds is of one scenario and year; another is not answered with these numbers."""
    view = (
        "service=clinic&measure=demand&basis=resident"
        if "year" in asked
        else "service=clinic&measure=reach&basis=local"
    )
    number = client.post(f"/export/snapshot?{view}&include=demo").get_json()["id"]
    assert client.get(f"/image/map.svg?snapshot={number}{asked}").status_code == status


@pytest.mark.parametrize("kind", ["map", "chart", "card"])
def test_a_pinned_embed_says_that_a_placeholder_was_left_out(client: FlaskClient, kind: str) -> None:
    """A snapshot kept without the demonstration holds no placeholder: no data and how to ask, not an error. Asked for it, the
    snapshot has none."""
    view = "service=clinic&measure=reach&basis=local"
    number = client.post(f"/export/snapshot?{view}").get_json()["id"]
    pinned = client.get(f"/embed/{kind}?{view}&snapshot={number}&lang=en")
    assert pinned.status_code == 200 and "include=demo" in pinned.text
    assert not re.search(r"<td class=n>\d+\.\d<|<dd>\d", pinned.text)
    assert client.get(f"/image/map.svg?{view}&snapshot={number}").status_code == 200
    assert client.get(f"/embed/{kind}?{view}&snapshot={number}&include=demo").status_code == 404


@pytest.fixture(scope="module")
def kept(app: object) -> tuple[FlaskClient, str]:
    client = app.server.test_client()  # type: ignore[attr-defined]
    return client, client.post("/export/snapshot?zone=530111&lang=en").get_json()["id"]


def test_the_same_question_is_the_same_snapshot(kept: tuple[FlaskClient, str]) -> None:
    client, number = kept
    again = client.post("/export/snapshot?zone=530111&lang=en", headers={"Accept": "text/html"})
    assert (again.status_code, again.headers["Location"]) == (303, f"/s/{number}")
    other = client.post("/export/snapshot?zone=530111&lang=en&services=clinic").get_json()["id"]
    assert other != number
    listed = client.get("/api/v1/snapshots").get_json()["data"]
    assert {number, other} <= {row["id"] for row in listed}
    found = next(row for row in listed if row["id"] == number)
    assert (found["zone"], found["lang"], found["current"]) == ("530111", "en", True)


@pytest.mark.parametrize(
    ("name", "start"), [("pdf", b"%PDF"), ("xlsx", b"PK"), ("csv", b"PK"), ("geojson", b"{")]
)
def test_files_come_by_address(kept: tuple[FlaskClient, str], name: str, start: bytes) -> None:
    client, number = kept
    asked = client.get(f"/export/file.{name}?zone=530111&lang=en")
    assert asked.status_code == 200 and asked.get_data().startswith(start)
    answer = client.get(f"/s/{number}.{name}")
    assert answer.get_data().startswith(start)
    assert "immutable" in answer.headers["Cache-Control"]
    said = answer.headers["Content-Disposition"]
    assert said.startswith(f'attachment; filename="530111-en-{number}') and ":" not in said
    if name == "csv":
        with zipfile.ZipFile(io.BytesIO(answer.get_data())) as archive:
            assert len(archive.namelist()) > 1


def test_the_preview_is_a_picture_and_keeps_nothing(client: FlaskClient, shipped_settings: Settings) -> None:
    folder = shipped_settings.var_dir / "snapshots"
    before = sorted(folder.glob("*"))
    answer = client.get("/export/preview.png?zone=530112&sections=people,services")
    assert answer.get_data().startswith(b"\x89PNG")
    assert sorted(folder.glob("*")) == before
    tag = {"If-None-Match": answer.headers["ETag"]}
    assert (
        client.get("/export/preview.png?zone=530112&sections=people,services", headers=tag).status_code == 304
    )


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/s/aaaaaaaaaa", 404),
        ("/s/aaaaaaaaaa.pdf", 404),
        ("/embed/map?snapshot=aaaaaaaaaa", 404),
        ("/image/map.png?snapshot=../../x", 404),
        ("/export/file.exe", 400),
        ("/export/preview.png?zone=999999", 400),
        ("/export/preview.png?services=nonsense", 400),
        ("/export/job/0123456789abcdef", 404),
    ],
)
def test_what_is_not_there_is_said(client: FlaskClient, path: str, status: int) -> None:
    assert client.get(path).status_code == status


def test_other_sites_cannot_fill_the_store(client: FlaskClient) -> None:
    foreign = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"}
    for path in ("/export/snapshot", "/export/job"):
        assert client.post(path, headers=foreign).status_code == 403


def test_a_store_that_cannot_be_written_is_said(world: World, world_settings: Settings) -> None:
    world()
    (world_settings.var_dir / "snapshots").write_text("in the way", encoding="utf-8")
    client = create_app(world_settings).server.test_client()
    answer = client.post("/export/snapshot")
    error = answer.get_json()["error"]
    assert (answer.status_code, error["code"]) == (507, "storage")
    assert "无法保存" in error["message_zh"] and str(world_settings.var_dir) not in answer.text
    assert client.get("/export/file.csv").status_code == 200  # what is not kept needs no store


def test_many_zones_are_exported_in_the_background(client: FlaskClient) -> None:
    started = client.post("/export/job?zones=530112&formats=csv,geojson&lang=zh")
    assert started.status_code == 202
    address = f"/export/job/{started.get_json()['job']}"
    deadline = time.monotonic() + 240
    while (state := client.get(address).get_json())["state"] not in {"done", "failed"}:
        assert time.monotonic() < deadline, state
        time.sleep(0.1)
    assert (state["state"], state["done"], state["total"], state["failed"]) == ("done", 1, 1, [])
    with client.get(f"{address}.zip") as answer, zipfile.ZipFile(io.BytesIO(answer.get_data())) as archive:
        names = archive.namelist()
    assert any(n.endswith(".geojson") for n in names) and any(n.endswith(".csv") for n in names)
    assert client.post("/export/job?formats=nonsense").status_code == 400


def test_a_job_that_ended_with_its_server_does_not_wait_for_ever(
    client: FlaskClient, shipped_settings: Settings
) -> None:
    folder = shipped_settings.var_dir / "exports" / ("ab" * 8)
    folder.mkdir(parents=True)
    file = folder / "progress.json"
    file.write_text(json.dumps({"state": "running", "done": 3, "total": 15, "failed": []}), encoding="utf-8")
    said = client.get(f"/export/job/{folder.name}").get_json()
    assert said["state"] == "failed" and "重新启动" in said["failed"][0][1]
