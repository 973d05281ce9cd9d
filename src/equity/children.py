"""Child processes of ours: they end with the process that started them, whatever ends it.

Each child has the reading end of a pipe as its standard input, and the parent the only writing end. Nobody needs to write:
when the parent is gone, at kill -9 too, the pipe is at its end.
"""

import multiprocessing
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO, Any

import equity

SOURCES = str(Path(str(equity.__path__[0])).parent)
ORPHANED = 75  # exit code of a child whose parent is gone
NICENESS = 5  # readers of pages come before work in the background


def start_child(
    module: str,
    *arguments: str,
    environment: Mapping[str, str] | None = None,
    stdout: int | IO[bytes] = subprocess.DEVNULL,
    stderr: int | IO[bytes] | None = None,
    inherit: Sequence[int] = (),
) -> subprocess.Popen[bytes]:
    """Start ``python -m module``; the child stays as long as the returned object and its parent do.

    ``inherit``: handles the child keeps open (a lock); none on Windows, where the parent must hold them.
    """
    own = dict(os.environ) if environment is None else dict(environment)
    return subprocess.Popen(
        [sys.executable, "-m", module, *arguments],
        env=own | {"PYTHONPATH": SOURCES, "PYTHONUTF8": "1"},
        stdin=subprocess.PIPE,
        stdout=stdout,
        stderr=stderr,
        pass_fds=[] if sys.platform == "win32" else list(inherit),
    )


def end_with_parent(leave: Callable[[], None] = lambda: None) -> None:
    """Call at the start of a child: once its parent is gone, ``leave`` is called and the process ends."""

    def watch() -> None:
        while os.read(0, 4096):  # not sys.stdin, whose lock would be held when the interpreter ends
            pass
        leave()
        os._exit(ORPHANED)

    threading.Thread(target=watch, name="parent-watch", daemon=True).start()


def end_with_pool() -> None:
    """The same for a process of a :class:`~concurrent.futures.ProcessPoolExecutor`; its initializer."""
    parent = multiprocessing.parent_process()
    assert parent is not None
    be_modest()

    def watch() -> None:
        parent.join()
        os._exit(ORPHANED)

    threading.Thread(target=watch, name="parent-watch", daemon=True).start()


def be_modest(memory_bytes: int = 0, cpu_s: int = 0) -> None:
    """Step behind the readers of pages, and set limits on memory and computing time (0: none). Windows has none of these."""
    if sys.platform == "win32":
        return
    import resource

    os.nice(NICENESS)
    wanted: list[tuple[int, Any]] = [(resource.RLIMIT_CORE, 0)]
    wanted += [(resource.RLIMIT_AS, memory_bytes)] if memory_bytes else []
    wanted += [(resource.RLIMIT_CPU, cpu_s)] if cpu_s else []
    for what, limit in wanted:
        resource.setrlimit(what, (limit, limit))
