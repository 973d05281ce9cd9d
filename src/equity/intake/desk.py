"""The steps of one import as page and command line both take them: what the user chose, what the file is taken for, the check."""

import re
from dataclasses import dataclass, field, fields
from pathlib import Path

from equity.checking.check import Options
from equity.checking.clean import OUR_COLUMNS, REJECTED_ROW
from equity.checking.coordinate_columns import joined_degrees
from equity.checking.datasets import Dataset, find_table
from equity.checking.datum import datum_id
from equity.checking.examine import examine
from equity.checking.gazetteer import Gazetteer
from equity.checking.mapping import Mapping, correct, recall, remember
from equity.checking.outcome import Examination, Outcome
from equity.checking.progress import Report, unheard
from equity.checking.propose import propose
from equity.checking.shapes import Shape, propose_shape
from equity.checking.surroundings import Surroundings
from equity.intake.staging import recall_upload
from equity.intake.versions import registers_folder
from equity.reading.layout import Layout, clean_name, find_layout
from equity.reading.limits import HEADER_SEARCH_ROWS
from equity.reading.raw import RawTable
from equity.say import Label, texts_of
from equity.schema import tables_of
from equity.settings import Settings
from equity.sources.inputs import read_inputs
from equity.sources.registers import history_path
from equity.sources.tables import read_table

TEXTS = texts_of(__name__)

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


def choices_of(folder: Path) -> Choices:
    """What the user decided so far."""
    known = {f.name for f in fields(Choices)}
    return Choices(**{k: v for k, v in recall_upload(folder)["choices"].items() if k in known})


def make_plan(settings: Settings, raw: RawTable, choices: Choices) -> Plan:
    """Header and mapping: as last time where a file of this shape is known, else proposed; then the user's corrections."""
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
