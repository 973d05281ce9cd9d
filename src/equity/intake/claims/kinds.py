"""Of which kind rows are: of another than the register, in codes that say nothing, of several levels at once."""

import re

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from equity.indicators.registry import registry
from equity.intake.body import Body
from equity.intake.claims.hints import columns_named, columns_saying
from equity.intake.claims.questions import Option, Questions
from equity.intake.columns import contains
from equity.intake.datasets import Dataset
from equity.intake.findings import Findings
from equity.intake.numbers import per_value
from equity.intake.vocabulary import kind_hint, kind_of, kind_of_name, kinds_in, serves, vocabulary
from equity.intake.words import words
from equity.say import Label

Mask = NDArray[np.bool_]
Texts = NDArray[np.object_]
KIND_HEADINGS = r"类型|类别|学段|种类|办别|层次|^(type|kind|category)"
MANY_CODES = 30


def hear_kinds(body: Body, dataset: Dataset, questions: Questions, findings: Findings) -> Mask:
    """Rows of another kind than the dataset: left out by default, listed by kind with how many there are."""
    nothing = np.zeros(len(body), dtype=bool)
    if not dataset.service or dataset.service not in {
        s for of in vocabulary()["serves"].values() for s in of
    }:
        return nothing
    found = list(columns_saying(body, kind_of))
    stated = [
        c for c in columns_named(body, r"^(service|service_id|service_name|服务|服务类型)$") if c not in found
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
    for column in columns_named(body, KIND_HEADINGS):
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
