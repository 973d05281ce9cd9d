"""Exports of several zones, and what happens when something is wrong."""

from __future__ import annotations

import errno
import os
import threading
from pathlib import Path

import pytest
from typer.testing import CliRunner

from equity.cli.main import app
from equity.documents import files, run
from equity.documents.files import write_file
from equity.documents.run import export
from equity.documents.store import load_report
from equity.documents.writers import Format
from equity.errors import UserError
from equity.say import Label


def listing(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.iterdir()) if folder.exists() else []


def test_several_zones_alone_and_in_parallel_give_the_same(shipped, shipped_settings, tmp_path) -> None:
    zones, seen = ["530111", "530129", "530100"], []
    for name, workers in (("a", 1), ("b", 2)):
        results = export(
            shipped,
            zones,
            ["pdf", "csv"],
            "zh",
            tmp_path / name,
            settings=shipped_settings,
            workers=workers,
            progress=seen.append,
        )
        assert [r.zone for r in results] == zones and all(r.ok for r in results)
        assert listing(tmp_path / name) == sorted(p.name for r in results for p in r.files)
    assert len(seen) == 6
    for name in listing(tmp_path / "a"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()
    for result in results:
        kept = load_report(result.snapshot_id, shipped_settings)
        assert kept is not None and kept.zone == result.zone


def test_two_exports_at_once_to_one_folder(shipped, shipped_settings, tmp_path) -> None:
    found, failed = [], []

    def one() -> None:
        try:
            found.append(
                export(
                    shipped, ["530111"], ["pdf", "docx", "gpkg"], "zh", tmp_path, settings=shipped_settings
                )
            )
        except Exception as error:
            failed.append(error)

    threads = [threading.Thread(target=one) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed and all(r.ok for results in found for r in results)
    assert len(listing(tmp_path)) == 3


@pytest.mark.parametrize(
    ("zones", "formats", "said"),
    [(["530999"], ["pdf"], "530111"), (["530111"], ["odt"], "docx"), (["530111"], [], "docx")],
)
def test_wrong_codes_are_refused_before_any_work(
    zones, formats, said, shipped, shipped_settings, tmp_path
) -> None:
    with pytest.raises(UserError) as caught:
        export(shipped, zones, formats, "zh", tmp_path / "out", settings=shipped_settings)
    assert said in caught.value.en and not listing(tmp_path)


def test_a_folder_that_is_a_file(shipped, shipped_settings, tmp_path) -> None:
    (tmp_path / "out").write_text("x")
    with pytest.raises(UserError, match="not a folder"):
        export(shipped, ["530111"], ["csv"], "zh", tmp_path / "out", settings=shipped_settings)


def test_a_folder_that_may_not_be_written(shipped, shipped_settings, tmp_path, monkeypatch) -> None:
    def refuse(*_args, **_options):
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(files.tempfile, "TemporaryFile", refuse)
    with pytest.raises(UserError) as caught:
        export(shipped, ["530111"], ["csv"], "zh", tmp_path, settings=shipped_settings)
    assert "没有写入权限" in caught.value.zh and "not permitted" in caught.value.en


def test_disk_full_leaves_no_half_written_file(shipped, shipped_settings, tmp_path, monkeypatch) -> None:
    real, calls = os.fsync, []

    def full(handle: int) -> None:
        calls.append(handle)
        if len(calls) > 1:
            raise OSError(errno.ENOSPC, "No space left on device")
        real(handle)

    export(
        shipped, ["530111"], ["csv"], "zh", tmp_path / "before", settings=shipped_settings
    )  # keeps the snapshot
    monkeypatch.setattr(files.os, "fsync", full)
    (result,) = export(shipped, ["530111"], ["csv"], "zh", tmp_path / "out", settings=shipped_settings)
    assert not result.ok and result.failure is not None
    assert "磁盘空间不足" in result.failure.zh and "disk is full" in result.failure.en
    assert listing(tmp_path / "out") == []


def test_a_failed_write_keeps_the_old_file(tmp_path, monkeypatch) -> None:
    path = tmp_path / "a.txt"
    write_file(path, b"old")

    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(files.os, "fsync", full)
    with pytest.raises(UserError, match="disk is full"):
        write_file(path, b"new")
    assert path.read_bytes() == b"old" and listing(tmp_path) == ["a.txt"]


def test_one_failure_does_not_stop_the_rest(shipped, shipped_settings, tmp_path, monkeypatch) -> None:
    def fragile(snapshot):
        if snapshot.zone == "530112":
            raise RuntimeError("broken")
        return {".csv": b"ok"}

    monkeypatch.setitem(run.FORMATS, "csv", Format("csv", Label("", ""), "text/csv", fragile))
    results = export(
        shipped, ["530111", "530112", "530113"], ["csv"], "zh", tmp_path, settings=shipped_settings, workers=1
    )
    assert [r.ok for r in results] == [True, False, True]
    assert results[1].failure is not None and "RuntimeError: broken" in results[1].failure.en
    assert len(listing(tmp_path)) == 2


def test_command_line(shipped_settings, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr("equity.settings.load", lambda: shipped_settings)
    runner = CliRunner()
    done = runner.invoke(
        app,
        ["export", "--district", "530111", "--format", "pdf,xlsx", "--lang", "en", "--out", str(tmp_path)],
    )
    assert done.exit_code == 0, done.output
    assert len(listing(tmp_path)) == 2
    checked = runner.invoke(app, ["verify", *(str(p) for p in tmp_path.iterdir()), "--lang", "en"])
    assert checked.exit_code == 0 and checked.output.count("matches its snapshot") == 2
    nothing = runner.invoke(app, ["export"])
    assert isinstance(nothing.exception, UserError)
