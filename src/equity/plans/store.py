"""Kept plans: each with its result, written once, under the id that content and data version give it."""

import gzip
import re
import zlib
from pathlib import Path

from pydantic import ValidationError

from equity.errors import UserError
from equity.plans.result import PlanResult
from equity.settings import Settings
from equity.space import MB, NoRoom, items, make_room, sweep, write_new

SUFFIX = ".json.gz"
ID_PATTERN = re.compile(r"^[a-z2-7]{10}$")
MOST_BYTES = 50_000_000  # unpacked


class UnreadablePlan(UserError):
    """A kept plan that this program cannot read: damaged on disk, or of another edition of the program."""

    def __init__(self, number: str) -> None:
        super().__init__(
            f"方案 {number} 已存档，但本版程序无法读取；文件未作改动，请重新计算该方案。",
            f"plan {number} is kept, but this edition of the program cannot read it; the file has not been touched. Evaluate the plan again.",
        )


def keep_result(result: PlanResult, settings: Settings) -> Path:
    """Keep it; one that is already kept stays as it is. Atomic; the oldest go where the share of the store is used up."""
    path = _path(result.id, settings)
    if path.exists():
        return path
    body = gzip.compress(result.model_dump_json().encode(), mtime=0)
    sweep(path.parent)
    kept = [item for item in items(path.parent) if item.path.name.endswith(SUFFIX)]
    if not make_room(kept, len(body), settings.plans_mb * MB):
        raise NoRoom("方案", "plans", "EQUITY_PLANS_MB")
    write_new(path, body)
    return path


def find_result(number: str, settings: Settings) -> PlanResult | None:
    """The plan of that id with its result as kept; None where there is none, also for text that cannot be an id."""
    if not ID_PATTERN.fullmatch(number):
        return None
    try:
        with gzip.open(_path(number, settings)) as stream:
            return PlanResult.model_validate_json(stream.read(MOST_BYTES))
    except FileNotFoundError:
        return None
    except (OSError, EOFError, zlib.error, ValidationError) as error:
        raise UnreadablePlan(number) from error


def _path(number: str, settings: Settings) -> Path:
    return settings.var_dir / "plans" / f"{number}{SUFFIX}"
