"""The child process that opens foreign files: with limits on memory, time and file size, it cannot hurt the server.

Run as ``python -m equity.reading.worker FILE FOLDER OPTIONS`` (JSON). Writes the grid to the folder; says progress, and at the
end "ok" or the error, as JSON lines.
"""

import json
import os
import sys
from pathlib import Path

from equity.children import be_modest, end_with_parent
from equity.reading import limits

BLOCKED_DRIVERS = (
    "OGR_VRT,VRT,CSV,KML,LIBKML,GML,GMLAS,WFS,OAPIF,CSW,Carto,AmigoCloud,PLSCENES,Elasticsearch,NGW,EEDA,PDF,"
    "XLSX,ODS"
)
ENVIRONMENT = {
    "OGR_SKIP": BLOCKED_DRIVERS,
    "GDAL_HTTP_TIMEOUT": "1",
    "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": "none",
    "GDAL_DISABLE_READDIR_ON_OPEN": "EMPTY_DIR",
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
}


def main(arguments: list[str]) -> int:
    end_with_parent()
    be_modest(limits.READER_MEMORY_BYTES, limits.READER_SECONDS)
    os.environ.update(ENVIRONMENT)
    from equity.errors import UserError
    from equity.reading.sniff import read_file

    path, folder, options = Path(arguments[0]), Path(arguments[1]), json.loads(arguments[2])
    try:
        raw = read_file(
            path, folder, progress=lambda done, total: _say({"done": done, "total": total}), **options
        )
        raw.write(folder)
    except UserError as error:
        _say({"error": [error.zh, error.en]})
        return 0
    except MemoryError:
        _say({"error": ["文件占用的内存过多；请分成几个文件。", "the file needs too much memory; split it."]})
        return 0
    _say({"ok": True})
    return 0


def _say(message: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
