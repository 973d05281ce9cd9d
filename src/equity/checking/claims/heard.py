"""Everything a file says about itself, heard in one place before its rows are checked."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from equity.checking.body import Body
from equity.checking.check import Check
from equity.checking.claims.headings import hear_datum, hear_formulas, hear_hidden_parts, hear_year
from equity.checking.claims.kinds import hear_kinds
from equity.checking.claims.levels import hear_group, hear_levels, hear_townships
from equity.checking.claims.rows import hear_earlier_years, hear_grades, hear_hidden
from equity.checking.claims.status import hear_status
from equity.checking.datasets import TOWNSHIPS
from equity.reading.raw import About

Texts = NDArray[np.object_]


@dataclass(frozen=True)
class Heard:
    """``body``: the rows that count. ``grade`` and ``source`` of each; ``datum``: the one the file states, or "".

    ``check``: with the user's options and what the file adds. ``unfinished``: fields whose formulas have no results.
    ``heads``: for each row of a table of divisions the row that it was added up into; None where each stands for itself.
    """

    body: Body
    check: Check
    grade: Texts
    source: Texts
    datum: str
    unfinished: frozenset[str]
    heads: dict[int, int] | None = None


def hear(body: Body, about: About, check: Check) -> Heard:
    """What the file says: rows that do not count are set aside with a stop finding each."""
    check = replace(check, options=hear_year(body, check))
    hear_hidden_parts(body, about, check)
    unfinished = hear_formulas(body, about)
    out, grades, sources = hear_grades(body, check)
    out = out | hear_hidden(body, about.hidden_rows, check)
    if check.dataset.table == "facilities":
        for listen in (hear_kinds, hear_status, hear_earlier_years):
            more = np.zeros(len(body), dtype=bool)
            more[~out] = listen(body.keep(~out), check)
            out = out | more
    stated = ""
    if check.dataset.has_places:
        datum, stated = hear_datum(body, about, check)
        check = replace(check, options=replace(check.options, datum=datum))
    kept = ~out
    grade = np.where(grades == "", "observed", grades)[kept]
    source = np.where(sources == "", check.options.source, sources)[kept]
    body = body.keep(kept)
    if check.dataset.has_places:
        return Heard(body, check, grade, source, stated, unfinished)
    body = hear_group(body, check)
    levels = hear_townships(body, check) if check.dataset is TOWNSHIPS else hear_levels(body, check)
    own = pd.DataFrame({"grade": grade, "source": source}, index=body.rows)
    own = own[~own.index.duplicated(keep="last")].loc[levels.body.rows]  # years across: several of one row
    grade, source = own["grade"].to_numpy(dtype=object), own["source"].to_numpy(dtype=object)
    return Heard(levels.body, check, grade, source, stated, unfinished, levels.heads)
