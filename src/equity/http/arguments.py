"""Strict reading of one argument of an address: a wrong value is refused, never quietly replaced."""

from collections.abc import Collection, Mapping

from equity.http.errors import ApiError
from equity.say import Label, texts_of

SHOWN = 60  # characters of a refused value that are repeated in the message
TEXTS = texts_of(__name__)


def refuse(name: str, given: str, why: Label) -> ApiError:
    said = TEXTS.refused.format(name=name, given=given[:SHOWN], why=why)
    return ApiError("invalid_parameter", said, name)


def read_integer(args: Mapping[str, str], name: str, low: int, high: int, default: int) -> int:
    given = args.get(name)
    if given is None:
        return default
    if not (given.isascii() and given.isdigit() and len(given) <= 10 and low <= int(given) <= high):
        raise refuse(name, given, TEXTS.integer.format(low=low, high=high))
    return int(given)


def read_choice(args: Mapping[str, str], name: str, choices: Collection[str], default: str = "") -> str:
    given = args.get(name, default)
    if given and given not in choices:
        raise refuse(name, given, TEXTS.one_of.format(known=list(choices)))
    return given
