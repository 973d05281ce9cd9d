"""The data page lists everything that ships, and every download can be read again."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from equity.components.coverage_matrix import matrix_queries
from equity.components.dataset_list import ABOUT, published_name, years
from equity.dashboard.index import Application
from equity.draw.lettering import punctuate
from equity.http.routes import to_csv
from equity.indicators.compute import Indicators
from equity.safe_cells import harmless
from equity.say import GRADES, Voice
from equity.schema import TABLES
from equity.settings import Settings
from tests.web_pages.conftest import nodes, with_class, words

LANGS = ("zh", "en")


@pytest.mark.parametrize("name", sorted(TABLES))
def test_every_table_downloads_and_reads_back(name: str, app: Application, shipped: Indicators) -> None:
    answer = app.server.test_client().get(f"/download/{name}.csv")
    assert answer.status_code == 200 and answer.mimetype == "text/csv"
    assert answer.data.startswith(b"\xef\xbb\xbf"), "Excel needs the byte-order mark"
    assert shipped.data_version in answer.headers["Content-Disposition"]
    read = pd.read_csv(io.BytesIO(answer.data), dtype=str, keep_default_na=False, na_values=[""])
    table = shipped.library.table(name)
    assert list(read.columns) == list(table.columns)
    assert len(read) == len(table)
    for column in table.columns:
        if pd.api.types.is_numeric_dtype(table[column]) and not pd.api.types.is_bool_dtype(table[column]):
            pd.testing.assert_series_equal(
                pd.to_numeric(read[column]).astype(float),
                table[column].astype(float),
                check_names=False,
                check_dtype=False,
            )
        else:
            assert (read[column].isna() == table[column].isna()).all()


@pytest.mark.parametrize(
    "path",
    [
        "/download/nothing.csv",
        "/download/../pyproject.toml",
        "/download/%2e%2e%2fdata%2fgeo%2fdivisions.csv",
        "/download/divisions",
        "/download/..%5cdivisions.csv",
    ],
)
def test_nothing_else_can_be_downloaded(path: str, app: Application) -> None:
    answer = app.server.test_client().get(path)
    # Addresses the router does not know get the application's shell; none gets a file.
    assert answer.status_code == 404 or answer.mimetype == "text/html"
    assert "attachment" not in answer.headers.get("Content-Disposition", "")


@pytest.mark.parametrize(
    ("given", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+86", "+86"),
        ("-5", "-5"),
        ("-5+cmd", "'-5+cmd"),
        ("@x", "'@x"),
        ("\t=1", "'\t=1"),
        ("中文", "中文"),
        ("", ""),
    ],
)
def test_cells_cannot_become_formulas(given: str, written: str) -> None:
    assert harmless(given) == written


def test_csv_of_odd_values() -> None:
    frame = pd.DataFrame(
        {"a": [1.0, 2.5, None], "b": ["x,y", 'say "hi"', "=HYPERLINK()"], "c": [True, False, True]}
    )
    assert to_csv(frame) == '\ufeffa,b,c\n1,"x,y",true\n2.5,"say ""hi""",false\n,\'=HYPERLINK(),true\n'


@pytest.mark.parametrize("lang", LANGS)
def test_every_table_is_listed_with_rows_grades_and_download(
    lang: str, shipped: Indicators, draw: Callable[..., Any]
) -> None:
    page = draw("/data", lang=lang)
    links = {n.href for n in nodes(page) if getattr(n, "href", "") and str(n.href).startswith("/download/")}
    assert links == {f"/download/{name}.csv" for name in TABLES} | {"/download/districts.geojson"}
    listed = words(next(n for n in nodes(page) if getattr(n, "id", "") == "main-table"))
    for dataset in shipped.library.datasets:
        assert (dataset.title_en if lang == "en" else dataset.title_zh) in listed
        joined = listed.replace("\n", "")  # Chinese names within English words stand in elements of their own
        assert all(
            punctuate(source) in joined for source in shipped.citations.cite_all(dataset.sources, Voice(lang))
        )
    assert set(ABOUT) == set(TABLES), "every table is described"


def test_the_matrix_shows_the_grade_of_every_cell(shipped: Indicators, draw: Callable[..., Any]) -> None:
    matrix = with_class(draw("/data"), "matrix")[0]
    for grade in GRADES:
        expected = sum(
            r.ok and r.grade == grade for _, _, q in matrix_queries(shipped) for r in shipped.values(q)
        )
        assert len(with_class(matrix, f"grade-{grade}")) == expected


def test_every_published_figure_has_a_name_in_both_languages(shipped: Indicators) -> None:
    for indicator in shipped.library.published_figures["indicator"].unique():
        label = published_name(indicator, shipped.city.words.published)
        assert label.zh != indicator and label.en != indicator, indicator


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_table_says_its_source_and_the_boundaries_can_be_had(
    lang: str, draw: Callable[..., Any], app: Application, shipped_settings: Settings
) -> None:
    rows = [r for r in nodes(draw("/data", lang=lang)) if getattr(r, "className", "") == "source-items"]
    assert len(rows) == len(TABLES) + 1 and all(words(r).strip() for r in rows)
    assert max(len(r.children) for r in rows) < 40  # one line for records of one source
    client = app.server.test_client()
    answer = client.get("/download/districts.geojson")
    assert answer.data == (shipped_settings.data_dir / "geo" / "districts.geojson").read_bytes()
    assert "attachment" in answer.headers["Content-Disposition"]


def test_years_of_a_table_come_from_its_figures_period_or_edition(shipped: Indicators) -> None:
    shown = {d.name: years(shipped.library.table(d.name)) for d in shipped.library.datasets}
    assert shown["targets"] == "2021–2025" and shown["townships"] != "—" and shown["standards"] != "—"
