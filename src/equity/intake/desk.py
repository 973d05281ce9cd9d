"""The steps of one import as page and command line both take them: stage, propose, examine. Staged files are only
numbers to the server: they get names of our own, and go after a day."""

import json
import re
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, fields
from pathlib import Path, PurePosixPath
from typing import Any

from equity.errors import UserError
from equity.intake.check import Options
from equity.intake.clean import OUR_COLUMNS, REJECTED_ROW
from equity.intake.coordinate_columns import joined_degrees
from equity.intake.datasets import Dataset, find_table
from equity.intake.datum import datum_id
from equity.intake.examine import examine
from equity.intake.gazetteer import Gazetteer
from equity.intake.layout import Layout, clean_name, find_layout
from equity.intake.limits import HEADER_SEARCH_ROWS, MAX_UPLOAD_BYTES
from equity.intake.mapping import Mapping, correct, recall, remember
from equity.intake.outcome import Examination, Outcome
from equity.intake.progress import Report, unheard
from equity.intake.propose import propose
from equity.intake.reading.raw import RawTable, read_raw
from equity.intake.shapes import Shape, propose_shape
from equity.intake.surroundings import Surroundings
from equity.intake.versions import registers_folder
from equity.locks import Lock, is_held
from equity.say import Label, texts_of
from equity.schema import tables_of
from equity.settings import Settings
from equity.sources.inputs import read_inputs
from equity.sources.registers import history_path
from equity.sources.tables import read_table
from equity.space import MB, NoRoom, items, make_room

TEXTS = texts_of(__name__)

STAGING_DIR, UPLOAD_FILE, ABOUT_FILE, HELD_FILE = "intake", "upload", "desk.json", "held.lock"
JOB_LOCK = "job.lock"  # held by the process that works on it
TOKEN = re.compile(r"[0-9a-f]{32}")
KEEP_S, QUIET_S = 24 * 3600, 3600
SAMPLE_ROWS = 60
AS_IT_IS = "as_it_is"


@dataclass
class Choices:
    """What the user decided, as text: kept with the staged file, the same for page and command line."""

    dataset: str = ""
    sheet: str = ""
    encoding: str = ""
    delimiter: str = ""
    header_row: int = 0
    columns: dict[str, str] = field(default_factory=dict)
    datum: str = ""
    year: int | None = None
    source: str = ""
    covers: str = ""
    fit_census: bool = False
    answers: dict[str, str] = field(default_factory=dict)
    append: bool | None = None  # not decided: a file of rejected rows is added, any other replaces

    def __post_init__(self) -> None:
        self.datum = datum_id(self.datum)


@dataclass
class Plan:
    """What a file was taken for: its dataset, header and mapping, the first rows to look at, and the table itself.

    ``shape``: how a table of another shape would be read; ``raw`` is that table unless the user wants it as it is."""

    dataset: Dataset
    layout: Layout
    mapping: Mapping
    sample: list[list[str]]
    raw: RawTable
    shape: Shape | None = None

    @property
    def reading(self) -> list[Label]:
        """How the file was read, in words."""
        return [*self.raw.about.notes, *self.layout.notes]

    def told(self, outcome: Outcome) -> list[Label]:
        """All that is said beside the findings, in words: how the file was read, what no field takes, the trials."""
        said = self.reading
        if self.mapping.remembered:
            said.append(TEXTS.remembered)
        if self.unused:
            said.append(TEXTS.unused.format(unused=self.unused))
        return [*said, *(trial.sentence for trial in outcome.trials)]

    @property
    def unused(self) -> tuple[str, ...]:
        """Columns with a name that no field takes."""
        used, named = self.mapping.taken, enumerate(self.layout.names)
        return tuple(n for i, n in named if n and i not in used and n not in OUR_COLUMNS)


def new_folder(settings: Settings) -> Path:
    """An empty staging folder; old ones are swept first."""
    parent = settings.var_dir / STAGING_DIR
    parent.mkdir(parents=True, exist_ok=True)
    for old in parent.iterdir():
        if _is_abandoned(old):
            shutil.rmtree(old, ignore_errors=True)
    limit = settings.uploads_mb * MB
    if not make_room(items(parent), MAX_UPLOAD_BYTES, limit, keep=lambda path: not _is_quiet(path)):
        raise NoRoom("待导入文件", "uploads", "EQUITY_UPLOADS_MB")
    folder = parent / secrets.token_hex(16)
    folder.mkdir(mode=0o700)
    return folder


@contextmanager
def held_folder(settings: Settings) -> Iterator[Path]:
    """A staging folder for as long as this process needs it. Killed in between, the next import sweeps it away."""
    folder = new_folder(settings)
    try:
        with Lock(folder / HELD_FILE):
            yield folder
    finally:
        discard(folder)


def _is_quiet(folder: Path) -> bool:
    """Whether nothing happens with an upload, and nobody has looked after it for an hour: it may go when room is needed."""
    try:
        held = is_held(folder / HELD_FILE) or is_held(folder / JOB_LOCK)
        return not held and time.time() - folder.stat().st_mtime > QUIET_S
    except OSError:
        return False


