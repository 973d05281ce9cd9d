"""DuckDB connections: one for building (spatial extension from site-packages), one for reading (locked down)."""

from importlib.util import find_spec
from pathlib import Path

import duckdb

from equity.say import texts_of
from equity.settings import Settings

TEXTS = texts_of(__name__)

Connection = duckdb.DuckDBPyConnection


def spatial_extension() -> Path:
    """The spatial extension shipped as a Python package for exactly this DuckDB; nothing is downloaded."""
    spec = find_spec("duckdb_extension_spatial")
    folder = Path(next(iter(spec.submodule_search_locations or []))) if spec else Path()
    path = folder / "extensions" / f"v{duckdb.__version__}" / "spatial.duckdb_extension"
    if not path.exists():
        raise TEXTS.user_error("no_extension", version=duckdb.__version__)
    return path


def connect_for_build(
    path: Path | str, settings: Settings, temp_dir: Path | None = None
) -> duckdb.DuckDBPyConnection:
    """A writable connection with spatial SQL, bounded memory and spilling to ``temp_dir``."""
    config: dict[str, str | bool | int | float | list[str]] = {
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        # the extension comes with the installed packages and is trusted like them: checking 80 MB takes 0.2 s each time
        "allow_unsigned_extensions": True,
        "memory_limit": settings.memory_limit,
        "threads": settings.threads,
        "preserve_insertion_order": False,
    }
    if temp_dir is not None:
        config["temp_directory"] = str(temp_dir)
    con = duckdb.connect(str(path), config=config)
    con.execute("SET enable_progress_bar = false")  # it would write to the terminal of whoever imports
    con.load_extension(str(spatial_extension()))
    return con


def connect_for_reading(path: Path) -> duckdb.DuckDBPyConnection:
    """A read-only connection without access to files or the network, and with its configuration locked."""
    return duckdb.connect(
        str(path),
        read_only=True,
        config={
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "enable_external_access": False,
            "lock_configuration": True,
            "threads": 1,
        },
    )
