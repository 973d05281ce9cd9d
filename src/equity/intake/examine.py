"""The check of one file: every row read is accepted or rejected, and every rejection has its reason."""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from equity.intake.body import REJECTED_ROW, REJECTED_WHY, Body, take_body
from equity.intake.census_fit import compare_with_census, fit_to_census
from equity.intake.check_facilities import check_facilities, check_points
from equity.intake.check_numbers import check_totals
from equity.intake.check_people import check_population, check_township_population
from equity.intake.check_plots import check_plots
from equity.intake.claims.heard import hear
from equity.intake.claims.questions import Option, Question, Questions
from equity.intake.datasets import Dataset
from equity.intake.datum import Trial, clear_choice
from equity.intake.findings import SEVERITIES, Findings, iterate
from equity.intake.layout import Layout
from equity.intake.mapping import Mapping
from equity.intake.numbers import to_numbers
from equity.intake.options import Options, Surroundings
from equity.intake.progress import Report, unheard
from equity.intake.reading.raw import RawTable
from equity.intake.required import missing_columns, report_missing
from equity.intake.shapes import Shape
from equity.say import Label
from equity.schema import TABLES

FEW = 0.5
PRECISIONS = {
    "point": Label("自有坐标", "own coordinates"),
    "unshifted": Label("自有坐标（未平移）", "own coordinates, not shifted"),
    "community": Label("社区", "community"),
    "township": Label("乡镇街道驻地", "seat of the township"),
    "division": Label("只到区县", "division only"),
}
PLACED = {"facilities": check_facilities, "settlement_points": check_points, "candidate_plots": check_plots}
TOTALLED = {"facilities": "capacity", "settlement_points": "local_persons"}


@dataclass(kw_only=True)
class Outcome:
    """What the check comes to, without the rows: small enough to be read for every page.

    ``rows_read`` = accepted + rejected rows. ``severities``: findings by severity. ``scope``: divisions whose
    earlier rows step back. ``services``: those the rows are about.
    ``questions``: those the file raises, ``stated_datum``: the datum it names.
    ``datum_needed``: the coordinates cannot be used until the user names their datum; ``missing_fields``: no
    column was found for them. Nothing is accepted before either is settled.
    """

    dataset: Dataset
    options: Options
    rows_read: int
    accepted_rows: int
    severities: dict[str, int]
    scope: tuple[str, ...]
    services: tuple[str, ...] = ()
    trials: tuple[Trial, ...] = ()
    datum_needed: bool = False
    fits_census: bool = True
    missing_fields: tuple[str, ...] = ()
    unfinished: tuple[str, ...] = ()
    precision: dict[str, int] = field(default_factory=dict)
    questions: tuple[Question, ...] = ()
    stated_datum: str = ""

    @property
    def rejected_rows(self) -> int:
        return self.rows_read - self.accepted_rows

    @property
    def clear_datum(self) -> str:
        """The datum the file states where its points then lie in the city, else the one that clearly fits best."""
        stated = next((t for t in self.trials if t.datum == self.stated_datum), None)
        return stated.datum if stated and stated.fit > FEW else clear_choice(self.trials)

    @property
    def can_commit(self) -> bool:
        return bool(self.accepted_rows) and not self.is_waiting and self.fits_census

    @property
    def is_waiting(self) -> bool:
        """Whether the user has to decide something before any row can be accepted or rejected."""
        return bool(self.datum_needed or self.missing_fields or self.unfinished or self.open_questions)

    @property
    def open_questions(self) -> tuple[Question, ...]:
        return tuple(q for q in self.questions if q.is_open)

    def counts(self) -> dict[str, int]:
        """Findings by severity."""
        return self.severities


@dataclass(kw_only=True)
class Examination(Outcome):
    """The outcome with its rows. ``accepted`` has the declared columns of its table."""

    accepted: pd.DataFrame
    rejected: pd.DataFrame
    findings: pd.DataFrame


