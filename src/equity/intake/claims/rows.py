"""What single rows say about themselves: made up, of another kind, closed or not yet built, hidden."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from equity.indicators.registry import registry
from equity.intake.body import Body
from equity.intake.claims.questions import Option, Questions
from equity.intake.columns import contains
from equity.intake.datasets import Dataset
from equity.intake.findings import Findings
from equity.intake.numbers import per_value, to_years
from equity.intake.vocabulary import (
    grade_of,
    kind_hint,
    kind_of,
    kind_of_name,
    kinds_in,
    mentions_status,
    remark_status,
    serves,
    status_of,
    vocabulary,
)
from equity.intake.words import words
from equity.say import GRADES, Label

Mask = NDArray[np.bool_]
Texts = NDArray[np.object_]
KIND_HEADINGS = r"类型|类别|学段|种类|办别|层次|^(type|kind|category)"
MANY_CODES = 30
NO_YEARS = (np.empty(0), np.ones(1, dtype=bool))
LOOKED_AT = 2_000  # rows that tell whether a column is worth reading in full
MOST = 0.6  # of the filled cells have to be understood
EXAMPLES = 5
MANY_VALUES = 200  # a column of more different texts is no list of kinds


def hear_grades(body: Body, questions: Questions, findings: Findings) -> tuple[Mask, Texts, Texts]:
    """(rows to leave out, grade of each row or "", source of each row or ""): placeholders are left out unless the user
    wants them kept as such; what was estimated stays estimated, with the source it came with."""
    grades = np.full(len(body), "", dtype=object)
    for column in _columns(body, grade_of, all_of_them=True):
        said = per_value(body.frame[column], grade_of)
        if set(said) & {"estimated", "illustrative"} or body.names[int(column)].lower() in (
            "grade",
            "数据等级",
        ):
            grades = np.where(_worse(said, grades), said, grades)
    for column in _named_all(
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


def hear_kinds(body: Body, dataset: Dataset, questions: Questions, findings: Findings) -> Mask:
    """Rows of another kind than the dataset: left out by default, listed by kind with how many there are."""
    nothing = np.zeros(len(body), dtype=bool)
    if not dataset.service or dataset.service not in {
        s for of in vocabulary()["serves"].values() for s in of
    }:
        return nothing
    found = list(_columns(body, kind_of))
    stated = [
        c for c in _named_all(body, r"^(service|service_id|service_name|服务|服务类型)$") if c not in found
    ]
    if not found and not stated and (coded := _coded_kinds(body)):
        return _hear_codes(body, coded, dataset, questions, findings)
    labels, fits, other = np.full(len(body), "", dtype=object), nothing.copy(), nothing.copy()
    kinds = labels.copy()
    for column in [*found, *stated]:
        texts = body.frame[column]
        service = per_value(texts, lambda t: _fits(t, dataset.service))
        fits |= service == "fits"
        kinds = np.where(kinds == "", per_value(texts, kind_of), kinds)
        unread = labels == ""
        other |= service == "other"
        labels = np.where(unread | (service == "other"), texts.to_numpy(dtype=object), labels)
    columns = [body.names[int(c)] for c in [*found, *stated]]
    if not columns:
        texts = body.column("name_zh")
        named = contains(texts, kind_hint(), ignore_case=True)
        kinds[named] = per_value(texts[named], kind_of_name)
        fits = np.isin(kinds, [k for k in vocabulary()["kinds"] if dataset.service in serves(k)])
        other = (kinds != "") & ~fits
        said = per_value(pd.Series(kinds), _kind_label)
        labels = np.where(other, said, texts.to_numpy(dtype=object))
        columns = [body.names[body.mapping.columns["name_zh"]]] if body.has("name_zh") else []
    other &= ~fits
    _report_title(body, dataset, findings)
    _report_shared(body, kinds, fits, dataset, findings)
    if not other.any():
        return nothing
    unknown = ~other & ~fits & (labels != "") & bool(found or stated)
    foreign = other | (unknown & bool(fits.any()))
    counted = pd.Series(labels[foreign]).map(_last_part).value_counts()
    shown = pd.Series(labels).map(_last_part).to_numpy(dtype=object)
    options = [Option(str(v), Label(str(v), str(v)), int(n)) for v, n in counted.items()]
    zh, en = "、".join(columns), ", ".join(columns)
    rest = int(len(body) - foreign.sum())
    where = _elsewhere(labels[other])
    chosen = questions.ask(
        "kinds",
        Label(
            f"“{zh}”列说，{int(foreign.sum()):,} 行是别的种类，不属于{dataset.label.zh}，其余 {rest:,} 行才是；"
            f"勾选其中也要计入的。{where.zh}",
            f"Column “{en}” says that {int(foreign.sum()):,} rows are of another kind than {dataset.label.en} and {rest:,} are not; "
            f"tick those that count too.{where.en}",
        ),
        options,
        many=True,
        field="facility_type",
    )
    out = foreign & ~np.isin(shown, list(chosen))
    findings.add(
        "other_kind", body.rows[out], "facility_type", shown[out], a=dataset.label.zh, b=dataset.label.en
    )
    return out


def _coded_kinds(body: Body) -> str:
    """The column that states kinds in codes of its own; "" for none, and for one that has the same code throughout."""
    for column in _named_all(body, KIND_HEADINGS):
        codes = body.frame[column]
        codes = codes[codes != ""]
        if 1 < codes.nunique() <= MANY_CODES and codes.str.fullmatch(r"\d{1,4}[a-zA-Z]?").all():
            return column
    return ""


def _hear_codes(body: Body, column: str, dataset: Dataset, questions: Questions, findings: Findings) -> Mask:
    """Kinds in codes: which of them count is for the user to say; all do until then."""
    codes, name = body.frame[column].to_numpy(dtype=object), body.names[int(column)]
    counted = pd.Series(codes[codes != ""]).value_counts()
    chosen = questions.ask(
        "kinds",
        Label(
            f"“{name}”列用代码写种类，读不出哪些是{dataset.label.zh}；去掉不算的。",
            f"Column “{name}” states kinds in codes, and it cannot be told which belong to {dataset.label.en}; untick those that do not.",
        ),
        [Option(str(v), Label(str(v), str(v)), int(n)) for v, n in counted.items()],
        many=True,
        proposed=[str(v) for v in counted.index],
        field="facility_type",
    )
    out = (codes != "") & ~np.isin(codes, list(chosen))
    findings.add(
        "other_kind", body.rows[out], "facility_type", codes[out], a=dataset.label.zh, b=dataset.label.en
    )
    return np.asarray(out, dtype=bool)


def _report_title(body: Body, dataset: Dataset, findings: Findings) -> None:
    """A title or the name of the sheet that speaks of other kinds only."""
    for text in body.titles:
        kinds = kinds_in(text)
        if kinds and not any(dataset.service in serves(kind) for kind in kinds):
            findings.add("title_kind", [0], "—", text[:60], a=dataset.label.zh, b=dataset.label.en)


def _report_shared(body: Body, kinds: Texts, fits: Mask, dataset: Dataset, findings: Findings) -> None:
    """Places that serve several levels: whether their capacity is that of this level alone cannot be told."""
    shared = fits & np.isin(kinds, [k for k in vocabulary()["kinds"] if len(serves(k)) > 1])
    shown = [_kind_label(kind) for kind in kinds[shared]]
    findings.add(
        "several_levels", body.rows[shared], "capacity", shown, a=dataset.label.zh, b=dataset.label.en
    )


def hear_status(body: Body, options_year: int, questions: Questions, findings: Findings) -> Mask:
    """Rows that say they are closed or not yet open: not counted unless the user says so."""
    labels = np.full(len(body), "", dtype=object)
    columns: list[str] = []
    _report_unread(body, findings)
    for column, texts, status in _statuses(body, options_year):
        hit = (status != "") & (labels == "")
        if hit.any():
            labels[hit] = texts[hit]
            columns.append(column)
    _report_mentions(body, labels, findings)
    if not columns:
        return np.zeros(len(body), dtype=bool)
    counted = pd.Series(labels[labels != ""]).value_counts()
    zh, en = "、".join(dict.fromkeys(columns)), ", ".join(dict.fromkeys(columns))
    n = int(counted.sum())
    chosen = questions.ask(
        "status",
        Label(
            f"“{zh}”列说，{n:,} 行已停办或尚未建成，不计入；勾选其中仍要计入的。",
            f"Column “{en}” says that {n:,} rows are closed or not yet open; they are not counted; tick those that are.",
        ),
        [Option(str(v), Label(str(v), str(v)), int(k)) for v, k in counted.items()],
        many=True,
        field="status",
    )
    out = (labels != "") & ~np.isin(labels, list(chosen))
    findings.add("not_in_service", body.rows[out], "status", labels[out])
    return out


def _report_unread(body: Body, findings: Findings) -> None:
    """A column of statuses in words or codes that nobody here knows."""
    texts = body.column("status")
    status = per_value(texts, status_of)
    unread = (texts != "").to_numpy() & (status == "")
    if unread.any() and not re.match("是否|is[ _]", body.names[body.mapping.columns["status"]].lower()):
        counted = texts[unread].value_counts().head(EXAMPLES)
        shown = "、".join(f"{text} × {n:,}" for text, n in counted.items())
        findings.add("status_unread", [0], "status", shown, a=f"{int(unread.sum()):,}")


def _report_mentions(body: Body, labels: Texts, findings: Findings) -> None:
    """Remarks that speak of closing or building, though not plainly of this place."""
    texts = body.column("note")
    if not body.has("note"):
        return
    hint = contains(texts, vocabulary()["status"]["remark_words"], ignore_case=True) & (labels == "")
    rows = np.flatnonzero(hint)
    rows = rows[[mentions_status(texts.iloc[i]) for i in rows]] if len(rows) else rows
    findings.add("status_mentioned", body.rows[rows], "note", texts.iloc[rows])


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
        c for c in _columns(body, status_of) if int(c) not in prose
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


def _columns(body: Body, meaning: Callable[[str], str], *, all_of_them: bool = False) -> Iterator[str]:
    """Columns whose cells mostly mean something to ``meaning``: a few different texts, not those of a name."""
    taken = {
        body.mapping.columns.get(f) for f in ("name_zh", "division", "township", "address", "note", "year")
    }
    for i in range(min(len(body.names), body.frame.shape[1])):
        if i in taken or not body.names[i]:
            continue
        cells = body.frame[str(i)].iloc[:: max(1, len(body) // LOOKED_AT)]
        cells = cells[cells != ""]
        values = cells.unique()
        if not len(cells) or len(values) > MANY_VALUES:
            continue
        understood = {v for v in values if meaning(v)}
        share = float(cells.isin(understood).mean())
        if share >= (1.0 if all_of_them else MOST):
            yield str(i)


def _named_all(body: Body, pattern: str) -> list[str]:
    return [str(i) for i, n in enumerate(body.names) if re.search(pattern, n.strip(), re.IGNORECASE)]


def _worse(said: Texts, before: Texts) -> Mask:
    rank = {"": 0, **{g: i for i, g in enumerate(GRADES, start=1)}}
    return np.array([rank[a] > rank[b] for a, b in zip(said, before, strict=True)], dtype=bool)


def _is_number(texts: Any) -> bool:
    first = texts.iloc[:50]
    return bool(pd.to_numeric(first[first != ""], errors="coerce").notna().all())


def _fits(text: str, service: str) -> str:
    if not text:
        return ""
    if text in registry():
        return "fits" if text == service else "other"
    own = {
        registry()[service].label.zh,
        registry()[service].label.en.lower(),
        *words()["services"].get(service, []),
    }
    if text in own or text.lower() in own:
        return "fits"
    kind = kind_of(text)
    return "" if not kind else "fits" if service in serves(kind) else "other"


def _kind_label(kind: str) -> str:
    return str(vocabulary()["kinds"][kind][0]) if kind else ""


def _last_part(text: str) -> str:
    return [*re.split(r"[;；|]", str(text))][-1].strip() or str(text)


def _elsewhere(texts: Texts) -> Label:
    """Where those rows belong, where we have such a register."""
    services: dict[str, None] = {}
    for text in pd.unique(pd.Series(texts)):
        for service in [text] if text in registry() else serves(kind_of(text)):
            services[service] = None
    if not services:
        return Label("", "")
    zh = "、".join(f"{registry()[s].label.zh}（{s}）" for s in services)
    return Label(f"别的种类可另行导入：{zh}。", f" The others can be imported as {', '.join(services)}.")
