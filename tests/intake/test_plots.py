"""Candidate plots come in as registers do: own column names, units of the header, and a reason for each row that is sent back."""

import pandas as pd
import pytest

from tests.intake.conftest import Check

HEAD = "宗地编号,地块名称,区县,可建服务,经度,纬度,用地面积（亩）,规模上限,总投资（亿元）\n"


def test_plots_are_read_with_the_units_of_their_columns(check: Check) -> None:
    rows = "A-1,甲地块,官渡区,小学,102.7461,25.0119,30,900,0.8\nA-2,乙地块,官渡区,,102.7561,25.0219,,,\n"
    found = check(HEAD + rows, "candidate_plots")
    assert found.accepted_rows == 2 and found.services == ("primary_school",)
    first, second = found.accepted.to_dict("records")
    assert (first["plot_id"], first["service"], first["adcode"]) == (
        "plot:530111-A-1",
        "primary_school",
        "530111",
    )
    assert first["area_m2"] == pytest.approx(20_000) and (first["most_capacity"], first["cost"]) == (
        900,
        8000,
    )
    assert pd.isna(second["service"]) and pd.isna(second["cost"])


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("A-1,甲地块,官渡区,小学,,,30,900,1", "plot_without_place"),
        ("A-1,甲地块,官渡区,没有这种,102.7461,25.0119,30,900,1", "unknown_service"),
        ("A-1,甲地块,官渡区,小学,102.7461,25.0119,大,900,1", "not_number"),
        ("A-1,甲地块,官渡区,小学,102.7461,25.0119,30,900,-1", "negative"),
    ],
)
def test_a_row_that_cannot_be_taken_has_its_reason(check: Check, row: str, code: str) -> None:
    found = check(HEAD + row + "\n", "candidate_plots")
    assert found.accepted_rows == 0 and code in set(found.findings["code"])