def examine(
    raw: RawTable,
    layout: Layout,
    mapping: Mapping,
    dataset: Dataset,
    options: Options,
    around: Surroundings,
    *,
    shape: Shape | None = None,
    report: Report = unheard,
) -> Examination:
    """Check a file that was read. Raises :class:`~equity.errors.UserError` where there is nothing to
    check."""
    findings = Findings()
    report("clean", 0, 1)
    everything, body = take_body(raw, layout, mapping, findings)
    questions = Questions(options.answers, findings)
    _ask_shape(shape, questions)
    heard = hear(body, raw.about, dataset, options, around.gazetteer, questions, findings)
    body, options, mapping = heard.body, heard.options, heard.body.mapping
    missing = missing_columns(dataset, mapping, options)
    report("check", 0, 1)
    trials: tuple[Trial, ...] = ()
    needed, precision = False, {}
    if dataset.has_places:
        frame, places = PLACED[dataset.table](body, dataset, options, around, heard, questions, findings)
        trials, needed = places.trials, places.datum_needed
        precision = {  # how many rows are placed how exactly
            str(k): int(n)
            for k, n in pd.Series(places.precision[places.precision != ""]).value_counts().items()
        }
    elif dataset.table == "division_population":
        frame = check_population(body, options, around, heard, findings)
    elif dataset.table == "township_population":
        frame = check_township_population(body, options, around, heard, findings)
    else:
        frame = check_totals(body, options, around, heard, findings)
    _report_precision(precision, findings)
    report("sort", 0, 1)
    report_missing(dataset, missing, mapping, findings)
    findings.drop("missing", {*heard.unfinished, *(q.id for q in questions.open)})
    stopped = findings.stopped()
    if heard.heads is not None:
        parts = [row for row, head in heard.heads.items() if row != head and head in set(stopped.tolist())]
        findings.add("whole_refused", parts, "—")
    frame = frame[~frame["row"].isin(stopped)]
    accepted_rows = int(frame["row"].nunique())
    if heard.heads is not None:
        taken = set(frame["row"].tolist())
        accepted_rows = sum(
            head in taken and row not in set(stopped.tolist()) for row, head in heard.heads.items()
        )
    fits = True
    unfinished = tuple(f for f in sorted(heard.unfinished) if dataset.field(f).required)
    waiting = bool(needed or missing or unfinished or questions.open)
    if dataset.table == "settlement_points" and not waiting:
        population, names = around.tables["division_population"], around.gazetteer.names
        if options.fit_census:
            frame = fit_to_census(frame, population, names, findings)
        fits = compare_with_census(frame, population, names, findings)
    if dataset.has_places and "grade" in around.tables[dataset.table] and not waiting:
        _compare_with_present(frame, dataset, options, around, findings)
    _compare_totals(body, frame, dataset, findings)
    questions.report_unasked()
    if waiting:
        frame, accepted_rows = frame.iloc[:0], 0
    accepted, said = _declared(frame, dataset), findings.frame()
    rejected = _rejected(everything, findings, dataset, waiting)
    report("sort", 1, 1)
    return Examination(
        dataset=dataset,
        options=options,
        accepted=accepted,
        rejected=rejected,
        findings=said,
        rows_read=len(np.unique(everything.rows)),
        accepted_rows=accepted_rows,
        severities=_severities(said),
        scope=tuple(sorted(set(accepted["adcode"].unique()) | set(options.covers)))
        if dataset.has_places
        else (),
        services=tuple(sorted(accepted["service"].dropna().unique())) if "service" in accepted else (),
        trials=trials,
        datum_needed=needed,
        fits_census=fits,
        missing_fields=missing,
        unfinished=unfinished,
        precision=precision,
        questions=tuple(questions.asked),
        stated_datum=heard.datum,
    )


def _ask_shape(shape: Shape | None, questions: Questions) -> None:
    if shape is not None:
        options = (
            Option("as_shown", Label("按此读", "read it so")),
            Option("as_it_is", Label("照原表，一行一条", "as it stands, one record in a row")),
        )
        questions.ask("shape", shape.text, options, proposed=["as_shown"], first=True, table=shape.table)


def _report_precision(precision: dict[str, int], findings: Findings) -> None:
    """How many rows are placed by what, where not all have coordinates of their own."""
    if set(precision) - {"point"}:
        said = [(PRECISIONS[kind], f"{n:,}") for kind, n in sorted(precision.items())]
        zh, en = "、".join(f"{w.zh} {n} 行" for w, n in said), ", ".join(f"{w.en} {n}" for w, n in said)
        findings.add("placed_by", [0], "lon", a=zh, b=en)


def _severities(findings: pd.DataFrame) -> dict[str, int]:
    found = findings["severity"].value_counts()
    return {name: int(found.get(name, 0)) for name in SEVERITIES}


