"""The shape of the code: rooms import only downwards, SQL files carry their header, callbacks are never module-level."""

from __future__ import annotations

import ast
import re
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "src" / "equity"

LAYERS = [
    "worker",
    "errors",
    "settings",
    "say",
    "schema",
    "geo",
    "measures",
    "query",
    "estimates",
    "boundaries",
    "demo_data",
    "sources",
    "warehouse",
    "indicators",
    "views",
    "headlines",
    "figures",
    "snapshot",
    "exports",
    "intake",
    "web",
    "cli",
]
ONLY = {
    "dash": {"web"},
    "dash_mantine_components": {"web"},
    "dash_ag_grid": {"web"},
    "duckdb": {"warehouse"},
    "docx": {"exports"},
    "pptx": {"exports"},
    "xlsxwriter": {"exports", "intake"},
    "typst": {"exports"},
}


def imports(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= (
                {f"{node.module}.{alias.name}" for alias in node.names}
                if node.module == "equity"
                else {node.module}
            )
    return names


def room(path: Path) -> str:
    return path.relative_to(SOURCE).parts[0].removesuffix(".py")


def test_rooms_import_only_downwards() -> None:
    for path in SOURCE.rglob("*.py"):
        if room(path) == "__init__":
            continue
        assert room(path) in LAYERS, f"{room(path)} has no place in the list of rooms"
        for name in imports(path):
            if name.startswith("equity."):
                target = name.split(".")[1]
                assert LAYERS.index(target) <= LAYERS.index(room(path)), (
                    f"{path.relative_to(SOURCE)} imports {name}"
                )


def test_heavy_libraries_stay_in_their_room() -> None:
    for path in SOURCE.rglob("*.py"):
        for name in imports(path):
            allowed = ONLY.get(name.split(".")[0])
            assert allowed is None or room(path) in allowed, f"{path.relative_to(SOURCE)} imports {name}"


def test_no_module_level_callback() -> None:
    for path in SOURCE.rglob("*.py"):
        assert not re.search(r"^@(dash\.)?callback\b", path.read_text(encoding="utf-8"), re.M), path


def test_sql_files_that_make_a_table_say_its_grain() -> None:
    for path in (SOURCE / "warehouse" / "sql").rglob("*.sql"):
        text = path.read_text(encoding="utf-8")
        assert text.startswith("--"), path.name
        assert "CREATE TABLE" not in text or "one row per" in text[:1200], path.name


def test_assets_name_no_outside_host() -> None:
    for path in (SOURCE.parents[1] / "assets").rglob("*"):
        if path.suffix in {".css", ".js", ".svg", ".html"}:
            hosts = set(re.findall(r"https?://([^/\s\"'`)<>]+)", path.read_text(encoding="utf-8")))
            assert hosts <= {"www.w3.org"}, (path.name, hosts)