def _is_abandoned(folder: Path) -> bool:
    """Whether nobody comes back for it: left by a killed command line, or uploaded more than a day ago."""
    try:
        if (folder / HELD_FILE).exists():
            return not is_held(folder / HELD_FILE)
        return time.time() - folder.stat().st_mtime > KEEP_S
    except OSError:  # gone meanwhile
        return False


def staged_folder(settings: Settings, token: str) -> Path:
    """The folder of a token; raises :class:`UserError` for anything that is not one of ours."""
    folder = settings.var_dir / STAGING_DIR / token
    if not TOKEN.fullmatch(token) or not folder.is_dir():
        raise expired()
    return folder


def expired() -> UserError:
    return TEXTS.user_error("expired")


def discard(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)


def remember_desk(folder: Path, **about: Any) -> None:
    """Keep what the page needs for the next step (file name, who, choices)."""
    (folder / ABOUT_FILE).write_text(json.dumps(about, ensure_ascii=False), encoding="utf-8")


def recall_desk(folder: Path) -> dict[str, Any]:
    return dict(json.loads((folder / ABOUT_FILE).read_text(encoding="utf-8")))


def choices_of(folder: Path) -> Choices:
    """What the user decided so far."""
    known = {f.name for f in fields(Choices)}
    return Choices(**{k: v for k, v in recall_desk(folder)["choices"].items() if k in known})


def load(folder: Path) -> RawTable:
    return read_raw(folder)


def display_name(name: str) -> str:
    """A file name fit to be shown and recorded: its last part, printable, at most 120 characters."""
    last = PurePosixPath(name.replace("\\", "/")).name
    return "".join(c for c in last if c.isprintable())[:120] or "—"


def make_plan(settings: Settings, raw: RawTable, choices: Choices) -> Plan:
    """Header and mapping: as last time where a file of this shape is known, else proposed; then the
    user's corrections."""
    dataset = find_table(choices.dataset)
    gazetteer = read_gazetteer(settings)
    head, numbers = raw.head(), raw.numbers(HEADER_SEARCH_ROWS)
    if raw.about.has_header and not choices.header_row:
        layout = Layout((numbers[0],), tuple(map(clean_name, head[0])))
    else:
        layout = find_layout(
            head,
            numbers,
            raw.about.merged,
            row=choices.header_row,
            is_place=lambda text: gazetteer.level(text) in ("city", "division"),
        )
    shape = propose_shape(dataset, raw, layout, gazetteer)
    if shape is not None and choices.answers.get("shape") != AS_IT_IS:
        raw, layout = shape.raw, shape.layout
    raw, layout = joined_degrees(raw, layout)
    sample = raw.below(layout.last_row, SAMPLE_ROWS)
    mapping = recall(registers_folder(settings), dataset, layout.names) or propose(
        dataset, layout.names, sample, gazetteer.city, datum=choices.datum, cut=raw.about.cut
    )
    mapping = correct(mapping, dataset, layout.names, choices.columns)
    return Plan(dataset, layout, mapping, sample, raw, shape)


def read_gazetteer(settings: Settings) -> Gazetteer:
    """The names of places, without the rest of the data."""
    declared = tables_of(settings.city)
    tables = (declared[name] for name in ("divisions", "townships", "communities"))
    return Gazetteer(settings.city, *(read_table(table, settings.data_dir / table.path) for table in tables))


def surroundings(settings: Settings) -> Surroundings:
    return Surroundings(read_inputs(settings.data_dir, history_path(settings.var_dir)))


def check(plan: Plan, choices: Choices, around: Surroundings, *, report: Report = unheard) -> Examination:
    """The examination under the user's choices."""
    options = Options(
        datum=choices.datum,
        year=choices.year,
        source=choices.source.strip(),
        covers=read_covers(choices.covers, around),
        fit_census=choices.fit_census,
        append=appends(plan, choices),
        answers=choices.answers,
    )
    return examine(
        plan.raw, plan.layout, plan.mapping, plan.dataset, options, around, shape=plan.shape, report=report
    )


def remember_mapping(settings: Settings, plan: Plan, choices: Choices) -> None:
    """After a commit: the mapping is kept for the next file of this shape."""
    remember(registers_folder(settings), plan.dataset, plan.layout.names, plan.mapping, choices.datum)


def appends(plan: Plan, choices: Choices) -> bool:
    """Whether the file is added to the register there is, instead of replacing it in its divisions."""
    if plan.dataset.table != "facilities":
        return False
    return REJECTED_ROW in plan.layout.names if choices.append is None else choices.append


def read_covers(text: str, around: Surroundings) -> tuple[str, ...]:
    """Codes of the divisions a register is complete for: "all", or codes and names separated by commas."""
    names = [part.strip() for part in re.split(r"[,,、;;\s]+", text) if part.strip()]
    city = around.inputs.city.code
    if any(n.lower() in ("all", "全部", "全市", city) for n in names):
        return tuple(around.gazetteer.names)
    codes = []
    for name in names:
        answer = around.gazetteer.division(name)
        if not answer.code or answer.code == city:
            raise TEXTS.user_error("no_division", name=name, hint=answer.hint)
        codes.append(answer.code)
    return tuple(codes)
