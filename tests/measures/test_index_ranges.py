"""Ranges of the indices: exact values have none, wider intervals give wider ranges, the value lies inside."""

from __future__ import annotations

from equity import measures
from equity.indicators.compute import Indicators
from equity.indicators.index_ranges import ranges
from equity.query import Query

VALUES, PEOPLE, GROUPS, SHARES = [10.0, 20.0, 30.0], [5.0, 3.0, 2.0], ["a", "a", "b"], [0.1, 0.5, 0.3]


def spread(width: float) -> dict[str, tuple[float, float]]:
    return ranges([v - width for v in VALUES], [v + width for v in VALUES], PEOPLE, GROUPS, SHARES)


def test_exact_values_give_the_index_itself() -> None:
    found = spread(0.0)
    assert found["gini"] == (measures.gini(VALUES, PEOPLE),) * 2


def test_wider_intervals_give_wider_ranges_and_the_same_data_the_same_range() -> None:
    narrow, wide = spread(1.0), spread(4.0)
    for key, (low, high) in narrow.items():
        assert wide[key][1] - wide[key][0] > high - low > 0
    assert spread(1.0) == narrow


def test_shipped_indices_carry_their_range(shipped: Indicators) -> None:
    for index in shipped.inequality(Query("health_staff", "supply_rate", "resident")):
        assert index.low is not None and index.value is not None and index.high is not None
        assert index.low <= index.value <= index.high
    exact = shipped.inequality(Query("population", "registered_ratio", "value"))[0]
    assert exact.value is not None


def test_placeholders_have_no_range(shipped: Indicators) -> None:
    for query in (Query("primary_school", "effective", "non_local"), Query("clinic", "coverage", "resident")):
        for index in shipped.inequality(query):
            assert index.value is not None and (index.low, index.high) == (None, None)
