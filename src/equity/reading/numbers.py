"""Text to numbers, whole columns at a time: plain, with thousands marks or units, 度分秒, years. Missing stays NaN."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from equity.reading.words import words

Floats = NDArray[np.float64]
PLAIN = re.compile(r"^[-+]?(\d+(\.\d*)?|\.\d+)(e[-+]?\d{1,2})?$")
GROUPED = re.compile(r"^[-+]?\d{1,3}(,\d{3})+(\.\d*)?$")
WITH_UNIT = re.compile(
    r"^(?:约|共)?\s*([-+]?[\d,]*\.?\d+)\s*(十万|百万|千万|[十百千万亿])?\s*([^\W\d十百千万亿两几]{0,4}|[a-z]+)$"
)
GAPS = re.compile(r"(?<=\d)[\s'’](?=\d{3}(?!\d))")  # 214 200 and 214'200
IN_PARTS = re.compile(
    r"^(?=.*\d)(?:约|共)?(?:(\d+)亿)?(?:(\d{1,4})万)?(?:(\d)千)?(?:(\d)百)?(\d{1,4})?[\u4e00-\u9fff]{0,3}$"
)  # 21万4200人
IN_PARTS_FACTORS = (100_000_000, 10_000, 1_000, 100, 1)
DMS = re.compile(
    r"^([EWNS东西南北]?)[经纬]?:?\s*(\d{1,3})\s*[°度ºd]\s*(?:(\d{1,2}(?:\.\d+)?)\s*['′分’m])?\s*(?:(\d{1,2}(?:\.\d+)?)\s*(?:[\"″秒”s]|''|′′|’’))?\s*([EWNS]?)$",
    re.IGNORECASE,
)
DEGREES = re.compile(r"^(?:东经|北纬|[EN])?:?\s*(\d{1,3}(?:\.\d+)?)\s*[°度]?\s*[EN]?$", re.IGNORECASE)
PARTS = re.compile(r"^(\d{2,3})(?:\s*-\s*|\s+)(\d{1,2})(?:\s*-\s*|\s+)(\d{1,2}(?:\.\d+)?)$")  # 102-31-6.36
TRADITIONAL = str.maketrans("萬億仟佰", "万亿千百")
QUOTED = re.compile(r"^\s*['’](?=[\d+-])")  # how spreadsheets mark a number that is text
FOOTNOTES = re.compile(r"(?<=\d)\s*[*†‡¹²³⁴-⁹①-⑳⑴-⒇]+$")  # before NFKC, which makes digits of them
SIGNS = str.maketrans("º˚∘⁰´`ˊ‘", "°°°°′′′′")  # before NFKC, which makes letters and blanks of them
YEAR_ALONE = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
YEAR = re.compile(r"(?<!\d)(?:(?P<year>(?:19|20)\d\d)(?!\d)|(?P<date>(?:19|20)\d{4}(?:\d\d)?)(?!\d))")
IN_CHINESE = re.compile(r"[一二][〇○零一二三四五六七八九]{3}(?=年)")
CHINESE_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
TWO_YEARS = r"(19|20)\d\d.*[^\d](19|20)\d\d([^\d]|$)|(19|20)\d\d[^\d]\d\d\s*学年"  # RE2
FIRST_YEAR, LAST_YEAR = 1950, 2100
WRAPPED = re.compile(r"^(?:srid=\d+;\s*)?(?:point(?:\s*z?m?)?)?\s*[\[(](.*)[\])]$", re.IGNORECASE)
LABELS = re.compile(
    r"(?:(?:经度|纬度)\s*[:=]?|(?:longitude|latitude|lng|lon|lat|[xy])\s*[:=])\s*", re.IGNORECASE
)
SHAPE = re.compile(
    r"\s*(?:srid=\d+;\s*)?((?:multi|line|poly|curve|geometry)\w+\s*z?m?\s*\(.*|0[01][0-9a-f]{40,})$",
    re.IGNORECASE | re.DOTALL,
)
HALVES = re.compile(r"^(.*?(?:[\"″秒NS北纬EW东经]))\s+(.*\d.*)$", re.IGNORECASE)


def half_width(text: str) -> str:
    return unicodedata.normalize("NFKC", QUOTED.sub("", text).translate(SIGNS)).strip()


def per_value(texts: pd.Series[Any], function: Callable[[str], Any], dtype: Any = object) -> NDArray[Any]:
    """``function`` of every text, worked out once per distinct value."""
    codes, distinct = pd.factorize(texts)
    results = np.empty(len(distinct) + 1, dtype=dtype)
    for i, text in enumerate(distinct):
        results[i] = function(str(text))
    if (codes < 0).any():
        results[-1] = function("")
    return results[codes]


def to_numbers(texts: pd.Series[Any]) -> tuple[Floats, NDArray[np.bool_], NDArray[np.bool_]]:
    """(values, bad, loose): NaN where empty or bad; ``loose`` marks those read in spite of a unit or grouping."""
    values = _plain_numbers(texts)
    odd = np.isnan(values) & (texts != "").to_numpy(dtype=bool)
    loose = np.zeros(len(values), dtype=bool)
    if odd.any():
        values[odd] = per_value(texts[odd], to_number, np.float64)
        loose = odd & ~np.isnan(values)
    return values, odd & np.isnan(values), loose


def _plain_numbers(texts: pd.Series[Any]) -> Floats:
    values = np.array(pd.to_numeric(texts, errors="coerce"), dtype=np.float64)
    values[~np.isfinite(values)] = np.nan
    return values


def to_number(text: str) -> float:
    """The number of a text, worked out in decimals: 21.42万 is 214,200 and not a little more."""
    text = GAPS.sub("", half_width(FOOTNOTES.sub("", text.strip())).translate(TRADITIONAL).lower())
    if PLAIN.match(text):
        return float(text)
    if GROUPED.match(text):
        return float(text.replace(",", ""))
    if (match := WITH_UNIT.match(text)) and _is_counted(match):
        return float(Decimal(match[1].replace(",", "")) * words()["factors"].get(match[2], 1))
    if match := IN_PARTS.match(text):
        parts = zip(match.groups(), IN_PARTS_FACTORS, strict=True)
        return float(sum(Decimal(digits) * factor for digits, factor in parts if digits))
    return float("nan")


def _is_counted(match: re.Match[str]) -> bool:
    """Whether it is a number of things: 12床 and 12 beds, but neither 12k nor 1,2,3."""
    number, unit = match[1], match[3]
    return bool(GROUPED.match(number) or PLAIN.match(number)) and (
        not unit.isascii() or not unit or unit in words()["units"]["counted"]
    )


def to_degrees(texts: pd.Series[Any]) -> tuple[Floats, NDArray[np.bool_]]:
    """(values, bad) of coordinates: decimal degrees, 102°42′44″, 102度42分44秒, 东经102.7, or metres."""
    values = _plain_numbers(texts)
    odd = np.isnan(values) & (texts != "").to_numpy(dtype=bool)
    if odd.any():
        values[odd] = per_value(texts[odd], one_coordinate, np.float64)
    return values, odd & np.isnan(values)


def one_coordinate(text: str) -> float:
    """Degrees of one coordinate as written; NaN for what is none.

    >>> round(one_coordinate("102°42′36″"), 4)
    102.71
    """
    text = half_width(text)
    if PLAIN.match(text.lower()):
        return float(text)
    if GROUPED.match(text) and "." in text:  # 568,510.50 metres; 102,679 may be a decimal comma
        return float(text.replace(",", ""))
    if match := DMS.match(text):
        minutes, seconds = float(match[3] or 0), float(match[4] or 0)
        return (
            float(match[2]) + minutes / 60 + seconds / 3600 if minutes < 60 and seconds < 60 else float("nan")
        )
    if match := PARTS.match(text):
        return one_coordinate(f"{match[1]}°{match[2]}′{match[3]}″")
    if match := DEGREES.match(text):
        return float(match[1])
    return float("nan")


def split_pair(text: str) -> tuple[str, str]:
    """The two halves of a cell with both coordinates, in the order they stand in; the text itself and "" where it is no pair.

    >>> split_pair('{"lng": 102.71, "lat": 25.03}'), split_pair("POINT (102.71 25.03)"), split_pair("25.03;102.71")
    (('102.71', '25.03'), ('102.71', '25.03'), ('25.03', '102.71'))
    """
    if shape := SHAPE.fullmatch(text):
        return _point_inside(shape[1]) or (text, "")
    said = half_width(text)
    if said.startswith("{"):
        said = said.strip("{}").replace('"', "")
    if wrapped := WRAPPED.match(said):
        said = wrapped[1]
    said = LABELS.sub("", said).strip()
    parts = [p.strip() for p in re.split(r"[,;、|\t]", said) if p.strip()]
    if len(parts) == 1:
        halves = HALVES.match(said)
        parts = said.split() if len(said.split()) in (2, 3) else [halves[1], halves[2]] if halves else parts
    if len(parts) == 1 and len(slashed := said.split("/")) == 2:
        parts = [p.strip() for p in slashed]
    return (
        (parts[0], parts[1])
        if len(parts) in (2, 3) and all(re.search(r"\d", p) for p in parts)
        else (text, "")
    )


def _point_inside(text: str) -> tuple[str, str] | None:
    """A point inside of a shape in WKT or hexadecimal WKB; None where it is none."""
    made = (
        shapely.from_wkt(text, on_invalid="ignore")
        if "(" in text
        else shapely.from_wkb(text, on_invalid="ignore")
    )
    if made is None or made.is_empty:
        return None
    point = shapely.point_on_surface(made)
    return f"{shapely.get_x(point):.9g}", f"{shapely.get_y(point):.9g}"


def split_pairs(texts: pd.Series[Any]) -> tuple[pd.Series[Any], pd.Series[Any]]:
    """The two halves of every cell, as :func:`split_pair`."""
    pairs = per_value(texts, split_pair)
    first, second = ([pair[i] for pair in pairs] for i in (0, 1))
    return pd.Series(first, index=texts.index, dtype="str"), pd.Series(second, index=texts.index, dtype="str")


def to_years(texts: pd.Series[Any]) -> tuple[Floats, NDArray[np.bool_]]:
    """(years, bad) of 2024, 2024年度, 2024-09-01, 20240901, 截至2024年 … The first year of two; NaN where empty or bad."""
    years = per_value(texts, _one_year, np.float64)
    return years, np.isnan(years) & (texts != "").to_numpy(dtype=bool)


def years_in(text: str) -> list[int]:
    """The years that a heading or a title names, each once.

    >>> years_in("2020年和2023年常住人口")
    [2020, 2023]
    """
    return [int(year) for year in dict.fromkeys(YEAR_ALONE.findall(text))]


def _one_year(text: str) -> float:
    text = half_width(text).removesuffix(".0")
    text = IN_CHINESE.sub(lambda m: m[0].translate(CHINESE_DIGITS), text)
    match = YEAR.search(text)
    if not match or (match["date"] and not _is_date(match["date"])):
        return float("nan")
    year = int(match["year"] or match["date"][:4])
    return float(year) if FIRST_YEAR <= year <= LAST_YEAR else float("nan")


def _is_date(digits: str) -> bool:
    try:
        return bool(date(int(digits[:4]), int(digits[4:6]), int(digits[6:] or 1)))
    except ValueError:
        return False
