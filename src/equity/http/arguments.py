"""Strict reading of one argument of an address: a wrong value is refused, never quietly replaced."""

from collections.abc import Collection, Mapping

from equity.http.errors import ApiError

SHOWN = 60  # characters of a refused value that are repeated in the message


def refuse(name: str, given: str, zh: str, en: str) -> ApiError:
    shown = given[:SHOWN]
    return ApiError(
        "invalid_parameter",
        f"参数 {name} 的值“{shown}”不可用：{zh}",
        f"The value “{shown}” of parameter {name} cannot be used: {en}",
        name,
    )


def read_integer(args: Mapping[str, str], name: str, low: int, high: int, default: int) -> int:
    given = args.get(name)
    if given is None:
        return default
    if not (given.isascii() and given.isdigit() and len(given) <= 10 and low <= int(given) <= high):
        raise refuse(
            name, given, f"应为 {low} 到 {high} 的整数。", f"it must be an integer from {low} to {high}."
        )
    return int(given)


def read_choice(args: Mapping[str, str], name: str, choices: Collection[str], default: str = "") -> str:
    given = args.get(name, default)
    if given and given not in choices:
        raise refuse(name, given, f"可用：{'、'.join(choices)}。", f"there are: {', '.join(choices)}.")
    return given
