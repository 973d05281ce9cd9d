"""The texts beside the modules: every one that is asked for is there, in both languages, and every one is asked for."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from equity.settings import PACKAGE

FILES = sorted(PACKAGE.rglob("texts.toml"))
ASKED = re.compile(
    r"TEXTS\.(?:(?:several|user_error|problem)\(\s*\"(\w+)\"|(\w+))|texts_of\(__name__\)\[\"(\w+)\"\]|TEXTS\[\"(\w+)\"\]|(columns)_of\(TEXTS"
)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.parent.name)
def test_modules_and_texts_agree(path: Path) -> None:
    for module, texts in tomllib.loads(path.read_text(encoding="utf-8")).items():
        code = path.with_name(f"{module}.py").read_text(encoding="utf-8")
        asked = {next(filter(None, found)) for found in ASKED.findall(code)}
        assert asked == set(texts), f"{path.parent.name}/{module}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.parent.name)
def test_one_language_knows_all_fields(path: Path) -> None:
    for text in _texts(tomllib.loads(path.read_text(encoding="utf-8"))):
        zh, en = (set(re.findall(r"{\w*}", text[lang])) for lang in ("zh", "en"))
        assert zh <= en or en <= zh, text


def _texts(content: Any) -> Iterator[dict[str, str]]:
    if isinstance(content, list):
        for part in content:
            yield from _texts(part)
    elif isinstance(content.get("zh"), str):
        yield content
    else:
        for part in content.values():
            yield from _texts(part)
