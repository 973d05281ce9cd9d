"""Errors a person can act on: said in Chinese and in English, with the place where the trouble is."""

import errno
from dataclasses import dataclass
from pathlib import Path

EXIT_BAD_INPUT = 2


class EquityError(Exception):
    """Base of every error this package raises on purpose."""


class UserError(EquityError, ValueError):
    """Something the user asked for cannot be done.

    ``zh`` and ``en`` each say what is wrong and what to do; ``str()`` gives both, Chinese first.
    """

    def __init__(self, zh: str, en: str, *, exit_code: int = EXIT_BAD_INPUT) -> None:
        super().__init__(f"{zh}\n{en}")
        self.zh, self.en, self.exit_code = zh, en, exit_code

    def message(self, lang: str) -> str:
        return self.en if lang == "en" else self.zh


REASONS = {
    errno.ENOSPC: ("磁盘空间不足", "the disk is full"),
    errno.EDQUOT: ("磁盘配额已用完", "the disk quota is used up"),
    errno.EFBIG: ("磁盘空间不足", "the disk is full"),
    errno.EACCES: ("没有写入权限", "writing is not permitted"),
    errno.EPERM: ("没有写入权限", "writing is not permitted"),
    errno.EROFS: ("该位置只读", "the place is read-only"),
    errno.ENOTDIR: ("路径中有一部分不是文件夹", "a part of the path is not a folder"),
    errno.EEXIST: ("同名文件不是文件夹", "a file of that name is not a folder"),
}


class Unwritable(UserError):
    """A file that cannot be written: its message names the place. ``plain_zh`` and ``plain_en`` do not: they are for
    readers of pages, whom the folders of the server do not concern."""

    def __init__(self, path: Path, error: OSError) -> None:
        zh, en = REASONS.get(error.errno or 0, (error.strerror or type(error).__name__,) * 2)
        super().__init__(
            f"无法写入 {path}：{zh}。请换一个位置或处理后重试。",
            f"cannot write {path}: {en}. Choose another place or put this right and try again.",
        )
        self.path = path
        self.plain_zh, self.plain_en = f"服务器无法保存：{zh}。", f"The server cannot keep this: {en}."


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault of an input: where it is, what was found, and what to do about it.

    ``row`` counts as a spreadsheet does (the header is row 1); None where the fault has no row.
    """

    file: str
    field: str
    value: str
    zh: str
    en: str
    row: int | None = None

    def message(self, lang: str) -> str:
        if lang == "en":
            place = f"{self.file}" + (f", row {self.row}" if self.row is not None else "")
            return f"{place}, field {self.field}, value {self.value!r}: {self.en}"
        place = f"{self.file}" + (f" 第 {self.row} 行" if self.row is not None else "")
        return f"{place}，字段 {self.field}，值 {self.value!r}：{self.zh}"


class DataError(UserError):
    """An input file breaks its rules; carries every problem found, not only the first."""

    def __init__(self, problems: list[Problem] | tuple[Problem, ...]) -> None:
        self.problems = tuple(problems)
        shown = self.problems[:50]
        more = len(self.problems) - len(shown)
        zh = "\n".join(p.message("zh") for p in shown) + (f"\n……另有 {more} 处问题" if more else "")
        en = "\n".join(p.message("en") for p in shown) + (f"\n… and {more} more problems" if more else "")
        super().__init__(zh, en)
