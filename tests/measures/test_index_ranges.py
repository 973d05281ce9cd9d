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
    for index in shipped.inequality(Query("health_staff", "supply_per_1000", "registered")):
        assert index.low is not None and index.value is not None and index.high is not None
        assert index.low <= index.value <= index.high
    exact = shipped.inequality(Query("population", "registered_ratio", "value"))[0]
    assert exact.value is not None


def test_a_parameter_that_is_the_same_everywhere_widens_no_index(shipped: Indicators) -> None:
    """The share of permit holders moves all divisions by one factor, and no index depends on a factor."""
    query = Query("primary_school", "effective", "non_local")
    record = shipped.value(query, "530111")
    assert record.low is not None and record.high is not None and record.high - record.low > 20
    for index in shipped.inequality(query):
        assert index.value is not None and index.low is not None and index.high is not None
        assert index.low <= index.value <= index.high < index.low + 0.01
    assert all(i.low is None for i in shipped.inequality(query.but(measure="entitlement")))
