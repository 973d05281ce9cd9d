"""The shape of the code: rooms import only downwards, SQL files carry their header, callbacks are never module-level."""

from __future__ import annotations

import ast
import re
import tomllib
from collections import defaultdict
from graphlib import TopologicalSorter
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "src" / "equity"

CONTRACTS = tomllib.loads((SOURCE.parents[1] / "pyproject.toml").read_text(encoding="utf-8"))["tool"][
    "importlinter"
]["contracts"]
LAYERS = {
    room: depth
    for depth, line in enumerate(next(c["layers"] for c in CONTRACTS if c["type"] == "layers"))
    for room in line.split(" | ")
}
ONLY: dict[str, set[str]] = defaultdict(set)
for contract in CONTRACTS:
    for exception in contract.get("ignore_imports", ()):
        rooms, library = exception.split(" -> ")
        ONLY[library].add(rooms.split(".")[1])


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
        here = room(path)
        if here == "__init__":
            continue
        assert here in LAYERS, f"{here} has no place in the list of rooms"
        for name in imports(path):
            target = name.split(".")[1] if name.startswith("equity.") else here
            assert target == here or LAYERS[target] > LAYERS[here], (
                f"{path.relative_to(SOURCE)} imports {name}"
            )


def test_heavy_libraries_stay_in_their_room() -> None:
    for path in SOURCE.rglob("*.py"):
        for name in imports(path):
            allowed = ONLY.get(name.split(".")[0], set())
            assert not allowed or room(path) in allowed, f"{path.relative_to(SOURCE)} imports {name}"


def modules_imported(path: Path) -> set[str]:
    """The modules of the program that a module names in its imports, wherever and for whatever they stand in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    return found


def test_no_module_imports_itself_in_a_circle() -> None:
    files = {
        ".".join(("equity", *p.relative_to(SOURCE).with_suffix("").parts)): p
        for p in SOURCE.rglob("*.py")
        if p.name != "__init__.py"
    }
    TopologicalSorter(
        {name: modules_imported(p) & set(files) - {name} for name, p in files.items()}
    ).prepare()


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
