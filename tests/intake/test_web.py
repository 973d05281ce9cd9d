"""Who may, and what a form can do: without a browser."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from flask.testing import FlaskClient

from equity.app import create_app
from equity.importing import access, rate_limit
from equity.importing.page import local_time
from equity.importing.rate_limit import LIMITS_FILE
from equity.indicators.store import build_warehouse
from equity.intake import staging, versions
from equity.settings import Settings
from tests.intake.test_versions import register_text
from tests.world import write_world

SECRET = "正确的口令"


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = tmp_path_factory.mktemp("web")
    made = Settings(
        data_dir=write_world(folder / "data"), var_dir=folder / "var", threads=1, admin_secret=SECRET
    )
    build_warehouse(made)
    return made


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    """Every step is waited for, and attempts of the tests before do not count."""
    for module in ("review", "upload"):
        monkeypatch.setattr(f"equity.importing.{module}.WAIT_S", 300.0)
    (settings.var_dir / LIMITS_FILE).unlink(missing_ok=True)


@pytest.fixture
def client(settings: Settings) -> FlaskClient:
    return create_app(settings).server.test_client()


def sign_in(client: FlaskClient, name: str = "张三", **where: str) -> str:
    """Sign in and return the CSRF token."""
    secret = {"name": name, "secret": SECRET}
    assert client.post("/data/import/sign-in", data=secret, **where).status_code == 302  # type: ignore[arg-type]
    return csrf_of(client.get("/data/import/", **where).text)  # type: ignore[arg-type]


def csrf_of(page: str) -> str:
    found = re.search(r'name="csrf" value="(\w+)"', page)
    assert found
    return found[1]


def upload(client: FlaskClient, csrf: str, content: bytes | str, name: str = "名单.csv", **more: str) -> Any:
    body = content.encode() if isinstance(content, str) else content
    data = {"csrf": csrf, "dataset": "clinic", "source": "卫健委", "file": (io.BytesIO(body), name)} | more
    return client.post("/data/import/upload", data=data)


@pytest.fixture
def address(client: FlaskClient) -> Iterator[tuple[str, str]]:
    """(address of a good upload, CSRF token)."""
    csrf = sign_in(client)
    answer = upload(client, csrf, register_text(3, 4))
    assert answer.status_code == 302
    yield answer.headers["Location"], csrf


def test_without_a_secret_there_are_no_pages(settings: Settings) -> None:
    client = create_app(replace(settings, admin_secret="")).server.test_client()
    for path in ("/data/import/sign-in", "/data/import/history", "/data/import/style.css"):
        assert b"sign-in" not in client.get(path).data and b'name="secret"' not in client.get(path).data
    assert client.post("/data/import/sign-in", data={"name": "x", "secret": ""}).status_code in (404, 405)


def test_everything_asks_for_a_sign_in(client: FlaskClient) -> None:
    for path in (
        "/data/import/",
        "/data/import/history",
        "/data/import/" + "0" * 32,
        "/data/import/template/clinic.xlsx",
    ):
        answer = client.get(path)
        assert (answer.status_code, answer.headers["Location"]) == (302, "/data/import/sign-in")
    for path in ("/data/import/upload", "/data/import/history/undo", "/data/import/" + "0" * 32 + "/commit"):
        assert client.post(path).status_code == 403


@pytest.mark.parametrize("token", ["é", "中", "\U0001f600", ""])
def test_a_token_that_is_none_is_refused(client: FlaskClient, token: str) -> None:
    sign_in(client)
    answer = client.post("/data/import/history/undo", data={"csrf": token, "version": "0001"})
    assert answer.status_code == 403


def test_an_origin_that_is_no_address_is_another(client: FlaskClient) -> None:
    csrf = sign_in(client)
    for path in ("/data/import/sign-in", "/data/import/history/undo"):
        answer = client.post(path, data={"csrf": csrf}, headers={"Origin": "http://[bad"})
        assert answer.status_code == 403


def test_only_a_version_of_the_history_is_said_to_be_committed(client: FlaskClient) -> None:
    sign_in(client)
    for said in ("9999", "<b>x</b>"):
        page = client.get("/data/import/history", query_string={"done": said}).text
        assert 'id="done"' not in page and said not in page


def test_the_session_cookie(client: FlaskClient) -> None:
    answer = client.post("/data/import/sign-in", data={"name": "张三", "secret": SECRET})
    cookie = answer.headers["Set-Cookie"]
    for part in ("HttpOnly", "SameSite=Strict", "Path=/data/import", "Max-Age=28800"):
        assert part in cookie
    assert SECRET not in cookie and "Secure" not in cookie
    https = client.post(
        "/data/import/sign-in", data={"name": "张三", "secret": SECRET}, base_url="https://localhost"
    )
    assert "Secure" in https.headers["Set-Cookie"]
    assert client.get("/data/import/").headers["Cache-Control"] == "no-store"


def test_a_changed_or_expired_session_is_none(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    sign_in(client)
    monkeypatch.setattr(access, "SESSION_S", -1)
    assert client.get("/data/import/").status_code == 302
    monkeypatch.undo()
    client.set_cookie(access.COOKIE, "eyJuYW1lIjoieCIsImtleSI6IjEifQ.aaaaaa.bbbb", path=access.COOKIE_PATH)
    assert client.get("/data/import/").status_code == 302


def test_wrong_secrets_lock_the_address(settings: Settings) -> None:
    client = create_app(settings).server.test_client()
    for _ in range(rate_limit.FREE_OF_ADDRESS):
        assert client.post("/data/import/sign-in", data={"name": "x", "secret": "wrong"}).status_code == 403
    assert client.post("/data/import/sign-in", data={"name": "x", "secret": SECRET}).status_code == 429
    another_worker = create_app(settings).server.test_client()
    assert (
        another_worker.post("/data/import/sign-in", data={"name": "x", "secret": SECRET}).status_code == 429
    )
    lines = [
        json.loads(line)
        for line in (versions.registers_folder(settings) / "audit.jsonl")
        .read_text(encoding="utf-8")
        .splitlines()
    ]
    assert lines[-1]["act"] == "sign-in refused" and "wrong" not in json.dumps(lines)


def test_forms_need_the_token_and_the_origin(client: FlaskClient) -> None:
    csrf = sign_in(client)
    assert upload(client, "", register_text(3)).status_code == 403
    assert upload(client, "0" * 64, register_text(3)).status_code == 403
    other = sign_in(client.application.test_client())
    assert upload(client, other, register_text(3)).status_code == 403  # the token of another session
    data = {"csrf": csrf, "version": "0001"}
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}):
        assert client.post("/data/import/history/undo", data=data, headers=headers).status_code == 403
    assert (
        client.post(
            "/data/import/sign-in",
            data={"name": "x", "secret": SECRET},
            headers={"Origin": "https://evil.example"},
        ).status_code
        == 403
    )


def test_a_copied_cookie_admits_nobody_after_sign_out(client: FlaskClient) -> None:
    csrf = sign_in(client)
    copy = client.get_cookie("equity_import", path="/data/import")
    assert copy and client.get("/data/import/history").status_code == 200
    client.post("/data/import/sign-out", data={"csrf": csrf})
    client.set_cookie("equity_import", copy.value, path="/data/import")
    assert client.get("/data/import/history").status_code == 302
    sign_in(client)
    assert client.get("/data/import/history").status_code == 200


def test_behind_a_proxy_the_public_address_and_the_visitor_count(settings: Settings) -> None:
    """One that passes its own host on, and one that names the visitor."""
    client = create_app(replace(settings, base_url="https://dash.example/")).server.test_client()
    csrf, data = sign_in(client, base_url="https://localhost"), {"version": "9999"}
    undo = {"path": "/data/import/history/undo", "base_url": "https://localhost"}
    for origin, status in (("https://dash.example", 400), ("https://evil.example", 403)):
        answer = client.post(**undo, data=data | {"csrf": csrf}, headers={"Origin": origin})
        assert answer.status_code == status
    (settings.var_dir / "rate-limits.sqlite").unlink()
    for proxies, status in ((0, 429), (1, 302)):
        client = create_app(replace(settings, trusted_proxies=proxies)).server.test_client()
        for _ in range(rate_limit.FREE_OF_ADDRESS):
            wrong = {"name": "x", "secret": "wrong"}
            client.post("/data/import/sign-in", data=wrong, headers={"X-Forwarded-For": "10.0.0.1"})
        right = {"name": "x", "secret": SECRET}
        answer = client.post("/data/import/sign-in", data=right, headers={"X-Forwarded-For": "10.0.0.2"})
        assert answer.status_code == status, proxies
        (settings.var_dir / "rate-limits.sqlite").unlink()


def test_too_many_requests_are_slowed_down(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    csrf = sign_in(client)
    answers = [
        client.post("/data/import/history/undo", data={"csrf": csrf, "version": "9999"}).status_code
        for _ in range(access.REQUESTS + 1)
    ]
    assert answers[0] == 400 and answers[-1] == 429


def test_a_proxy_can_sign_people_in(settings: Settings) -> None:
    client = create_app(replace(settings, trusted_user_header="X-Remote-User")).server.test_client()
    assert client.get("/data/import/").status_code == 403
    assert client.post("/data/import/sign-in", data={"name": "x", "secret": SECRET}).status_code == 403
    page = client.get("/data/import/", headers={"X-Remote-User": "wang"})
    assert page.status_code == 200 and "wang" in page.text
    assert client.get("/data/import/", headers={"X-Other": "wang"}).status_code == 403


def test_the_header_means_nothing_unless_it_is_set(client: FlaskClient) -> None:
    assert client.get("/data/import/", headers={"X-Remote-User": "wang"}).status_code == 302


def test_from_upload_to_undo(client: FlaskClient, settings: Settings, address: tuple[str, str]) -> None:
    where, csrf = address
    page = client.get(where).text
    assert (
        "请选择坐标系" in page
        and "选定坐标系后" in page
        and 'id="preview"' not in page
        and 'id="blocked"' in page
    )
    client.post(where + "/choices", data={"csrf": csrf, "datum": "wgs84"})
    assert "接受 <strong>2</strong>" in client.get(where).text
    shown = client.get(where + "/preview").text
    assert "<svg" in shown and "甲区" in shown
    origin = re.search(r'name="origin" value="([^"]+)"', shown)
    assert origin
    answer = client.post(where + "/commit", data={"csrf": csrf, "origin": origin[1]})
    assert answer.status_code == 302, answer.text
    history = client.get("/data/import/history?done=1").text
    assert "张三" in history and "卫健委" in history
    version = re.search(r'name="version" value="(\d+)"', history)
    assert version and client.get(f"/data/import/history/{version[1]}").status_code == 200
    assert client.get(where).status_code == 400  # the staged file is gone
    assert (
        client.post("/data/import/history/undo", data={"csrf": csrf, "version": version[1]}).status_code
        == 302
    )
    assert "已撤销" in client.get("/data/import/history").text


def test_rejected_rows_and_findings_download(client: FlaskClient) -> None:
    csrf = sign_in(client)
    text = register_text(3) + "=cmd|' /c calc'!A1,甲区,,,1,2024\n"
    where = upload(client, csrf, text, year="2024").headers["Location"]
    rejected = client.get(where + "/rejected.csv")
    assert (
        rejected.data.startswith(b"\xef\xbb\xbf")
        and "'=cmd" in rejected.text
        and "\n=cmd" not in rejected.text
    )
    assert "像公式：以 = 或 @ 开头" in client.get(where + "/findings.csv").text


def test_page_code_in_names_columns_and_file_names_is_only_text(client: FlaskClient) -> None:
    csrf = sign_in(client)
    text = "名称,区县,全科医生,年份,<script>alert(2)</script>\n<img src=x onerror=alert(1)>,甲区,1,2024,x\n"
    where = upload(client, csrf, text, name="<script>alert(3)</script>.csv", source="<b>x</b>").headers[
        "Location"
    ]
    page = client.get(where)
    assert "<script" not in page.text and "<img" not in page.text and "<b>x" not in page.text
    assert "script-src 'self'" in page.headers["Content-Security-Policy"]


def test_a_bad_upload_leaves_nothing(client: FlaskClient, settings: Settings) -> None:
    csrf = sign_in(client)
    before = set((settings.var_dir / staging.STAGING_DIR).glob("*"))
    where = upload(client, csrf, b"%PDF-1.7", name="x.xlsx").headers["Location"]
    answer = client.get(where)
    assert answer.status_code == 400 and "PDF" in answer.text
    assert set((settings.var_dir / staging.STAGING_DIR).glob("*")) == before
    assert upload(client, csrf, b"x", dataset="nothing").status_code == 400
    assert client.post("/data/import/upload", data={"csrf": csrf, "dataset": "clinic"}).status_code == 400


def test_a_file_without_a_header_is_kept_and_can_be_told_its_header_row(client: FlaskClient) -> None:
    csrf = sign_in(client)
    text = "\n".join(["x1;x2;x3;x4", "甲卫生院;甲区;1;2024", "乙卫生院;甲区;2;2024"])
    where = upload(client, csrf, text).headers["Location"]
    page = client.get(where)
    assert page.status_code == 200 and "找不到表头" in page.text and "<td>甲卫生院</td>" in page.text
    for name in ("header_row", "encoding", "delimiter", "dataset"):
        assert f'name="{name}"' in page.text
    client.post(where + "/choices", data={"csrf": csrf, "header_row": "1", "delimiter": ";"})
    assert "表头在第 1 行：由您指定" in client.get(where).text and "（由您指定）" in client.get(where).text
    columns = {"column-name_zh": "1", "column-division": "2", "column-capacity": "3", "column-year": "4"}
    client.post(where + "/choices", data={"csrf": csrf, "columns": "1", "header_row": "1"} | columns)
    assert "接受 <strong>2</strong>" in client.get(where).text


def test_a_file_in_an_unknown_encoding_is_kept_and_can_be_told_it(client: FlaskClient) -> None:
    csrf = sign_in(client)
    text = register_text(3).encode("gb18030") + b"\xff\xff\n"
    where = upload(client, csrf, text).headers["Location"]
    page = client.get(where)
    assert page.status_code == 200 and "编码" in page.text and 'id="first-rows"' in page.text
    again = client.post(where + "/choices", data={"csrf": csrf, "encoding": "utf-8"})
    assert again.status_code == 302 and "字节不是 utf-8" in client.get(where).text
    assert client.post(where + "/cancel", data={"csrf": csrf}).status_code == 302


def test_a_missing_column_is_said_once_and_shown_in_its_place(client: FlaskClient) -> None:
    csrf = sign_in(client)
    where = upload(client, csrf, "区县,全科医生\n甲区,1\n甲区,2\n").headers["Location"]
    page = client.get(where).text
    assert page.count("没有找到“名称”列") == 2  # above the columns, and in the list of findings
    assert page.count('class="lacking"') == 2 and "没有年份列" in page
    assert "补上缺少的列后" in page and "必填项为空" not in page and 'id="preview"' not in page
    found = client.get(where + "/findings.csv").text
    assert "名称,name" in found and "name_zh" not in found


def test_the_dataset_can_be_changed_after_the_upload(client: FlaskClient) -> None:
    csrf = sign_in(client)
    assert '<option value="" selected disabled>请选择</option>' in client.get("/data/import/").text
    where = upload(client, csrf, "名称,区县,床位,年份\n甲医院,甲区,10,2024\n").headers["Location"]
    assert "没有找到“规模：社区卫生服务中心和乡镇卫生院的全科医生”列" in client.get(where).text
    client.post(
        where + "/choices", data={"csrf": csrf, "dataset": "hospital", "columns": "1", "column-name_zh": "3"}
    )
    page = client.get(where).text
    assert "接受 <strong>1</strong>" in page and '<option value="hospital" selected>' in page


def test_the_source_is_asked_for_before_anything_is_read(client: FlaskClient) -> None:
    answer = upload(client, sign_in(client), register_text(3), source=" ")
    assert answer.status_code == 400 and "数据来源" in answer.text


def test_rejected_rows_say_why_in_the_words_of_the_page_and_of_the_file(client: FlaskClient) -> None:
    csrf = sign_in(client)
    text = "名称,区县,医生数,年份\n甲卫生院,甲区,1,2024\n乙卫生院,甲区,许多,2024\n"
    where = upload(client, csrf, text).headers["Location"]
    rejected = client.get(where + "/rejected.csv").text
    assert (
        "，列“医生数”：“许多”不是数字。只填数字。 / capacity: " in rejected
        and ", column “医生数”: “许多” is not a number. write a number only." in rejected
    )
    shown = client.get(where + "/preview").text
    assert "退回的 1 行不会入库" in shown
    assert "missing from the figures below: 1." in client.get(where + "/preview?lang=en").text


def test_times_are_those_of_the_clock_in_kunming() -> None:
    assert local_time("2026-11-23T06:55:10+00:00") == "2026-11-23 14:55"


def test_an_upload_that_is_too_large_is_refused(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    csrf = sign_in(client)
    monkeypatch.setattr("equity.reading.limits.MAX_UPLOAD_BYTES", 10_000)
    answer = upload(client, csrf, b"x" * 100_000)
    assert answer.status_code == 413 and "MB" in answer.text


def test_cancel_leaves_nothing(client: FlaskClient, settings: Settings, address: tuple[str, str]) -> None:
    where, csrf = address
    folder = settings.var_dir / staging.STAGING_DIR / where.rsplit("/", 1)[-1]
    assert folder.is_dir()
    assert client.post(where + "/cancel", data={"csrf": csrf}).status_code == 302
    assert not folder.exists()


def test_the_page_speaks_english(client: FlaskClient, address: tuple[str, str]) -> None:
    page = client.get(address[0] + "?lang=en").text
    assert "Choose the datum." in page and "lang=en" in page


def test_templates_download(client: FlaskClient) -> None:
    sign_in(client)
    assert client.get("/data/import/template/clinic.xlsx").data[:2] == b"PK"
    assert client.get("/data/import/template/nothing.xlsx").status_code == 400


def test_paths_lead_nowhere_else(client: FlaskClient) -> None:
    sign_in(client)
    for path in ("..%2f..%2fetc", "A" * 32, "0" * 32):
        assert (
            client.get(f"/data/import/{path}").status_code in (400, 404)
            or b"react-entry-point" in client.get(f"/data/import/{path}").data
        )
