"""Numbers as readers of each language expect them."""

from __future__ import annotations

import pytest

from equity.say import format_number, format_range, format_value, round_to_total


@pytest.mark.parametrize(
    ("value", "zh", "en"),
    [
        (0, "0.0", "0.0"),
        (-0.04, "0.0", "0.0"),
        (-3.25, "−3.2", "−3.2"),
        (9999, "9999.0", "9,999.0"),
        (10000, "1.0 万", "10,000.0"),
        (123456, "12.3 万", "123,456.0"),
        (8460088, "846.0 万", "8,460,088.0"),
        (-25000, "−2.5 万", "−25,000.0"),
        (None, "—", "—"),
        (float("nan"), "—", "—"),
    ],
)
def test_numbers(value: float | None, zh: str, en: str) -> None:
    assert format_number(value, "zh", decimals=1) == zh
    assert format_number(value, "en", decimals=1) == en


def test_units_and_signs() -> None:
    assert format_value(12.34, "%", "zh", decimals=1) == "12.3%"
    assert format_value(31.2, "个百分点", "zh", decimals=1, signed=True) == "+31.2 个百分点"
    assert format_value(0.0, "pp", "en", decimals=1, signed=True) == "0.0 pp"
    assert format_value(1602279, "人", "zh", decimals=0) == "160.2 万人"
    assert format_value(7861671, "m²", "zh", decimals=0) == "786.2 万 m²"
    assert format_value(None, "人", "zh", decimals=0) == "—"


@pytest.mark.parametrize(
    ("low", "high", "zh", "en"),
    [
        (8.42, 9.13, "8.4–9.1", "8.4–9.1"),
        (-1.2, 0.4, "−1.2 至 0.4", "−1.2 to 0.4"),
        (263961, 280123, "26.4 万至 28.0 万", "263,961.0–280,123.0"),
        (3.01, 3.04, "3.0", "3.0"),
        (8329, 12057, "8329.0 至 1.2 万", "8,329.0–12,057.0"),
    ],
)
def test_intervals(low: float, high: float, zh: str, en: str) -> None:
    assert (format_range(low, high, "zh", decimals=1), format_range(low, high, "en", decimals=1)) == (zh, en)


def test_round_figures_and_the_edge_of_wan() -> None:
    assert format_number(650_000, "zh", exact=True) == "65 万" and format_number(650_000, "zh") == "65.0 万"
    assert format_number(9999.6, "zh") == "1.0 万" and format_number(9999.4, "zh") == "9999"


def test_parts_are_rounded_to_what_they_add_up_to() -> None:
    assert round_to_total({"a": 13.94, "b": -5.35, "c": -0.79}, 7.8, decimals=1) == {
        "a": 13.9,
        "b": -5.3,
        "c": -0.8,
    }
    assert round_to_total({"a": 0.04, "b": -0.04, "c": 0.0}, 0.0, decimals=1) == {
        "a": 0.0,
        "b": 0.0,
        "c": 0.0,
    }
