"""The process that typesets: what it cannot allocate ends it and nothing else.

Run as ``python -m equity.typesetting.worker FONTS``. Each order is a frame on standard input, each answer one on standard
output (see :mod:`equity.typesetting.frames`). It ends at the end of its input, and when nobody has asked for a while.
"""

import gc
import os
import queue
import sys
import threading
from datetime import datetime
from typing import Any

import typst

from equity.children import be_modest
from equity.typesetting.frames import Answer, Order, read_frame, write_frame

MEMORY_BYTES = 1_500_000_000
IDLE_S = 120.0
# typst keeps the parts of its last ten compilations; as many of nothing at all push them out
FORGETTING = 11


def main(arguments: list[str]) -> int:
    be_modest(MEMORY_BYTES)
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[arguments[0]])
    orders: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(orders,), daemon=True).start()
    while True:
        try:
            order = Order.unpack(orders.get(timeout=IDLE_S))
        except queue.Empty:
            return 0
        write_frame(sys.stdout.buffer, typeset(order, fonts).pack())
        del order
        forget(fonts)


def _listen(orders: queue.SimpleQueue[bytes]) -> None:
    with os.fdopen(os.dup(0), "rb", buffering=0) as stream:
        while (frame := read_frame(stream)) is not None:
            orders.put(frame)
    os._exit(0)


def typeset(order: Order, fonts: typst.Fonts) -> Answer:
    """The document as PDF, or its first page as PNG; what the typesetter complains of is the answer's ``complaint``."""
    given: dict[str, Any] = {"font_paths": fonts, "ignore_system_fonts": True, "sys_inputs": order.inputs}
    try:
        if order.format == "png":
            made = typst.compile(order.source, format="png", ppi=order.ppi, **given)
        else:
            moment = datetime.fromisoformat(order.moment)
            made = typst.compile(
                order.source, format="pdf", pdf_standards=["ua-1"], timestamp=moment, **given
            )
    except typst.TypstError as error:
        return Answer(b"", f"{error.message} {' '.join(error.hints)}")
    first = made[0] if isinstance(made, list) else made
    assert isinstance(first, bytes)
    return Answer(first)


def forget(fonts: typst.Fonts) -> None:
    """Give back what the last compilations left in the caches of the typesetter."""
    for _ in range(FORGETTING):
        typst.compile(b" ", format="svg", font_paths=fonts, ignore_system_fonts=True)
    gc.collect()


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
