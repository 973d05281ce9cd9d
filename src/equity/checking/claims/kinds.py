"""Of which kind rows are: of another than the register, in codes that say nothing, of several levels at once."""

import re

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from equity.checking.body import Body
from equity.checking.check import Check
from equity.checking.claims.questions import Option
from equity.indicators.registry import registry
from equity.reading.columns import contains
from equity.reading.numbers import per_value
from equity.reading.vocabulary import kind_hint, kind_of, kind_of_name, kinds_in, serves, vocabulary
from equity.reading.words import words
from equity.say import Label, texts_of

TEXTS = texts_of(__name__)

Mask = NDArray[np.bool_]
Texts = NDArray[np.object_]
KIND_HEADINGS = r"类型|类别|学段|种类|办别|层次|^(type|kind|category)"
MANY_CODES = 30


def hear_kinds(body: Body, check: Check) -> Mask:
    """Rows of another kind than the dataset: left out by default, listed by kind with how many there are."""
    nothing = np.zeros(len(body), dtype=bool)
    if not check.dataset.service or check.dataset.service not in {
        s for of in vocabulary()["serves"].values() for s in of
    }:
        return nothing
    found = list(body.columns_saying(kind_of))
    stated = [
        c for c in body.columns_named(r"^(service|service_id|service_name|服务|服务类型)$") if c not in found
    ]
    if not found and not stated and (coded := _coded_kinds(body)):
        return _hear_codes(body, coded, check)
    labels, fits, other = np.full(len(body), "", dtype=object), nothing.copy(), nothing.copy()
    kinds = labels.copy()
    for column in [*found, *stated]:
        texts = body.frame[column]
        service = per_value(texts, lambda t: _fits(t, check.dataset.service))
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
        fits = np.isin(kinds, [k for k in vocabulary()["kinds"] if check.dataset.service in serves(k)])
        other = (kinds != "") & ~fits
        said = per_value(pd.Series(kinds), _kind_label)
        labels = np.where(other, said, texts.to_numpy(dtype=object))
        columns = [body.names[body.mapping.columns["name_zh"]]] if body.has("name_zh") else []
    other &= ~fits
    _report_title(body, check)
    _report_shared(body, kinds, fits, check)
    if not other.any():
        return nothing
    unknown = ~other & ~fits & (labels != "") & bool(found or stated)
    foreign = other | (unknown & bool(fits.any()))
    counted = pd.Series(labels[foreign]).map(_last_part).value_counts()
    shown = pd.Series(labels).map(_last_part).to_numpy(dtype=object)
    options = [Option(str(v), Label(str(v), str(v)), int(n)) for v, n in counted.items()]
    chosen = check.questions.ask(
        "kinds",
        TEXTS.kinds.format(
            columns=columns,
            n=int(foreign.sum()),
            label=check.dataset.label,
            rest=int(len(body) - foreign.sum()),
            where=_elsewhere(labels[other]),
        ),
        options,
        many=True,
        field="facility_type",
    )
    out = foreign & ~np.isin(shown, list(chosen))
    body.report("other_kind", out, "facility_type", shown, said=check.dataset.label)
    return out


def _coded_kinds(body: Body) -> str:
    """The column that states kinds in codes of its own; "" for none, and for one that has the same code throughout."""
    for column in body.columns_named(KIND_HEADINGS):
        codes = body.frame[column]
        codes = codes[codes != ""]
        if 1 < codes.nunique() <= MANY_CODES and codes.str.fullmatch(r"\d{1,4}[a-zA-Z]?").all():
            return column
    return ""


def _hear_codes(body: Body, column: str, check: Check) -> Mask:
    """Kinds in codes: which of them count is for the user to say; all do until then."""
    codes, name = body.frame[column].to_numpy(dtype=object), body.names[int(column)]
    counted = pd.Series(codes[codes != ""]).value_counts()
    chosen = check.questions.ask(
        "kinds",
        TEXTS.codes.format(name=name, label=check.dataset.label),
        [Option(str(v), Label(str(v), str(v)), int(n)) for v, n in counted.items()],
        many=True,
        proposed=[str(v) for v in counted.index],
        field="facility_type",
    )
    out = (codes != "") & ~np.isin(codes, list(chosen))
    body.report("other_kind", out, "facility_type", codes, said=check.dataset.label)
    return np.asarray(out, dtype=bool)


def _report_title(body: Body, check: Check) -> None:
    """A title or the name of the sheet that speaks of other kinds only."""
    for text in body.titles:
        kinds = kinds_in(text)
        if kinds and not any(check.dataset.service in serves(kind) for kind in kinds):
            body.note("title_kind", "—", text[:60], said=check.dataset.label)


def _report_shared(body: Body, kinds: Texts, fits: Mask, check: Check) -> None:
    """Places that serve several levels: whether their capacity is that of this level alone cannot be told."""
    shared = fits & np.isin(kinds, [k for k in vocabulary()["kinds"] if len(serves(k)) > 1])
    shown = [_kind_label(kind) for kind in kinds[shared]]
    body.report("several_levels", shared, "capacity", shown, said=check.dataset.label)


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
    shown = [TEXTS.service.format(label=registry()[s].label, id=s) for s in services]
    return TEXTS.elsewhere.format(services=shown)
