"""Signing in: guessing is slowed down, nobody locks out somebody else, no file and no clock keeps the right secret out."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from equity.app import create_app
from equity.errors import UserError
from equity.importing import rate_limit
from equity.importing.access import person_name
from equity.importing.rate_limit import LIMITS_FILE, Events, Throttle
from equity.intake.audit import AUDIT_FILE, OLDER_AUDIT_FILE, write_audit
from equity.intake.versions import registers_folder
from equity.settings import Settings, load
from tests.conftest import World

SECRET = "correct horse battery"
DAY = 24 * 3600


@pytest.fixture
def settings(world: World, world_settings: Settings) -> Settings:
    world()
    return replace(world_settings, admin_secret=SECRET, trusted_proxies=1)


@pytest.fixture
def client(settings: Settings) -> FlaskClient:
    return create_app(settings).server.test_client()


def try_secret(client: FlaskClient, secret: str, *, address: str = "10.0.0.1", name: str = "张三") -> int:
    sent = {"name": name, "secret": secret}
    return client.post("/data/import/sign-in", data=sent, headers={"X-Forwarded-For": address}).status_code


def acts(settings: Settings) -> list[str]:
    lines = (registers_folder(settings) / AUDIT_FILE).read_text(encoding="utf-8").splitlines()
    return [json.loads(line)["act"] for line in lines]


def test_guessing_from_many_addresses_locks_out_no_other(client: FlaskClient, settings: Settings) -> None:
    for guesser in range(20):
        for _ in range(6):
            try_secret(client, "wrong", address=f"10.1.0.{guesser}", name=f"guess {guesser}")
    assert try_secret(client, SECRET, address="10.2.0.1") == 302
    for _ in range(8):
        try_secret(client, "wrong", address="10.4.0.1")
    assert try_secret(client, SECRET, address="10.4.0.1") == 429
    assert len(acts(settings)) < 60  # of 120 tries


def test_the_pause_grows_and_passes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made, clock = Throttle(tmp_path), [1_000_000.0]
    monkeypatch.setattr(time, "time", lambda: clock[0])
    pauses = []
    for _ in range(9):
        clock[0] += made.wait_s("a", "n")
        made.failed("a", "n")
        pauses.append(round(made.wait_s("a", "n")))
    assert pauses == [0, 0, 0, 0, 4, 8, 16, 32, 64]
    assert made.wait_s("b", "n") == 0
    clock[0] += rate_limit.WINDOW_S + 1
    assert made.wait_s("a", "n") == 0


def test_who_signed_in_lately_waits_a_second_at_most(tmp_path: Path) -> None:
    made = Throttle(tmp_path)
    made.admitted("a")
    for _ in range(50):
        made.failed("a", "n")
    assert made.wait_s("a", "n") <= 1.0
    assert 0 < made.wait_s("b", "n") <= rate_limit.LONGEST_OF_NAME_S  # the name is slowed down, not locked


def test_a_clock_that_went_back_keeps_nobody_out(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = time.time
    with monkeypatch.context() as ahead:
        ahead.setattr(time, "time", lambda: real() + 365 * DAY)
        for _ in range(8):
            try_secret(client, "wrong")
    assert try_secret(client, SECRET) == 302


DAMAGE: list[Callable[[Path], object]] = [
    lambda f: f.write_bytes(b"no database"),
    lambda f: f.write_bytes(b""),
    lambda f: f.write_bytes(b"SQLite format 3\0" + b"\xff" * 4000),
    lambda f: f.write_bytes(f.read_bytes()[: f.stat().st_size // 2]),
    lambda f: (f.unlink(), f.mkdir()),
]


@pytest.mark.parametrize("damage", DAMAGE, ids=["text", "empty", "head only", "cut", "folder"])
def test_a_damaged_file_of_counts_keeps_nobody_out(
    client: FlaskClient, settings: Settings, damage: Callable[[Path], object]
) -> None:
    try_secret(client, "wrong")
    damage(settings.var_dir / LIMITS_FILE)
    assert try_secret(client, SECRET) == 302
    for _ in range(rate_limit.FREE_OF_ADDRESS):
        try_secret(client, "wrong", address="10.3.0.1")
    assert try_secret(client, SECRET, address="10.3.0.1") == 429  # and counting goes on


def test_events_count_for_all_workers(tmp_path: Path) -> None:
    one, other = Events(tmp_path, "x", 60), Events(tmp_path, "x", 60)
    one.record("k")
    assert len(other.times("k")) == 1 and other.exceeded("k", 1) and not other.exceeded("j", 1)


@pytest.mark.parametrize(
    "typed, kept",
    [
        ("CORP\\zhang", "CORP\\zhang"), ("a/b", "a/b"), ("<script>x</script>", "<script>x</script>"), (" 张三 ", "张三"),
        ("   ", ""), ("", ""), ("\u3000\n\t", ""), ("a\nb\0c", "abc"), ("x" * 500, "x" * 60), ("..", ".."),
    ],
)  # fmt: skip
def test_a_name_of_a_person_is_no_file_name(typed: str, kept: str) -> None:
    assert person_name(typed) == kept


@pytest.mark.parametrize("name", ["", "   ", "\u3000"])
def test_nobody_signs_in_without_a_name(client: FlaskClient, name: str) -> None:
    assert try_secret(client, SECRET, name=name) == 403


@pytest.mark.parametrize(
    "proxies, peer, sent, status",
    [
        ("127.0.0.1", "127.0.0.1", ["CORP\\zhang"], 200),
        ("127.0.0.1", "127.0.0.1", ["a", "b"], 403),
        ("127.0.0.1", "127.0.0.1", [""], 403),
        ("127.0.0.1,::1", "10.5.5.5", ["boss"], 403),
        ("10.5.0.0/16", "10.5.5.5", ["boss"], 200),
        ("fd00::/8", "fd00::5", ["boss"], 200),
    ],
)
def test_a_user_name_counts_only_from_a_stated_proxy(
    settings: Settings, proxies: str, peer: str, sent: list[str], status: int
) -> None:
    changed = replace(settings, trusted_user_header="X-Remote-User", trusted_user_proxies=proxies)
    client = create_app(changed).server.test_client()
    answer = client.get(
        "/data/import/",
        headers=[("X-Remote-User", ", ".join(sent)), ("X-Forwarded-For", "127.0.0.1")],
        environ_base={"REMOTE_ADDR": peer},
    )
    assert answer.status_code == status
    if status == 200:
        assert sent[0] in answer.text


def test_a_refused_sign_in_names_the_setting_to_mend(client: FlaskClient) -> None:
    """What a proxy that changes the host makes of an honest form."""
    answer = client.post(
        "/data/import/sign-in",
        data={"name": "x", "secret": SECRET},
        headers={"Origin": "http://portal.office:8080", "Host": "127.0.0.1:8050"},
    )
    assert answer.status_code == 403
    for word in ("EQUITY_BASE_URL", "proxy_set_header Host", "http://portal.office:8080"):
        assert word in answer.text


def test_the_import_pages_are_framed_by_nobody(settings: Settings) -> None:
    open_to_portal = replace(settings, dashboard_frame_ancestors="https://portal.office")
    client = create_app(open_to_portal).server.test_client()
    assert "frame-ancestors 'none'" in client.get("/data/import/sign-in").headers["Content-Security-Policy"]
    assert "https://portal.office" in client.get("/").headers["Content-Security-Policy"]


def test_the_audit_log_stays_within_its_share(settings: Settings) -> None:
    small = replace(settings, audit_mb=1)
    for _ in range(1200):
        write_audit(small, "x" * 1000, "somebody", "10.0.0.1")
    folder = registers_folder(settings)
    sizes = [(folder / name).stat().st_size for name in (AUDIT_FILE, OLDER_AUDIT_FILE)]
    assert sum(sizes) < 1_010_000
    assert all(json.loads(line)["who"] for line in (folder / AUDIT_FILE).read_text().splitlines())


@pytest.mark.parametrize("secret", ["x", "elevenchars"])
def test_a_short_secret_is_refused_at_start(secret: str) -> None:
    with pytest.raises(UserError, match="12"):
        load({"EQUITY_ADMIN_SECRET": secret})
    assert load({"EQUITY_ADMIN_SECRET": secret + "x" * 11}).admin_secret
