"""``python -m equity.measures.choice_worker FILE SECONDS``: one question in, one answer out, in a process that can be stopped."""

import sys
from dataclasses import asdict
from pathlib import Path

import numpy as np

from equity.measures.choice import choose
from equity.measures.choice_terms import Choice


def main() -> None:
    """Read the arrays of a :class:`Choice`; write those of the answer beside them, whole or not at all."""
    question, seconds = Path(sys.argv[1]), float(sys.argv[2])
    with np.load(question) as arrays:
        found = choose(Choice.of_arrays(dict(arrays)), seconds)
    with question.with_suffix(".part").open("wb") as file:
        np.savez(file, **asdict(found))
    question.with_suffix(".part").replace(question.with_suffix(".answer"))


if __name__ == "__main__":
    main()
