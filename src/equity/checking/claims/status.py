"""Whether places are open: rows that say they are closed or not yet built, in whatever column."""

import re
from collections.abc import Iterator

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from equity.checking.body import Body
from equity.checking.check import Check
from equity.checking.claims.questions import Option
from equity.reading.columns import contains
from equity.reading.numbers import per_value, to_years
from equity.reading.vocabulary import mentions_status, remark_status, status_of, vocabulary
from equity.say import Label, texts_of

TEXTS = texts_of(__name__)

Mask = NDArray[np.bool_]
Texts = NDArray[np.object_]
NO_YEARS = (np.empty(0), np.ones(1, dtype=bool))
EXAMPLES = 5


def hear_status(body: Body, check: Check) -> Mask:
    """Rows that say they are closed or not yet open: not counted unless the user says so."""
    labels = np.full(len(body), "", dtype=object)
    columns: list[str] = []
    _report_unread(body)
    for column, texts, status in _statuses(body, check.options.this_year):
        hit = (status != "") & (labels == "")
        if hit.any():
            labels[hit] = texts[hit]
            columns.append(column)
    _report_mentions(body, labels)
    if not columns:
        return np.zeros(len(body), dtype=bool)
    counted = pd.Series(labels[labels != ""]).value_counts()
    n = int(counted.sum())
    chosen = check.questions.ask(
        "status",
        TEXTS.closed.format(columns=list(dict.fromkeys(columns)), n=n),
        [Option(str(v), Label(str(v), str(v)), int(k)) for v, k in counted.items()],
        many=True,
        field="status",
    )
    out = (labels != "") & ~np.isin(labels, list(chosen))
    body.report("not_in_service", out, "status", labels)
    return out


def _report_unread(body: Body) -> None:
    """A column of statuses in words or codes that nobody here knows."""
    texts = body.column("status")
    status = per_value(texts, status_of)
    unread = (texts != "").to_numpy() & (status == "")
    if unread.any() and not re.match("是否|is[ _]", body.names[body.mapping.columns["status"]].lower()):
        counted = texts[unread].value_counts().head(EXAMPLES)
        shown = "、".join(f"{text} × {n:,}" for text, n in counted.items())
        body.note("status_unread", "status", shown, a=f"{int(unread.sum()):,}")


def _report_mentions(body: Body, labels: Texts) -> None:
    """Remarks that speak of closing or building, though not plainly of this place."""
    texts = body.column("note")
    if not body.has("note"):
        return
    hint = contains(texts, vocabulary()["status"]["remark_words"], ignore_case=True) & (labels == "")
    rows = np.flatnonzero(hint)
    rows = rows[[mentions_status(texts.iloc[i]) for i in rows]] if len(rows) else rows
    body.report("status_mentioned", rows, "note", texts)


def _statuses(body: Body, this_year: int) -> Iterator[tuple[str, Texts, Texts]]:
    """(column, text to show, status) per row of everything that tells of closed or planned places."""
    said = vocabulary()["status"]
    prose = {body.mapping.columns.get(f) for f in ("name_zh", "address", "facility_type")}
    names = [(str(i), n) for i, n in enumerate(body.names)]
    for column, name in names:
        texts = body.frame[column].to_numpy(dtype=object)
        heading = name.strip().lower()
        years, bad = to_years(body.frame[column]) if re.search(said["closed_headings"], heading) else NO_YEARS
        if np.isfinite(years).any():
            past = (texts != "") & ~bad & ~(years > this_year)
            yield name, np.where(past, f"{name}已填", ""), np.where(past, "closed", "")
        elif re.search(said["opening_headings"], heading):
            years, _ = to_years(body.frame[column])
            yield (
                name,
                np.where(years > this_year, f"{name}在以后", ""),
                np.where(years > this_year, "planned", ""),
            )
        elif (no := re.search(said["yes_is_open"], heading)) or re.search(said["yes_is_closed"], heading):
            wrong = ("否", "no", "n", "false", "0", "×") if no else ("是", "yes", "y", "true", "1", "√")
            hit = body.frame[column].str.lower().isin(wrong).to_numpy()
            yield name, np.where(hit, f"{name}：{'否' if no else '是'}", ""), np.where(hit, "closed", "")
    candidates = [body.mapping.columns["status"]] if body.has("status") else []
    for column in [str(i) for i in candidates] or [
        c for c in body.columns_saying(status_of) if int(c) not in prose
    ]:
        texts = body.frame[column].to_numpy(dtype=object)
        status = per_value(body.frame[column], status_of)
        yield body.names[int(column)], texts, np.where(np.isin(status, ["closed", "planned"]), status, "")
    hinted = f"{said['remark_words']}|并入|并到|并至|(19|20)\\d\\d年"
    for field in ("name_zh", "note", "facility_type"):
        if body.has(field):
            texts = body.column(field)
            hint = contains(texts, hinted, ignore_case=True)
            status = np.full(len(body), "", dtype=object)
            status[hint] = [remark_status(t, this_year) for t in texts[hint]]
            shown = np.where(status == "planned", "未建成或未开业", "已停办")
            yield body.names[body.mapping.columns[field]], shown, status
