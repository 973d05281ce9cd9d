"""The seal of a file: its snapshot id and a hash of its content, written into the file itself."""

from __future__ import annotations

import hashlib

SEAL = "equity-sha256:"


class _PdfSealer:
    """Replaces the placeholder hash by the hash of the file with the placeholder in it: same length, no offset moves."""

    PLACEHOLDER = SEAL + "0" * 64

    def __call__(self, body: bytes) -> bytes:
        return body.replace(self.PLACEHOLDER.encode(), (SEAL + hashlib.sha256(body).hexdigest()).encode())


seal_pdf = _PdfSealer()
