"""The rows that an import sends back, as they were, each with the reasons."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from equity.checking.body import Body
from equity.checking.clean import REJECTED_ROW, REJECTED_WHY
from equity.checking.datasets import Dataset
from equity.checking.findings import iterate
from equity.say import Label, texts_of

TEXTS = texts_of(__name__)


def rejected_rows(everything: Body, dataset: Dataset, *, all_of_them: bool) -> pd.DataFrame:
    """The rejected rows as they were in the file, with their row number and every reason in words of both languages."""
    mask = np.isin(everything.rows, everything.findings.stopped()) | all_of_them
    names = [name or f"列{i + 1}" for i, name in enumerate(everything.names)]
    cells = everything.frame[mask].iloc[:, : len(names)].reset_index(drop=True)
    cells.columns = pd.Index(_distinct(names))
    rows = everything.rows[mask]
    found = everything.findings.frame()
    reasons = _reasons(rows, found[found["severity"] == "stop"], _places(everything, dataset))
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
            else TEXTS.in_column.format(label=label, heading=heading)
        )
    return {f.name: places.get(f.name, f.label) for f in dataset.fields}


def _reasons(rows: NDArray[np.int64], stops: pd.DataFrame, places: dict[str, Label]) -> list[str]:
    """The reasons of each row, those of the whole file where it has none of its own: all in Chinese, then all in English."""
    said: dict[int, list[Label]] = {}
    for found in iterate(stops):
        place = places.get(found.field, Label(found.field, found.field))
        if found.field in ("", "—"):
            zh, en = found.message("zh"), found.message("en")
        else:
            zh, en = f"{place.zh}：{found.message('zh')}", f"{place.en}: {found.message('en')}"
        said.setdefault(found.row, []).append(Label(zh + found.fix("zh"), f"{en} {found.fix('en')}".strip()))
    waiting = said.get(0, [TEXTS.datum_open])
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
