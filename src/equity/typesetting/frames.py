"""What is said between the server and its typesetting processes: a length, a line of JSON, and raw bytes."""

from __future__ import annotations

import json
import struct
from dataclasses import dataclass
from typing import Any, Protocol

_LENGTH = struct.Struct(">Q")


class Reader(Protocol):
    def read(self, size: int, /) -> bytes | None: ...


class Writer(Protocol):
    def write(self, body: bytes, /) -> Any: ...
    def flush(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Order:
    """One document to typeset: ``format`` pdf or png, ``ppi`` for png, ``moment`` (ISO) the creation date of a PDF."""

    source: bytes
    inputs: dict[str, str]
    format: str
    ppi: float = 0.0
    moment: str = ""

    def pack(self) -> bytes:
        head = {"inputs": self.inputs, "format": self.format, "ppi": self.ppi, "moment": self.moment}
        return json.dumps(head, ensure_ascii=False).encode() + b"\n" + self.source

    @classmethod
    def unpack(cls, body: bytes) -> Order:
        head, _, source = body.partition(b"\n")
        return cls(source, **json.loads(head))


@dataclass(frozen=True, slots=True)
class Answer:
    """The finished bytes, or why there are none."""

    body: bytes
    complaint: str = ""

    def pack(self) -> bytes:
        return json.dumps(self.complaint).encode() + b"\n" + self.body

    @classmethod
    def unpack(cls, body: bytes) -> Answer:
        head, _, made = body.partition(b"\n")
        return cls(made, json.loads(head))


def write_frame(stream: Writer, body: bytes) -> None:
    stream.write(_LENGTH.pack(len(body)) + body)
    stream.flush()


def read_frame(stream: Reader) -> bytes | None:
    """The next frame; None at the end of the stream, also in the middle of a frame."""
    head = _exactly(stream, _LENGTH.size)
    return None if head is None else _exactly(stream, _LENGTH.unpack(head)[0])


def _exactly(stream: Reader, size: int) -> bytes | None:
    parts: list[bytes] = []
    while size:
        part = stream.read(min(size, 1 << 20))
        if not part:
            return None
        parts.append(part)
        size -= len(part)
    return b"".join(parts)
