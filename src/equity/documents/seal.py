"""The seal of a PDF: a hash of the file, written into its own keywords.

A seal shows an accidental or careless change. It is not a signature: who wants to deceive can compute it
anew, which is why
``verify`` also makes the document again from the kept snapshot and compares.
"""

import hashlib
import re

SEAL = b"equity-sha256:"
PLACEHOLDER = SEAL + b"0" * 64
_SEALED = re.compile(re.escape(SEAL) + rb"([0-9a-f]{64})")


def seal_pdf(body: bytes) -> bytes:
    """Replace the placeholder by the hash of the file with the placeholder in it: same length, so no offset
    moves.
    """
    if PLACEHOLDER not in body:
        raise ValueError("the PDF does not carry the placeholder of its seal")
    return body.replace(PLACEHOLDER, SEAL + hashlib.sha256(body).hexdigest().encode())


def check_pdf(body: bytes) -> bool:
    """Whether the file is byte for byte as it was sealed."""
    found = set(_SEALED.findall(body))
    if len(found) != 1:
        return False
    return hashlib.sha256(_SEALED.sub(PLACEHOLDER, body)).hexdigest().encode() in found
