"""The check of one file: every row read is accepted or rejected, and every rejection has its reason."""

from collections.abc import Callable

import numpy as np
import pandas as pd

from equity.checking.body import Body
from equity.checking.census_fit import compare_with_census, fit_to_census
from equity.checking.check import Check, Options
from equity.checking.check_counts import check_population, check_totals, check_township_population
from equity.checking.check_facilities import check_facilities, check_points
from equity.checking.check_plots import check_plots
from equity.checking.claims.heard import Heard, hear
from equity.checking.claims.questions import Option, Questions
from equity.checking.clean import take_body
from equity.checking.datasets import Dataset
from equity.checking.findings import SEVERITIES, Findings
from equity.checking.mapping import Mapping, missing_columns, report_missing
from equity.checking.outcome import Examination
from equity.checking.places import Places
from equity.checking.progress import Report, unheard
from equity.checking.rejected import rejected_rows
from equity.checking.shapes import Shape
from equity.checking.surroundings import Surroundings
from equity.reading.layout import Layout
from equity.reading.numbers import to_numbers
from equity.reading.raw import RawTable
from equity.say import listed, texts_of
from equity.schema import TABLES

TEXTS = texts_of(__name__)

CHECKS: dict[str, Callable[[Heard], tuple[pd.DataFrame, Places | None]]] = {
    "facilities": check_facilities,
    "settlement_points": check_points,
    "candidate_plots": check_plots,
    "division_population": lambda heard: (check_population(heard), None),
    "township_population": lambda heard: (check_township_population(heard), None),
    "totals": lambda heard: (check_totals(heard), None),
}
MOST_LEAVE = 0.5  # of the rows there are
TOTALLED = {"facilities": "capacity", "settlement_points": "local_persons"}


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
    """Check a file that was read. Raises :class:`~equity.errors.UserError` where there is nothing to check."""
    findings = Findings()
    report("clean", 0, 1)
    everything, body = take_body(raw, layout, mapping, findings)
    questions = Questions(options.answers, findings)
    _ask_shape(shape, questions)
    heard = hear(body, raw.about, Check(dataset, options, around, questions))
    check, mapping = heard.check, heard.body.mapping
    missing = missing_columns(dataset, mapping, check.options)
    report("check", 0, 1)
    frame, places = CHECKS[dataset.table](heard)
    precision = _precision(places)
    _report_precision(precision, findings)
    report("sort", 0, 1)
    report_missing(dataset, missing, mapping, findings)
    findings.drop("missing", {*heard.unfinished, *(q.id for q in questions.open)})
    frame, accepted_rows = _not_stopped(frame, heard, findings)
    fits = True
    needed = places is not None and places.datum_needed
    unfinished = tuple(f for f in sorted(heard.unfinished) if dataset.field(f).required)
    waiting = bool(needed or missing or unfinished or questions.open)
    if dataset.table == "settlement_points" and not waiting:
        population, names = around.tables["division_population"], around.gazetteer.names
        if options.fit_census:
            frame = fit_to_census(frame, population, names, findings)
        fits = compare_with_census(frame, population, names, findings)
    if dataset.has_places and "grade" in around.tables[dataset.table] and not waiting:
        _compare_with_present(frame, check)
    _compare_totals(heard.body, dataset)
    questions.report_unasked()
    if waiting:
        frame, accepted_rows = frame.iloc[:0], 0
    accepted, said = _declared(frame, dataset), findings.frame()
    rejected = rejected_rows(everything, dataset, all_of_them=waiting)
    scope = set(accepted["adcode"].unique()) | set(options.covers) if dataset.has_places else set()
    report("sort", 1, 1)
    return Examination(
        dataset=dataset,
        options=check.options,
        accepted=accepted,
        rejected=rejected,
        findings=said,
        rows_read=len(pd.unique(everything.rows)),
        accepted_rows=accepted_rows,
        severities=_severities(said),
        scope=tuple(sorted(scope)),
        services=tuple(sorted(accepted["service"].dropna().unique())) if "service" in accepted else (),
        trials=places.trials if places else (),
        datum_needed=needed,
        fits_census=fits,
        missing_fields=missing,
        unfinished=unfinished,
        precision=precision,
        questions=tuple(questions.asked),
        stated_datum=heard.datum,
    )


def _precision(places: Places | None) -> dict[str, int]:
    """How many rows are placed how exactly."""
    if places is None:
        return {}
    placed = pd.Series(places.precision[places.precision != ""])
    return {str(kind): int(n) for kind, n in placed.value_counts().items()}


def _not_stopped(frame: pd.DataFrame, heard: Heard, findings: Findings) -> tuple[pd.DataFrame, int]:
    """The rows that nothing stops, and how many rows of the file these are; of a sum whose head is stopped no part counts."""
    stopped = set(findings.stopped().tolist())
    if stopped:
        frame = frame[~frame["row"].isin(stopped)]
    if heard.heads is None:
        return frame, int(frame["row"].nunique())
    findings.add(
        "whole_refused", [r for r, head in heard.heads.items() if r != head and head in stopped], "—"
    )
    taken = set(frame["row"].tolist())
    return frame, sum(head in taken and row not in stopped for row, head in heard.heads.items())


def _ask_shape(shape: Shape | None, questions: Questions) -> None:
    if shape is not None:
        options = (Option("as_shown", TEXTS.as_shown), Option("as_it_is", TEXTS.as_it_is))
        questions.ask("shape", shape.text, options, proposed=["as_shown"], first=True, table=shape.table)


def _report_precision(precision: dict[str, int], findings: Findings) -> None:
    """How many rows are placed by what, where not all have coordinates of their own."""
    if set(precision) - {"point"}:
        words = TEXTS["precision"]
        counted = [TEXTS.placed_rows.format(by=words[kind], n=n) for kind, n in sorted(precision.items())]
        said = listed(counted)
        findings.add("placed_by", [0], "lon", said=said)


def _severities(findings: pd.DataFrame) -> dict[str, int]:
    found = findings["severity"].value_counts()
    return {name: int(found.get(name, 0)) for name in SEVERITIES}


def _declared(frame: pd.DataFrame, dataset: Dataset) -> pd.DataFrame:
    """The columns of the table with their declared types, in declared order, sorted by key: the same rows, the same file."""
    table = TABLES[dataset.table]
    dtypes = {"string": "str", "integer": "Int64", "number": "float64"}
    columns = {c.name: frame[c.name].astype(dtypes[c.type]) for c in table.columns}
    return pd.DataFrame(columns).sort_values(list(table.primary_key), ignore_index=True)


def _compare_with_present(frame: pd.DataFrame, check: Check) -> None:
    """How many rows that offices brought in before would step back, where most of them would; or that they stay."""
    dataset, options, findings = check.dataset, check.options, check.questions.findings
    present = check.around.tables[dataset.table]
    present = present[present["grade"] != "illustrative"]
    if dataset.service:
        present = present[present["service"] == dataset.service]
    before, now = present["adcode"].value_counts(), frame["adcode"].value_counts()
    if options.append:
        findings.add("added_to", [0], "adcode", a=f"{int(before.reindex(now.index).sum()):,}")
        return
    for code, rows in before.items():
        here = int(now.get(code, 0))
        if (code in now or code in options.covers) and here < rows * MOST_LEAVE:
            name = check.gazetteer.names[code]
            findings.add("most_leave", [0], "adcode", name, a=f"{rows:,}", b=f"{here:,}")


def _compare_totals(body: Body, dataset: Dataset) -> None:
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
        body.findings.add(code, [row], name, f"{stated[0]:,.0f}", a=f"{total:,.0f}")
