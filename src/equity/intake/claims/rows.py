"""What single rows say about themselves: made up, estimated, hidden."""

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from equity.intake.body import Body
from equity.intake.claims.hints import columns_named, columns_saying
from equity.intake.claims.questions import Option, Questions
from equity.intake.columns import contains
from equity.intake.findings import Findings
from equity.intake.numbers import per_value
from equity.intake.vocabulary import (
    grade_of,
    vocabulary,
)
from equity.say import GRADES, Label

Mask = NDArray[np.bool_]
Texts = NDArray[np.object_]


def hear_grades(body: Body, questions: Questions, findings: Findings) -> tuple[Mask, Texts, Texts]:
    """(rows to leave out, grade of each row or "", source of each row or ""): placeholders are left out unless the user
    wants them kept as such; what was estimated stays estimated, with the source it came with."""
    grades = np.full(len(body), "", dtype=object)
    for column in columns_saying(body, grade_of, all_of_them=True):
        said = per_value(body.frame[column], grade_of)
        if set(said) & {"estimated", "illustrative"} or body.names[int(column)].lower() in (
            "grade",
            "数据等级",
        ):
            grades = np.where(_worse(said, grades), said, grades)
    for column in columns_named(
        body, r"^(is[ _])?(illustrative|placeholder|made[ _]up)$|^是否示意|^示意(数据)?$|含示意"
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
            findings.add("own_grade", [0], "grade", GRADES[grade].zh, a=f"{n:,}", b=GRADES[grade].en)
    illustrative = grades == "illustrative"
    if not illustrative.any():
        return illustrative, grades, sources
    n = int(illustrative.sum())
    chosen = questions.ask(
        "illustrative",
        Label(
            f"{n:,} 行自己写明是示意（占位）数据，不是实际台账。",
            f"{n:,} rows say themselves that they are illustrative placeholders, no real register.",
        ),
        (
            Option("refuse", Label("不收", "leave them out")),
            Option("keep", Label("收，仍标为示意", "take them, still marked illustrative")),
        ),
        proposed=["refuse"],
        field="grade",
    )
    if "keep" in chosen:
        findings.add("kept_illustrative", body.rows[illustrative], "grade", "示意")
        return np.zeros(len(body), dtype=bool), grades, sources
    findings.add("illustrative_row", body.rows[illustrative], "grade", "示意")
    return illustrative, grades, sources


def hear_hidden(body: Body, hidden_rows: list[int], questions: Questions, findings: Findings) -> Mask:
    """Rows that the spreadsheet hides, by a filter or by hand: read, and said; left out where the user wants that."""
    hidden = np.isin(body.rows, hidden_rows)
    if not hidden.any():
        return hidden
    n = int(hidden.sum())
    chosen = questions.ask(
        "hidden_rows",
        Label(
            f"表里有 {n:,} 行是隐藏的（筛选或手工隐藏），打开时看不见。",
            f"{n:,} rows of the sheet are hidden (by a filter or by hand) and not seen when it is opened.",
        ),
        (
            Option("read", Label("照读", "read them")),
            Option("skip", Label("不读", "leave them out")),
        ),
        proposed=["read"],
    )
    if "skip" not in chosen:
        return np.zeros(len(body), dtype=bool)
    findings.add("hidden_row", body.rows[hidden], "—")
    return hidden


def _worse(said: Texts, before: Texts) -> Mask:
    rank = {"": 0, **{g: i for i, g in enumerate(GRADES, start=1)}}
    return np.array([rank[a] > rank[b] for a, b in zip(said, before, strict=True)], dtype=bool)


def _is_number(texts: Any) -> bool:
    first = texts.iloc[:50]
    return bool(pd.to_numeric(first[first != ""], errors="coerce").notna().all())
