"""What nothing in the program uses (run by `make check`): unlike plain `vulture`, it knows that templates use names too."""

import re
import sys
from pathlib import Path

from vulture import Vulture
from vulture.core import Item

CALLED_BY_A_LIBRARY = [
    f"@*{name}"
    for name in (".route", ".get", ".post", ".callback", "_request", "errorhandler", "command", "validator")
]
OF_LIBRARIES = ("mantine-", "maplibregl-", "js-plotly-")
USED_ELSEWHERE = [
    "available_*", "circles", "interpolate_index",  # Dash
    "channel_class", "handle_quit", "parser_class",  # waitress, gunicorn
    "has_words", "__getattr__", "model_config", "trace",
]  # fmt: skip


def unused(root: Path) -> list[str]:
    found = Vulture(ignore_names=USED_ELSEWHERE, ignore_decorators=CALLED_BY_A_LIBRARY)
    found.scavenge([str(root)])
    for template in (*root.rglob("*.html"), *root.rglob("*.typ")):
        found.used_names |= set(re.findall(r"\w+", template.read_text(encoding="utf-8")))
    return [item.get_report() for item in found.get_unused_code() if not _is_handed_on(item)]


def _is_handed_on(item: Item) -> bool:
    """An attribute set for a library (a paragraph's alignment), or a field of a record that is handed out whole."""
    if item.typ == "variable":
        line = Path(item.filename).read_text(encoding="utf-8").splitlines()[item.first_lineno - 1]
        return re.match(rf"\s+{item.name}:", line) is not None
    return item.typ == "attribute"


def unused_classes(top: Path) -> list[str]:
    """Classes that a style sheet has and no page: neither whole nor by their beginning (``f"chip-{grade}"``)."""
    files = [p for folder in (top / "src", top / "assets") for p in folder.rglob("*")]
    written = "".join(p.read_text(encoding="utf-8") for p in files if p.suffix in {".py", ".html", ".js"})
    words = set(re.findall(r"[A-Za-z][\w-]*", written))
    beginnings = (*(word for word in words if word.endswith("-")), *OF_LIBRARIES)
    rest = []
    for sheet in (p for p in files if p.suffix == ".css"):
        rules = re.sub(r"/\*.*?\*/", "", sheet.read_text(encoding="utf-8"), flags=re.DOTALL)
        found = {
            c for head in re.findall(r"([^{}]+)\{", rules) for c in re.findall(r"\.([A-Za-z][\w-]*)", head)
        }
        rest += [f"{sheet}: no page has .{c}" for c in sorted(found - words) if not c.startswith(beginnings)]
    return rest


if __name__ == "__main__":
    top = Path(__file__).parents[1]
    rest = unused(top / "src") + unused_classes(top)
    print("\n".join(rest) or "no dead code")
    sys.exit(bool(rest))
