"""Results as JSON files beside an upload: a dataclass written by one process and read by another."""

import json
import os
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from pydantic import TypeAdapter

Kind = TypeVar("Kind")


def store(path: Path, value: object) -> None:
    """Write ``value``, replacing the file in one step."""
    kind: Any = type(value)
    plain = _adapter(kind).dump_python(value, mode="json")
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    temporary.write_text(json.dumps(plain, ensure_ascii=False), encoding="utf-8")
    temporary.replace(path)


def stored(path: Path, kind: type[Kind]) -> Kind:
    """What :func:`store` wrote. Raises :class:`OSError` where it is gone, :class:`ValueError` where it is something else."""
    known: Any = kind
    found: Kind = _adapter(known).validate_python(json.loads(path.read_text(encoding="utf-8")))
    return found


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)
