"""Any bytes and any cells: a table or a clear error, and the account of rows balances. Bounded in time."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from equity.checking.check_facilities import NEAR_M, same_place
from equity.checking.surroundings import Surroundings
from equity.errors import UserError
from equity.intake import desk
from equity.intake.desk import Choices
from equity.reading.sniff import read_file
from equity.settings import Settings
from tests.intake.hostile import REGISTER, workbook

BOUNDED = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
HEADER = ["编号", "名称", "区县", "乡镇", "经度", "纬度", "在校生数", "年份", "备注"]
CELLS = st.one_of(
    st.text(max_size=20),
    st.sampled_from(
        [
            "",
            "官渡区",
            "五华",
            "530111",
            "经开区",
            "102.74",
            "25.02",
            "-1",
            "1e999",
            "nan",
            "2024",
            "合计",
            "注:",
            "=1+1",
            "1,2",
        ]
    ),
    st.floats(allow_nan=True).map(str),
    st.integers(-(10**20), 10**20).map(str),
)
DATASETS = st.sampled_from(["primary_school", "population", "settlement_points", "totals"])


def outcome_of(content: bytes, around: Surroundings, dataset: str = "primary_school") -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "upload"
        path.write_bytes(content)
        here = Settings(var_dir=Path(folder))
        try:
            raw = read_file(path, Path(folder))
            choices = Choices(dataset, datum="wgs84", year=2024, source="x")
            plan = desk.make_plan(here, raw, choices)
            found = desk.check(plan, choices, around)
        except UserError as error:
            assert error.zh and error.en
            return
    assert (
        found.rows_read
        == found.accepted_rows + found.rejected_rows
        == found.accepted_rows + len(found.rejected)
    )
    assert found.accepted_rows >= 0 and set(found.accepted["adcode"]) <= {*around.gazetteer.names, "530100"}
    assert all(found.rejected["原因 reason"])
    key = found.accepted.columns[0] if dataset in ("primary_school", "settlement_points") else None
    if key:
        assert not found.accepted[key].duplicated().any()
        assert np.isfinite(found.accepted.select_dtypes("float64").drop(columns=["lon", "lat"])).all().all()


@given(st.lists(st.lists(CELLS, min_size=1, max_size=len(HEADER) + 1), max_size=12), DATASETS)
@example([["1", "a", "官渡区", "", "inf", "25", "1", "2024", ""]], "primary_school")
@example([[]], "totals")
@BOUNDED
def test_any_cells(around: Surroundings, rows: list[list[str]], dataset: str) -> None:
    out = io.StringIO(newline="")
    headers = {
        "population": ["区县", "年份", "常住人口", "户籍人口", "外来常住", "备注"],
        "settlement_points": ["编号", "名称", "区县", "乡镇", "经度", "纬度", "本地户籍常住", "外来常住"],
        "totals": ["区县", "服务", "指标", "数值", "年份"],
    }
    csv.writer(out).writerows([headers.get(dataset, HEADER), *rows])
    outcome_of(out.getvalue().encode("utf-8", "replace"), around, dataset)


@given(st.binary(max_size=400))
@BOUNDED
def test_any_bytes(around: Surroundings, content: bytes) -> None:
    outcome_of(content, around)


@given(st.integers(0, 10_000), st.binary(min_size=1, max_size=8))
@BOUNDED
def test_a_workbook_with_bytes_changed(around: Surroundings, at: int, change: bytes) -> None:
    content = bytearray(workbook(REGISTER))
    at %= len(content)
    content[at : at + len(change)] = change
    outcome_of(bytes(content), around)


PLACE = st.tuples(st.sampled_from(["甲", "乙"]), st.integers(0, 400), st.integers(0, 400))


@given(st.lists(PLACE, max_size=30))
@BOUNDED
def test_duplicates_as_a_plain_loop_finds_them(places: list[tuple[str, int, int]]) -> None:
    """No two accepted rows of one name lie within 100 m; every rejected one lies near an earlier row."""
    names = pd.Series([p[0] for p in places], dtype="str")
    x, y = (np.array([p[i] for p in places], dtype=float) for i in (1, 2))
    rows = np.arange(2, len(places) + 2)
    again, first = same_place(names, x, y, rows)
    dropped = dict(zip(again.tolist(), first.tolist(), strict=True))
    for row, earlier in dropped.items():
        i, j = row - 2, earlier - 2
        assert j < i and names[i] == names[j] and np.hypot(x[i] - x[j], y[i] - y[j]) <= NEAR_M
    kept = [i for i in range(len(places)) if i + 2 not in dropped]
    for n, i in enumerate(kept):
        for j in kept[:n]:
            assert names[i] != names[j] or np.hypot(x[i] - x[j], y[i] - y[j]) > NEAR_M


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
@given(
    text=st.text(alphabet=st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=40)
)
@BOUNDED
def test_chinese_text_survives_every_encoding(around: Surroundings, encoding: str, text: str) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "upload"
        path.write_bytes(f"名称,区县,在校生数\n{text},官渡区,1\n".encode(encoding))
        raw = read_file(path, Path(folder))
        assert raw.head()[1][0] == text
