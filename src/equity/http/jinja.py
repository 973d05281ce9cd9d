"""Templates: everything is escaped, and a name that was not given is an error."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

SHARED = Path(__file__).with_name("templates")


def templates(folder: Path | None = None) -> Environment:
    """The templates of a room's ``folder`` and those that all rooms share."""
    return Environment(
        loader=FileSystemLoader([*([folder] if folder else []), SHARED]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def render(environment: Environment, template: str, /, **values: Any) -> str:
    return environment.get_template(f"{template}.html").render(**values)
