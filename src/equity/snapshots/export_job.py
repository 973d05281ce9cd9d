"""The process that makes one export of many zones: ``python -m equity.snapshots.export_job FOLDER``.

It runs when its turn has come (:mod:`equity.in_turn`) and ends with the server process that took the order. Its memory
goes with it, and readers of pages come first.
"""

import json
import os
import sys
from pathlib import Path
from typing import Any

from equity import settings as settings_module
from equity.children import be_modest, end_with_parent
from equity.documents.archives import write_zip
from equity.documents.files import write_file
from equity.documents.identity import Options
from equity.documents.run import Exported, export
from equity.indicators.store import open_indicators
from equity.snapshots.jobs import ORDER, RESULT, say
from equity.space import remove

WORKERS, ZONES_PER_WORKER = 2, 5  # a process takes two seconds to start, a zone one to export


def main(arguments: list[str]) -> int:
    end_with_parent()
    be_modest()
    folder = Path(arguments[0])
    order = json.loads((folder / ORDER).read_text(encoding="utf-8"))
    try:
        make(folder, order)
    except Exception as error:
        said = [getattr(error, "zh", type(error).__name__), getattr(error, "en", type(error).__name__)]
        say(folder, "failed", 0, len(order["zones"]), [["", *said]])
    return 0


def make(folder: Path, order: dict[str, Any]) -> None:
    """All files of the order as one zip in ``folder``, telling after each zone."""
    settings, zones = settings_module.load(), order["zones"]
    done: list[Exported] = []

    def failed() -> list[list[str]]:
        return [[r.zone, r.failure.zh, r.failure.en] for r in done if r.failure]

    def tell(result: Exported) -> None:
        done.append(result)
        say(folder, "running", len(done), len(zones), failed())

    say(folder, "running", 0, len(zones), [])
    files = folder / "files"
    results = export(
        open_indicators(settings),
        zones,
        order["formats"],
        order["lang"],
        files,
        settings=settings,
        options=Options.read(order["options"]),
        workers=max(1, min(WORKERS, os.cpu_count() or 1, len(zones) // ZONES_PER_WORKER)),
        progress=tell,
    )
    members = {path.name: path.read_bytes() for r in results for path in r.files}
    if members:
        write_file(folder / RESULT, write_zip(members))
    remove(files)
    say(folder, "done" if members else "failed", len(done), len(zones), failed())


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
