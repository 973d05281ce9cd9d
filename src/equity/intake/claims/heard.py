"""Everything a file says about itself, heard in one place before its rows are checked."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from equity.intake.body import Body
from equity.intake.claims.headings import hear_datum, hear_formulas, hear_hidden_parts, hear_year
from equity.intake.claims.kinds import hear_kinds
from equity.intake.claims.levels import hear_group, hear_levels
from equity.intake.claims.questions import Questions
from equity.intake.claims.repeats import hear_earlier_years
from equity.intake.claims.rows import hear_grades, hear_hidden
from equity.intake.claims.status import hear_status
from equity.intake.claims.townships import hear_townships
from equity.intake.datasets import TOWNSHIPS, Dataset
from equity.intake.findings import Findings
from equity.intake.gazetteer import Gazetteer
from equity.intake.options import Options
from equity.intake.reading.raw import About

Texts = NDArray[np.object_]


@dataclass(frozen=True)
class Heard:
    """``body``: the rows that count. ``grade`` and ``source`` of each; ``datum``: the one the file states, or "".

    ``options``: those of the user with what the file adds. ``unfinished``: fields whose formulas have no results.
    ``heads``: for each row of a table of divisions the row that it was added up into; None where each stands for itself.
    """

    body: Body
    grade: Texts
    source: Texts
    options: Options
    datum: str
    unfinished: frozenset[str]
    heads: dict[int, int] | None = None


def hear(
    body: Body,
    about: About,
    dataset: Dataset,
    options: Options,
    gazetteer: Gazetteer,
    questions: Questions,
    findings: Findings,
) -> Heard:
    """What the file says: rows that do not count are set aside with a stop finding each."""
    options = hear_year(body, dataset, options, questions, findings)
    hear_hidden_parts(body, about, dataset, findings)
    unfinished = hear_formulas(body, about, findings)
    out, grades, sources = hear_grades(body, questions, findings)
    out = out | hear_hidden(body, about.hidden_rows, questions, findings)
    if dataset.table == "facilities":
        for listen in (
            lambda rest: hear_kinds(rest, dataset, questions, findings),
            lambda rest: hear_status(rest, options.this_year, questions, findings),
            lambda rest: hear_earlier_years(rest, questions, findings),
        ):
            more = np.zeros(len(body), dtype=bool)
            more[~out] = listen(body.keep(~out))
            out = out | more
    stated = ""
    if dataset.has_places:
        datum, stated = hear_datum(body, about, options, questions, findings)
        options = replace(options, datum=datum)
    kept = ~out
    grade = np.where(grades == "", "observed", grades)[kept]
    source = np.where(sources == "", options.source, sources)[kept]
    body = body.keep(kept)
    if dataset.has_places:
        return Heard(body, grade, source, options, stated, unfinished)
    body = hear_group(body, dataset, questions, findings)
    by_row = dict(zip(body.rows.tolist(), zip(grade, source, strict=True), strict=True))
    levels = (
        hear_townships(body, dataset, gazetteer, findings)
        if dataset is TOWNSHIPS
        else hear_levels(body, dataset, gazetteer, questions, findings)
    )
    grade, source = (
        np.array([by_row[r][i] for r in levels.body.rows.tolist()], dtype=object) for i in (0, 1)
    )
    return Heard(levels.body, grade, source, options, stated, unfinished, levels.heads)