def _declared(frame: pd.DataFrame, dataset: Dataset) -> pd.DataFrame:
    """The columns of the table with their declared types, in declared order, sorted by key: the same
    rows, the same file."""
    table = TABLES[dataset.table]
    dtypes = {"string": "str", "integer": "Int64", "number": "float64"}
    columns = {c.name: frame[c.name].astype(dtypes[c.type]) for c in table.columns}
    return pd.DataFrame(columns).sort_values(list(table.primary_key), ignore_index=True)


def _compare_with_present(
    frame: pd.DataFrame, dataset: Dataset, options: Options, around: Surroundings, findings: Findings
) -> None:
    """How many rows that offices brought in before would step back, where most of them would; or that they stay."""
    present = around.tables[dataset.table]
    present = present[present["grade"] != "illustrative"]
    if dataset.service:
        present = present[present["service"] == dataset.service]
    before, now = present["adcode"].value_counts(), frame["adcode"].value_counts()
    if options.append:
        findings.add("added_to", [0], "adcode", a=f"{int(before.reindex(now.index).sum()):,}")
        return
    for code, rows in before.items():
        here = int(now.get(code, 0))
        if (code in now or code in options.covers) and here < rows * FEW:
            findings.add(
                "most_leave", [0], "adcode", around.gazetteer.names[code], a=f"{rows:,}", b=f"{here:,}"
            )


def _rejected(everything: Body, findings: Findings, dataset: Dataset, all_of_them: bool) -> pd.DataFrame:
    """The rejected rows as they were in the file, with their row number and every reason in words of both
    languages."""
    mask = (
        np.isin(everything.rows, findings.stopped())
        if not all_of_them
        else np.ones(len(everything), dtype=bool)
    )
    names = [name or f"列{i + 1}" for i, name in enumerate(everything.names)]
    cells = everything.frame[mask].iloc[:, : len(names)].reset_index(drop=True)
    cells.columns = pd.Index(_distinct(names))
    rows = everything.rows[mask]
    stops = findings.frame()
    reasons = _reasons(rows, stops[stops["severity"] == "stop"], _places(everything, dataset))
    return pd.concat(
        [pd.DataFrame({REJECTED_ROW: rows}), cells, pd.DataFrame({REJECTED_WHY: reasons})], axis=1
    )


def _places(body: Body, dataset: Dataset) -> dict[str, Label]:
    """Field → its label with the heading that its column has in the file, where that is another."""
    places = {}
    for name, column in body.mapping.columns.items():
        label, heading = dataset.label_of(name), body.names[column]
        places[name] = (
            label
            if heading in ("", label.zh, label.en)
            else Label(f"{label.zh}，列“{heading}”", f"{label.en}, column “{heading}”")
        )
    return {f.name: places.get(f.name, f.label) for f in dataset.fields}


def _reasons(rows: NDArray[np.int64], stops: pd.DataFrame, places: dict[str, Label]) -> list[str]:
    """The reasons of each row, those of the whole file where it has none of its own: all in Chinese, then all
    in English."""
    said: dict[int, list[Label]] = {}
    for found in iterate(stops):
        place = places.get(found.field, Label(found.field, found.field))
        if found.field in ("", "—"):
            zh, en = found.message("zh"), found.message("en")
        else:
            zh, en = f"{place.zh}：{found.message('zh')}", f"{place.en}: {found.message('en')}"
        said.setdefault(found.row, []).append(Label(zh + found.fix("zh"), f"{en} {found.fix('en')}".strip()))
    waiting = said.get(0, [Label("坐标系未定。", "the datum is not decided yet.")])
    return [
        " / ".join(
            sep.join(r[lang] for r in said.get(int(row), waiting)) for lang, sep in (("zh", ""), ("en", " "))
        )
        for row in rows
    ]


def _distinct(names: list[str]) -> list[str]:
    seen: dict[str, int] = {}
    out = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        out.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return out


def _compare_totals(body: Body, frame: pd.DataFrame, dataset: Dataset, findings: Findings) -> None:
    """The last totals row of the file against the sum of all rows read, accepted or not."""
    name = TOTALLED.get(dataset.table, "")
    if not name or not body.has(name) or not body.totals:
        return
    row, cells = list(body.totals.items())[-1]
    stated, _, _ = to_numbers(pd.Series([cells[body.mapping.columns[name]]], dtype="str"))
    values, _, _ = to_numbers(body.column(name))
    total = float(np.nansum(values))
    if np.isfinite(stated[0]):
        code = "total_agrees" if abs(stated[0] - total) < 0.5 else "total_differs"
        findings.add(code, [row], name, f"{stated[0]:,.0f}", a=f"{total:,.0f}")
