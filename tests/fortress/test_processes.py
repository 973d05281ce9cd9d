"""Locks, children and typesetting: a process that ends, however it ends, takes nothing else with it and leaves nothing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from equity.children import SOURCES
from equity.documents.fonts import FONT_DIR
from equity.locks import Lock, is_held
from equity.typesetting import Order, TooLarge, Typesetter, TypesettingError

PAGE = b'#set page(width: 30pt, height: 30pt, margin: 0pt)\n#image(bytes(sys.inputs.svg), format: "svg")'
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"><rect width="40" height="40"/></svg>'
BEYOND_MEMORY = Order(PAGE, {"svg": SVG}, "png", ppi=72 * 1000)  # 30,000 × 30,000 pixels: 3.6 GB


@pytest.fixture
def typesetter() -> Iterator[Typesetter]:
    made = Typesetter(FONT_DIR, 2)
    yield made
    made.close()


def until(holds: Callable[[], bool], within_s: float = 60.0) -> bool:
    ends = time.monotonic() + within_s
    while time.monotonic() < ends:
        if holds():
            return True
        time.sleep(0.05)
    return holds()


def alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except OSError:
        return False
    return state != "Z"


def children_of(pid: int) -> list[int]:
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                fields = (folder / "stat").read_text().rsplit(")", 1)[1].split()
            except OSError:
                continue
            if int(fields[1]) == pid:
                found.append(int(folder.name))
    return found


def program(source: str) -> subprocess.Popen[str]:
    """A Python program of its own, started; it says when it is ready."""
    made = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(source)],
        stdout=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": SOURCES},
        text=True,
    )
    assert made.stdout is not None and made.stdout.readline() == "ready\n"
    return made


def test_a_lock_is_exclusive_and_goes_with_its_process(tmp_path: Path) -> None:
    path = tmp_path / "x.lock"
    assert not is_held(path)
    holder = program(f"""
        import time
        from pathlib import Path
        from equity.locks import Lock
        assert Lock(Path({str(path)!r})).take()
        print("ready", flush=True)
        time.sleep(60)
    """)
    assert is_held(path) and not Lock(path).take()
    threading.Timer(0.3, holder.kill).start()
    with Lock(path):  # waits, and is given it by the kill
        assert is_held(path)
    assert not is_held(path)
    holder.communicate()


@pytest.mark.parametrize("sign", [signal.SIGKILL, signal.SIGTERM])
def test_children_end_with_their_parent(sign: signal.Signals) -> None:
    """The typesetting process and both processes of an export, at a kill as at an ordinary end."""
    parent = program(f"""
        import time
        from concurrent.futures import ProcessPoolExecutor
        from multiprocessing import get_context
        from pathlib import Path
        from equity.children import end_with_pool
        from equity.typesetting import Order, Typesetter
        if __name__ == "__main__":
            desk = Typesetter(Path({str(FONT_DIR)!r}), 1)
            desk.make(Order(b" ", {{}}, "png", ppi=72))
            pool = ProcessPoolExecutor(2, mp_context=get_context("spawn"), initializer=end_with_pool)
            list(pool.map(abs, range(2)))
            pool.submit(time.sleep, 60)
            print("ready", flush=True)
            time.sleep(60)
    """)
    children = children_of(parent.pid)
    assert len(children) >= 3  # with the resource tracker of multiprocessing
    parent.send_signal(sign)
    parent.communicate()
    assert until(lambda: not any(map(alive, children))), children


def test_a_picture_beyond_memory_ends_its_own_process_only(typesetter: Typesetter) -> None:
    with pytest.raises(TooLarge, match="memory or time"):
        typesetter.make(BEYOND_MEMORY)
    assert typesetter.make(Order(PAGE, {"svg": SVG}, "png", ppi=72)).startswith(b"\x89PNG")


def test_a_process_that_was_killed_while_it_waited_is_replaced(typesetter: Typesetter) -> None:
    order = Order(PAGE, {"svg": SVG}, "png", ppi=72)
    first = typesetter.make(order)
    for pid in children_of(os.getpid()):
        if b"equity.typesetting.worker" in Path(f"/proc/{pid}/cmdline").read_bytes():
            os.kill(pid, signal.SIGKILL)
            assert until(lambda pid=pid: not alive(pid))  # type: ignore[misc]
    assert typesetter.make(order) == first


def test_what_the_typesetter_complains_of_is_said_and_the_process_goes_on(typesetter: Typesetter) -> None:
    with pytest.raises(TypesettingError, match="unknown variable"):
        typesetter.make(Order(b"#nothing", {}, "png", ppi=72))
    assert typesetter.make(
        Order(b'#set document(title: "x")', {}, "pdf", moment="2026-01-01T12:00:00+00:00")
    ).startswith(b"%PDF")


def test_memory_is_given_back_after_each_picture(typesetter: Typesetter) -> None:
    """Sixteen megapixels are 64 MB; kept compilations would be ten times that."""
    resident = []
    for number in range(6):
        drawn = SVG.replace("<rect", f'<rect x="{number}"')
        typesetter.make(Order(PAGE, {"svg": drawn}, "png", ppi=72 * 133))
        time.sleep(0.2)
        (pid,) = (
            p
            for p in children_of(os.getpid())
            if b"equity.typesetting.worker" in Path(f"/proc/{p}/cmdline").read_bytes()
        )
        resident.append(int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE"))
    assert resident[-1] < resident[0] + 100_000_000, resident


def test_orders_at_once_are_each_answered_with_their_own(typesetter: Typesetter) -> None:
    sizes = [20, 40, 60, 80, 100, 120]
    answers: dict[int, bytes] = {}

    def ask(size: int) -> None:
        answers[size] = typesetter.make(
            Order(PAGE.replace(b"30pt", b"%dpt" % size), {"svg": SVG}, "png", ppi=72)
        )

    threads = [threading.Thread(target=ask, args=(size,)) for size in sizes]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    widths = {size: int.from_bytes(body[16:20], "big") for size, body in answers.items()}
    assert widths == {size: size for size in sizes}
