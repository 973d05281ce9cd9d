"""The warehouse as it would be after an import, built in a folder of its own: compared with what serves now,
and, when the user confirms, put in its place without being built again."""

import json
import shutil
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from equity.checking.outcome import Examination
from equity.checking.progress import Report, unheard
from equity.indicators.registry import registry
from equity.indicators.rules import rule_tables
from equity.intake.placed import PLACES_FILE, compare_places, write_places
from equity.intake.versions import state, write_data
from equity.say import Label, texts_of
from equity.settings import Settings
from equity.sources.registers import DATA_FILE, HISTORY_FILE, REGISTERS_DIR, file_digest, history_path
from equity.warehouse import build, open_warehouse

TEXTS = texts_of(__name__)

DRAFT_DIR, ABOUT_FILE, CANDIDATE = "draft", "draft.json", "candidate"


@dataclass(frozen=True)
class Draft:
    """A draft on disk. ``warehouse`` is the file itself; ``places`` the changed places; ``warnings`` are those
    of the build: (meaning, rows). ``origin``: :func:`~equity.intake.versions.state` of the registers it builds on."""

    warehouse: Path
    places: Path
    warnings: tuple[tuple[Label, int], ...]
    origin: str


def build_draft(
    settings: Settings, examination: Examination, folder: Path, *, report: Report = unheard
) -> Draft:
    """Build with the accepted rows below ``folder``; whatever stops it leaves nothing there.

    Raises :class:`~equity.errors.UserError` where nothing was accepted or the build refuses the data.
    """
    if not examination.can_commit:
        raise TEXTS.user_error("no_rows")
    drop_draft(folder)
    draft, origin = folder / DRAFT_DIR, state(settings)
    try:
        draft.mkdir()
        _copy_registers(settings, draft, examination)
        report("inputs", 0, 1)
        built = build(
            replace(settings, var_dir=draft), rule_tables(registry()), progress=_without_swap(report)
        )
        shutil.rmtree(draft / REGISTERS_DIR)
        report("compare", 0, 1)
        _write_changes(settings, examination, built.path, draft / PLACES_FILE)
        about = {"origin": origin, "warnings": [[w.meaning, w.count] for w in built.warnings]}
        (draft / ABOUT_FILE).write_text(json.dumps(about, ensure_ascii=False), encoding="utf-8")
        report("compare", 1, 1)
    except BaseException:
        drop_draft(folder)
        raise
    found = find_draft(folder)
    assert found is not None
    return found


def find_draft(folder: Path) -> Draft | None:
    """The finished draft below ``folder``; None where there is none."""
    draft = folder / DRAFT_DIR
    try:
        about = json.loads((draft / ABOUT_FILE).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    warnings = tuple((_in_both(meaning), int(count)) for meaning, count in about["warnings"])
    warehouse = Settings(var_dir=draft).warehouse_path.resolve()
    if not warehouse.exists():  # it was put in place
        return None
    return Draft(warehouse, draft / PLACES_FILE, warnings, about["origin"])


def _in_both(meaning: str) -> Label:
    """A check says what it means as "中文 | English"."""
    zh, _, en = meaning.partition(" | ")
    return Label(zh, en or zh)


def drop_draft(folder: Path) -> None:
    shutil.rmtree(folder / DRAFT_DIR, ignore_errors=True)


def _without_swap(report: Report) -> Report:
    """A draft is swapped in too, but only within its own folder: nothing that a user would wait for."""
    return lambda stage, done, total: None if stage == "swap" else report(stage, done, total)


def _write_changes(settings: Settings, examination: Examination, after: Path, path: Path) -> None:
    with closing(open_warehouse(settings.warehouse_path)) as before, closing(open_warehouse(after)) as now:
        write_places(path, compare_places(before, now, examination))


def _copy_registers(settings: Settings, folder: Path, examination: Examination) -> None:
    """The registers in force as links, and the candidate after them."""
    source, target = settings.var_dir / REGISTERS_DIR, folder / REGISTERS_DIR
    target.mkdir()
    for version in source.glob("*/[0-9]*/"):
        (target / version.parent.name).mkdir(exist_ok=True)
        (target / version.parent.name / version.name).symlink_to(version.resolve())
    dataset = examination.dataset
    candidate = target / dataset.id / CANDIDATE
    candidate.mkdir(parents=True)
    write_data(candidate / DATA_FILE, examination.accepted)
    entry = {
        "action": "commit",
        "version": CANDIDATE,
        "dataset": dataset.id,
        "table": dataset.table,
        "service": dataset.service,
        "scope": list(examination.scope),
        "append": examination.options.append,
        "digest": file_digest(candidate / DATA_FILE),
    }
    before = history_path(settings.var_dir)
    text = before.read_text(encoding="utf-8") if before.exists() else ""
    (target / HISTORY_FILE).write_text(text + json.dumps(entry) + "\n", encoding="utf-8")
