"""The solver in a process of its own: it says how long it has been at it, and can be stopped."""

import tempfile
from collections.abc import Callable
from pathlib import Path
from subprocess import TimeoutExpired
from time import monotonic
from typing import Any

import numpy as np

from equity.children import start_child
from equity.errors import EquityError
from equity.measures.choice import choose
from equity.measures.choice_terms import Choice, Chosen
from equity.say import texts_of

TEXTS = texts_of(__name__)

MODULE = "equity.measures.choice_worker"
LOOK_EVERY_S = 0.2
STARTING_S = 30.0  # beyond the solver's own limit: to start, and to write the model down


class Cancelled(EquityError):
    """Whoever asked does not want the answer any more."""


def solve(
    choice: Choice,
    seconds: float,
    progress: Callable[[float, float], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Chosen:
    """The answer within so many seconds. With ``progress`` (told seconds gone and allowed) or ``cancelled`` in another process, which
    ends when ``cancelled`` says so (:class:`Cancelled`)."""
    if progress is None and cancelled is None:
        return choose(choice, seconds)
    with tempfile.TemporaryDirectory(prefix="choice-") as folder:
        question = Path(folder) / "question.npz"
        arrays: dict[str, Any] = choice.arrays()
        np.savez(question, **arrays)
        started = monotonic()
        child = start_child(MODULE, str(question), str(seconds))
        try:
            while True:
                gone = monotonic() - started
                if progress:
                    progress(min(gone, seconds), seconds)
                if cancelled and cancelled():
                    raise Cancelled
                if gone > seconds + STARTING_S:
                    break
                try:
                    child.wait(LOOK_EVERY_S)
                    break
                except TimeoutExpired:
                    continue
        finally:
            child.kill()
            child.wait()
            if child.stdin:
                child.stdin.close()
        answer = question.with_suffix(".answer")
        if not answer.exists():
            raise TEXTS.user_error("no_answer")
        with np.load(answer) as found:
            return Chosen(**{name: a if a.ndim else a.item() for name, a in found.items()})
