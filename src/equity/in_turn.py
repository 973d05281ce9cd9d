"""``python -m equity.in_turn LOCK MODULE ARGUMENTS…``: run a module when the lock is free. Whoever waits has loaded nothing yet."""

import runpy
import sys
from pathlib import Path

from equity.children import end_with_parent
from equity.locks import Lock


def main(arguments: list[str]) -> None:
    lock, module, *rest = arguments
    end_with_parent()
    with Lock(Path(lock)):
        sys.argv = [module, *rest]
        runpy.run_module(module, run_name="__main__")


if __name__ == "__main__":
    main(sys.argv[1:])
