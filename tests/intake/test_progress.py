"""Every slow step says how far it is and can be stopped; whatever stage it is in, nothing stays behind."""

from __future__ import annotations

import fcntl
import io
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from equity import children
from equity.app import create_app
from equity.checking.outcome import examination_of
from equity.checking.progress import STAGES, WEIGHTS, share_done
from equity.errors import UserError
from equity.importing.rate_limit import LIMITS_FILE
from equity.indicators.store import build_warehouse, is_current
from equity.intake import draft, job, staging, versions
from equity.intake.job import Order, State
from equity.settings import PROJECT_ROOT, Settings
from tests.intake.test_versions import examined, register_text, version_of
from tests.intake.test_web import SECRET, sign_in
from tests.world import write_world

# A stand-in for a large register: the named stage takes a minute, in the same process as the real work.
SLOW = """
import sys, time
from importlib import import_module
stage = {stage!r}
def slow(module, name):
    module = import_module(module)
    real = getattr(module, name)
    def wait(*args, **kwargs):
        print("there", file=sys.stderr, flush=True)
        for _ in range(600):
            time.sleep(0.1)
        return real(*args, **kwargs)
    setattr(module, name, wait)
slow(*{{
    "read": ("equity.reading.isolate", "read_raw"),
    "check": ("equity.checking.check_facilities", "find_places"),
    "access": ("equity.warehouse.build", "run_checks"),
    "compare": ("equity.intake.draft", "write_places"),
    "store": ("equity.intake.versions", "_sync"),
}}[stage])
"""
STEP_OF = {"read": "read", "check": "check", "access": "preview", "compare": "preview", "store": "commit"}


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = tmp_path_factory.mktemp("progress")
    made = Settings(
        data_dir=write_world(folder / "data"), var_dir=folder / "var", threads=1, admin_secret=SECRET
    )
    build_warehouse(made)
    return made


@pytest.fixture
def untouched(settings: Settings) -> Iterator[None]:
    """After the test the data serve as before, and no file of the import is left."""
    before, files = version_of(settings), everything(settings)
    yield
    assert version_of(settings) == before and is_current(settings)
    assert everything(settings) == files


def everything(settings: Settings) -> set[str]:
    """All files below ``var`` except locks, the audit and the count of requests."""
    spared = {"lock", "build.lock", "audit.jsonl", LIMITS_FILE}
    return {
        str(p.relative_to(settings.var_dir))
        for p in settings.var_dir.rglob("*")
        if p.is_file() and p.name not in spared
    }


def staged(settings: Settings, *steps: str) -> Path:
    """An uploaded register, taken through some steps."""
    folder = staging.new_folder(settings)
    (folder / staging.UPLOAD_FILE).write_text(register_text(3, 4), encoding="utf-8")
    choices = {"dataset": "clinic", "source": "卫健委 2024", "datum": "wgs84"}
    staging.remember_upload(folder, file="名单.csv", choices=choices)
    for step in steps:
        assert job.start_job(settings, folder, Order(step), wait_s=300).state == job.READY
    return folder


@pytest.fixture
def slowed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """``sitecustomize`` is what a child process runs first: there the stage named in the environment is slowed."""
    site = tmp_path / "site"
    site.mkdir()
    (site / "slow_stage.py").write_text(
        "import os\nexec(os.environ['SLOW'])\nfrom equity.intake import job_process\n"
        "import sys\nraise SystemExit(job_process.main(sys.argv[1:]))\n"
    )
    monkeypatch.setattr(children, "SOURCES", f"{children.SOURCES}{os.pathsep}{site}")
    monkeypatch.setattr(job, "MODULE", "slow_stage")
    yield


def wait_until(what: object, seconds: float = 120.0) -> None:
    ends = time.monotonic() + seconds
    while not what():  # type: ignore[operator]
        assert time.monotonic() < ends, "waited in vain"
        time.sleep(0.05)


