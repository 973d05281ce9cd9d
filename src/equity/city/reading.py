"""``city.toml`` of a data folder, read and checked."""

import tomllib
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from equity.city.model import City
from equity.errors import DataError, Problem
from equity.faults import said

CITY_FILE = "city.toml"
WORDS_FILE, CITATIONS_FILE = "words.toml", "citations.toml"
PLACES_FILE, TOWNSHIPS_FILE = "geo/places.toml", "geo/renamed_townships.toml"


def read_city(data_dir: Path) -> City:
    """The city of a data folder; :class:`DataError` with file and field of every fault.

    What lies beside ``city.toml`` (words, citations, names of places) is read with it, where there is any.
    """
    content = read_toml(data_dir / CITY_FILE)
    places = _optional(data_dir / PLACES_FILE) | _optional(data_dir / TOWNSHIPS_FILE)
    try:
        return City.model_validate(
            content
            | {
                "places": places,
                "words": _optional(data_dir / WORDS_FILE),
                "citations": _optional(data_dir / CITATIONS_FILE),
            }
        )
    except ValidationError as error:
        raise DataError(problems_of(error)) from error


def _optional(path: Path) -> dict[str, Any]:
    return read_toml(path) if path.exists() else {}


def read_toml(path: Path) -> dict[str, Any]:
    """The content of one file; :class:`DataError` where there is none or it is no TOML."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        zh = "没有这个文件；可用 equity new-city 生成模板后填写。"
        en = "there is no such file; equity new-city writes a template to fill in."
        raise DataError([Problem(path.name, "—", "", zh, en)]) from error
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        zh, en = f"不是有效的 TOML：{error}", f"no valid TOML: {error}"
        raise DataError([Problem(path.name, "—", "", zh, en)]) from error


def problems_of(error: ValidationError) -> list[Problem]:
    """Every fault that pydantic found, with the field it is in and the value that stands there."""
    found = []
    for fault in error.errors():
        zh, en = said(fault)
        given = fault["input"]
        value = "" if fault["type"] == "missing" or isinstance(given, dict | City) else str(given)
        file, field = _place(fault["loc"])
        found.append(Problem(file, field, value, f"{zh}。", f"{en}."))
    return found


def _place(loc: tuple[int | str, ...]) -> tuple[str, str]:
    """The file that a field of the city stands in, and what it is called there."""
    names = [str(part + 1) if isinstance(part, int) else part for part in loc]
    if names[:2] == ["places", "townships"]:
        return Path(TOWNSHIPS_FILE).name, ".".join(names[1:])
    beside = {"places": PLACES_FILE, "words": WORDS_FILE, "citations": CITATIONS_FILE}
    if names and names[0] in beside:
        return Path(beside[names[0]]).name, ".".join(names[1:]) or "—"
    return CITY_FILE, ".".join(names) or "—"
