"""What single rows say about themselves: made up, estimated, hidden, of an earlier year."""

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from equity.checking.body import Body
from equity.checking.check import Check
from equity.checking.claims.questions import Option
from equity.reading.columns import contains
from equity.reading.numbers import per_value, to_years
from equity.reading.vocabulary import grade_of, vocabulary
from equity.say import GRADES, texts_of

TEXTS = texts_of(__name__)
Mask = NDArray[np.bool_]
Texts = NDArray[np.object_]


def hear_grades(body: Body, check: Check) -> tuple[Mask, Texts, Texts]:
    """(rows to leave out, grade of each row or "", source of each row or ""): placeholders are left out unless the user
    wants them kept as such; what was estimated stays estimated, with the source it came with."""
    grades = np.full(len(body), "", dtype=object)
    for column in body.columns_saying(grade_of, all_of_them=True):
        said = per_value(body.frame[column], grade_of)
        if set(said) & {"estimated", "illustrative"} or body.names[int(column)].lower() in (
            "grade",
            "数据等级",
        ):
            grades = np.where(_worse(said, grades), said, grades)
    for column in body.columns_named(
        r"^(is[ _])?(illustrative|placeholder|made[ _]up)$|^是否示意|^示意(数据)?$|含示意"
    ):
        yes = body.frame[column].str.lower().isin(["true", "1", "是", "yes", "y", "示意"]).to_numpy()
        grades[yes] = "illustrative"
    made_up = np.zeros(len(body), dtype=bool)
    for column in body.frame.columns:
        if int(column) < len(body.names) and not _is_number(body.frame[column]):
            made_up |= contains(body.frame[column], vocabulary()["grades"]["made_up"], ignore_case=True)
    grades[made_up] = "illustrative"
    sources = np.full(len(body), "", dtype=object)
    if not (grades != "").any():
        return np.zeros(len(body), dtype=bool), grades, sources
    sources = np.where(grades != "", body.column("row_source").to_numpy(dtype=object), "")
    for grade in ("observed", "estimated"):
        if n := int((grades == grade).sum()):
            body.note("own_grade", "grade", GRADES[grade].zh, a=f"{n:,}", b=GRADES[grade].en)
    illustrative = grades == "illustrative"
    if not illustrative.any():
        return illustrative, grades, sources
    n = int(illustrative.sum())
    chosen = check.questions.ask(
        "illustrative",
        TEXTS.illustrative.format(n=n),
        (Option("refuse", TEXTS.refuse), Option("keep", TEXTS.keep)),
        proposed=["refuse"],
        field="grade",
    )
    if "keep" in chosen:
        body.report("kept_illustrative", illustrative, "grade", "示意")
        return np.zeros(len(body), dtype=bool), grades, sources
    body.report("illustrative_row", illustrative, "grade", "示意")
    return illustrative, grades, sources


def hear_hidden(body: Body, hidden_rows: list[int], check: Check) -> Mask:
    """Rows that the spreadsheet hides, by a filter or by hand: read, and said; left out where the user wants that."""
    hidden = np.isin(body.rows, hidden_rows)
    if not hidden.any():
        return hidden
    n = int(hidden.sum())
    chosen = check.questions.ask(
        "hidden_rows",
        TEXTS.hidden.format(n=n),
        (Option("read", TEXTS.read), Option("skip", TEXTS.skip)),
        proposed=["read"],
    )
    if "skip" not in chosen:
        return np.zeros(len(body), dtype=bool)
    body.report("hidden_row", hidden, "—")
    return hidden


def _worse(said: Texts, before: Texts) -> Mask:
    rank = {"": 0, **{g: i for i, g in enumerate(GRADES, start=1)}}
    return np.array([rank[a] > rank[b] for a, b in zip(said, before, strict=True)], dtype=bool)


def _is_number(texts: Any) -> bool:
    first = texts.iloc[:50]
    return bool(pd.to_numeric(first[first != ""], errors="coerce").notna().all())


def hear_earlier_years(body: Body, check: Check) -> NDArray[np.bool_]:
    """Rows of a place that has a row of a later year."""
    nothing = np.zeros(len(body), dtype=bool)
    if not body.has("year") or not body.has("name_zh"):
        return nothing
    years, _ = to_years(body.column("year"))
    if len(pd.unique(years[np.isfinite(years)])) < 2:
        return nothing
    key: Any = pd.Series("", index=body.frame.index, dtype="str")
    for name in ("name_zh", "division", "township", "address", "lon", "lat", "lonlat"):
        key = key + "|" + body.column(name)
    latest = pd.Series(years).groupby(key.to_numpy()).transform("max").to_numpy()
    earlier = years < latest
    if not earlier.any():
        return nothing
    n = int(earlier.sum())
    chosen = check.questions.ask(
        "years",
        TEXTS.earlier_years.format(n=n),
        (Option("latest", TEXTS.latest), Option("all", TEXTS.all)),
        proposed=["latest"],
        field="year",
    )
    if "latest" not in chosen:
        return nothing
    shown = [f"{year:.0f}" for year in years[earlier]]
    body.report("earlier_year", earlier, "year", shown, a=[f"{y:.0f}" for y in latest[earlier]])
    return np.asarray(earlier, dtype=bool)