@pytest.mark.usefixtures("untouched", "slowed")
@pytest.mark.parametrize("stage", STEP_OF)
def test_a_job_is_stopped_in_every_stage_and_leaves_nothing(
    stage: str, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    earlier = {"read": (), "check": (), "preview": ("read",), "commit": ("read", "preview")}[STEP_OF[stage]]
    with monkeypatch.context() as normal:
        normal.setattr(job, "MODULE", "equity.intake.job_process")
        folder = staged(settings, *earlier)
    monkeypatch.setenv("SLOW", SLOW.format(stage=stage))
    order = Order("read" if stage == "check" else STEP_OF[stage])
    state = job.start_job(settings, folder, order, wait_s=0)
    wait_until(lambda: b"there" in (folder / job.COMPLAINTS_FILE).read_bytes())
    state = job.job_state(folder)
    assert state.state == job.WORKING and state.can_cancel and 0 <= state.share < 1
    assert state.stage in WEIGHTS[order.step]
    started = time.monotonic()
    assert job.cancel_job(folder)
    assert time.monotonic() - started < 30 and not folder.exists()


@pytest.mark.parametrize("goes", ["before", "between"])
def test_an_upload_that_goes_away_while_it_is_cancelled_is_no_error(
    goes: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The process itself removes its upload when it is stopped; whoever looks meanwhile finds nothing, or half of it."""
    folder = tmp_path / "upload"
    folder.mkdir()
    job.write_state(folder, State(job.READY))
    looks = iter([True, goes == "before", False])

    def is_working(asked: Path) -> bool:
        shutil.rmtree(asked, ignore_errors=True)
        return next(looks)

    monkeypatch.setattr(job, "is_working", is_working)
    assert job.cancel_job(folder) and not folder.exists()
    with pytest.raises(UserError):
        job.job_state(folder)


@pytest.mark.usefixtures("untouched", "slowed")
def test_a_job_of_a_server_in_the_background_is_stopped_too(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Started with nohup or from a script, a server and all its children have Ctrl-C ignored."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        test_a_job_is_stopped_in_every_stage_and_leaves_nothing("check", settings, monkeypatch)
    finally:
        signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("untouched", "slowed")
def test_a_killed_job_is_noticed(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as normal:
        normal.setattr(job, "MODULE", "equity.intake.job_process")
        folder = staged(settings, "read")
    monkeypatch.setenv(
        "SLOW", SLOW.format(stage="access") + "import os\nprint('pid', os.getpid(), file=sys.stderr)\n"
    )
    job.start_job(settings, folder, Order("preview"), wait_s=0)
    complaints = folder / job.COMPLAINTS_FILE
    wait_until(lambda: b"there" in complaints.read_bytes())
    found = re.search(rb"pid (\d+)", complaints.read_bytes())
    assert found
    os.kill(int(found[1]), signal.SIGKILL)
    wait_until(lambda: job.job_state(folder).state == job.FAILED)
    assert "意外中止" in job.job_state(folder).zh
    staging.discard(folder)


@pytest.mark.usefixtures("untouched")
def test_two_steps_at_once_are_refused(settings: Settings) -> None:
    folder = staged(settings, "read")
    with (folder / staging.JOB_LOCK).open("r+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        job.write_state(folder, State(job.WORKING, "preview"))
        with pytest.raises(ValueError, match="still being worked on"):
            job.start_job(settings, folder, Order("preview"), wait_s=0)
    staging.discard(folder)


@pytest.mark.usefixtures("untouched")
def test_a_step_may_follow_while_the_one_before_is_just_ending(settings: Settings) -> None:
    folder = staged(settings, "read")
    lock = (folder / staging.JOB_LOCK).open("r+")
    fcntl.flock(lock, fcntl.LOCK_EX)  # its state is "ready" already, its process not yet gone
    threading.Timer(0.5, lock.close).start()
    assert job.start_job(settings, folder, Order("check"), wait_s=300).state == job.READY
    staging.discard(folder)


def test_the_preview_is_not_built_again_for_the_commit(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = version_of(settings)
    folder = staged(settings, "read", "preview")
    found = draft.find_draft(folder)
    assert found is not None
    inode = found.warehouse.stat().st_ino
    heard: list[str] = []
    entry, built = versions.commit(
        settings,
        examination_of(folder),
        who="x",
        file="y",
        prepared=found.warehouse,
        report=lambda stage, done, total: heard.append(stage),
    )
    assert settings.warehouse_path.resolve().stat().st_ino == inode and set(heard) == {"store", "swap"}
    assert built.data_version == version_of(settings) and is_current(settings)
    versions.undo(settings, entry["version"], who="x")
    assert version_of(settings) == before
    # what was built on other registers than those in force now is no use any more
    stale = staged(settings, "read", "preview")
    other, _ = versions.commit(settings, examined(settings, register_text(9)), who="x", file="y")
    again = draft.find_draft(stale)
    assert again is not None and again.origin != versions.state(settings)
    heard.clear()
    entry, built = versions.commit(
        settings,
        examination_of(stale),
        who="x",
        file="y",
        prepared=again.warehouse,
        report=lambda stage, done, total: heard.append(stage),
    )
    assert "access" in heard and is_current(settings)
    for version in (entry["version"], other["version"]):
        versions.undo(settings, version, who="x")
    for path in (folder, stale):
        staging.discard(path)
    (settings.var_dir / "upload.csv").unlink()


def test_what_is_kept_comes_back_as_it_was(settings: Settings) -> None:
    folder = staged(settings, "read")
    (folder / "own").mkdir()
    outcome = examined(Settings(data_dir=settings.data_dir, var_dir=folder / "own"), register_text(3, 4))
    back = examination_of(folder)
    assert back.accepted.equals(outcome.accepted)
    assert back.accepted.dtypes.to_dict() == outcome.accepted.dtypes.to_dict()
    assert (back.options.source, back.scope, back.services, back.rows_read) == (
        "卫健委 2024",
        outcome.scope,
        outcome.services,
        2,
    )
    assert [t.datum for t in back.trials] == [t.datum for t in outcome.trials]
    staging.discard(folder)


def test_shares_grow_from_stage_to_stage() -> None:
    for step, weights in WEIGHTS.items():
        shares = [share_done(step, stage, done, 4) for stage in weights for done in range(5)]
        assert shares == sorted(shares) and shares[0] == 0 and shares[-1] == pytest.approx(1)
        assert set(weights) <= set(STAGES)
    assert share_done("read", "read", 50_000, 0) == 0  # of unknown length
    assert State().can_cancel and not State(stage="swap").can_cancel


# The command line: the real command in a process of its own, stopped as a terminal does it.
INTERRUPTED = """
import os, sys
exec(os.environ["SLOW"])
import equity.cli
sys.argv = ["equity", *sys.argv[1:]]
raise SystemExit(equity.cli.main())
"""


@pytest.mark.usefixtures("untouched")
@pytest.mark.parametrize("stage", STEP_OF)
def test_ctrl_c_leaves_nothing_behind(stage: str, settings: Settings, tmp_path: Path) -> None:
    file = tmp_path / "名单.csv"
    file.write_text(register_text(3, 4), encoding="utf-8")
    environment = os.environ | {
        "PYTHONPATH": str(PROJECT_ROOT / "src"),
        "EQUITY_DATA_DIR": str(settings.data_dir),
        "EQUITY_VAR_DIR": str(settings.var_dir),
        "SLOW": SLOW.format(stage=stage),
    }
    arguments = ["import", str(file), "-d", "clinic", "-s", "x", "--datum", "wgs84", "--yes"]
    said = tmp_path / "said.txt"
    with said.open("wb") as out:
        command = subprocess.Popen(
            [sys.executable, "-c", INTERRUPTED, *arguments], env=environment, stdout=out, stderr=out
        )
        wait_until(lambda: b"there" in said.read_bytes() or command.poll() is not None)
        command.send_signal(signal.SIGINT)
        code = command.wait(50)
    assert code == 130, said.read_text(encoding="utf-8")
    assert "已取消" in said.read_text(encoding="utf-8")


def test_a_killed_command_line_is_swept_by_the_next(settings: Settings) -> None:
    with staging.held_folder(settings) as held:
        other = staging.new_folder(settings)
        assert held.exists()  # in use
        left = staging.new_folder(settings)
        (left / staging.HELD_FILE).touch()  # as a killed process leaves it
        staging.discard(staging.new_folder(settings))
        assert held.exists() and other.exists() and not left.exists()
    assert not held.exists()
    staging.discard(other)


@pytest.fixture
def client(settings: Settings) -> FlaskClient:
    return create_app(settings).server.test_client()


@pytest.mark.usefixtures("untouched", "slowed")
@pytest.mark.parametrize(
    ("stage", "words"), [("check", "检查各行"), ("access", "计算可及性"), ("store", "写入新版本")]
)
def test_the_page_shows_the_stage_and_cancels_it(
    stage: str, words: str, settings: Settings, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("review", "upload"):
        monkeypatch.setattr(f"equity.importing.{module}.WAIT_S", 0.0)
    csrf = sign_in(client)
    monkeypatch.setenv("SLOW", SLOW.format(stage=stage))
    if stage == "check":
        data = {"csrf": csrf, "dataset": "clinic", "source": "x"}
        content = io.BytesIO(register_text(3).encode())
        where = client.post("/data/import/upload", data=data | {"file": (content, "名单.csv")}).headers[
            "Location"
        ]
    else:
        with monkeypatch.context() as normal:
            normal.setattr(job, "MODULE", "equity.intake.job_process")
            folder = staged(settings, "read", *(["preview"] if stage == "store" else []))
        where = f"/data/import/{folder.name}"
        if stage == "store":
            assert client.post(where + "/commit", data={"csrf": csrf}).status_code == 302
        else:
            assert 'http-equiv="refresh"' in client.get(where + "/preview").text
    wait_until(lambda: f'id="stage">{words}' in client.get(where).text)
    page = client.get(where).text
    assert "<progress" in page and 'id="cancel"' in page and 'aria-current="step"' in page
    answer = client.post(where + "/cancel", data={"csrf": csrf})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/data/import/")
    assert client.get(where).status_code == 400


def test_the_audit_says_who_committed(settings: Settings, client: FlaskClient) -> None:
    folder = staged(settings, "read", "preview")
    order = Order("commit", "王五", "10.0.0.7", versions.state(settings))
    state = job.start_job(settings, folder, order, wait_s=300)
    assert state.state == job.COMMITTED, state
    lines = (versions.registers_folder(settings) / "audit.jsonl").read_text(encoding="utf-8").splitlines()
    said = json.loads(lines[-1])
    assert (said["act"], said["who"], said["address"], said["version"]) == (
        "committed",
        "王五",
        "10.0.0.7",
        state.version,
    )
    assert not job.cancel_job(folder)  # it is done; the history has the undo
    staging.discard(folder)
    versions.undo(settings, state.version, who="x")
