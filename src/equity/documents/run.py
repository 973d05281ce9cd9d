"""Exports of many zones at once: parallel over the cores, one failure does not stop the others."""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from equity.children import end_with_pool
from equity.documents.files import check_folder, write_file
from equity.documents.identity import Options
from equity.documents.making import check_zone, make_report, read_shapes
from equity.documents.store import store_report
from equity.documents.writers import FORMATS, ZIP, bundle_of, check_formats, file_stem, write_format
from equity.errors import UserError
from equity.indicators.compute import Indicators
from equity.say import Label
from equity.settings import Settings, load
from equity.views.model import Report

Progress = Callable[["Exported"], None]


@dataclass(frozen=True, slots=True)
class Exported:
    """What came of one zone: its snapshot id and files, or the reason there are none (zh and en)."""

    zone: str
    lang: str
    snapshot_id: str
    files: tuple[Path, ...] = ()
    failure: Label | None = None

    @property
    def ok(self) -> bool:
        return self.failure is None


def export(
    indicators: Indicators,
    zones: Sequence[str],
    formats: Sequence[str],
    lang: str = "zh",
    out: Path = Path(),
    *,
    settings: Settings | None = None,
    options: Options | None = None,
    workers: int | None = None,
    progress: Progress | None = None,
) -> list[Exported]:
    """Write snapshots of ``zones`` in ``formats`` (of :data:`~equity.documents.writers.NAMES`) to ``out``; keep each in the
    store.

    Results come in the order of ``zones``; ``progress`` is called as each is done. An unknown zone or format and a folder that
    cannot be written raise :class:`UserError` before any work; a zone that fails later is reported in its result and does not
    stop the others. ``settings`` are those of the environment unless given.
    """
    settings = settings or load()
    names = tuple(dict.fromkeys(formats))
    check_formats(names)
    wanted = list(dict.fromkeys(zones))
    for zone in wanted:
        check_zone(indicators, zone)
    check_folder(out)
    options = options or Options(base_url=settings.base_url, approval=settings.map_approval)
    shapes = read_shapes(settings)
    done: dict[str, Exported] = {}
    reports = []
    for zone in wanted:
        try:
            reports.append(make_report(indicators, zone, lang, options, shapes=shapes))
        except Exception as error:  # reported with the others
            done[zone] = _failed(zone, lang, "", error)
            if progress:
                progress(done[zone])
    for result in _run(reports, names, out, settings, workers or min(os.cpu_count() or 1, len(wanted))):
        done[result.zone] = result
        if progress:
            progress(result)
    return [done[zone] for zone in wanted]


def _run(
    reports: Sequence[Report], names: tuple[str, ...], out: Path, settings: Settings, workers: int
) -> Iterator[Exported]:
    if workers <= 1 or len(reports) == 1:
        for report in reports:
            yield write_zone(report, names, out, settings)
        return
    # spawn: the parent holds an open DuckDB and threads, which a fork would inherit in an unknown state
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=end_with_pool) as pool:
        waiting = {pool.submit(write_zone, report, names, out, settings): report for report in reports}
        for future in as_completed(waiting):
            try:
                yield future.result()
            except Exception as error:  # a worker that died (memory, signal) must not take the others along
                report = waiting[future]
                yield _failed(report.zone, report.lang, report.id, error)


def write_zone(report: Report, names: tuple[str, ...], out: Path, settings: Settings) -> Exported:
    """All files of one report. All are made before the first is written, so that a failed zone leaves nothing behind."""
    try:
        singles = tuple(n for n in names if n != ZIP.name)
        needed = tuple(FORMATS) if ZIP.name in names else singles
        made = {name: write_format(report, name) for name in needed}
        files = {file: body for name in singles for file, body in made[name].items()}
        if ZIP.name in names:
            files[f"{file_stem(report)}.zip"] = bundle_of(report, made)
        store_report(report, settings)
        written: list[Path] = []
        try:
            for name, body in files.items():
                write_file(out / name, body)
                written.append(out / name)
        except UserError:
            for path in written:
                path.unlink(missing_ok=True)
            raise
        return Exported(report.zone, report.lang, report.id, tuple(written))
    except Exception as error:  # one zone's failure is reported, not spread
        return _failed(report.zone, report.lang, report.id, error)


def _failed(zone: str, lang: str, snapshot_id: str, error: Exception) -> Exported:
    """Words, not the exception: they travel between processes."""
    if isinstance(error, UserError):
        reason = Label(error.zh, error.en)
    else:
        said = f"{type(error).__name__}: {error}"
        reason = Label(f"{zone} 导出失败：{said}", f"export of {zone} failed: {said}")
    return Exported(zone, lang, snapshot_id, failure=reason)
