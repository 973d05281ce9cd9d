"""Writing files so that nobody ever finds half of one."""

from __future__ import annotations

import contextlib
import errno
import os
import tempfile
from pathlib import Path

from equity.errors import UserError

REASONS = {
    errno.ENOSPC: ("磁盘空间不足", "the disk is full"),
    errno.EDQUOT: ("磁盘配额已用完", "the disk quota is used up"),
    errno.EACCES: ("没有写入权限", "writing is not permitted"),
    errno.EPERM: ("没有写入权限", "writing is not permitted"),
    errno.EROFS: ("该位置只读", "the place is read-only"),
    errno.ENOTDIR: ("路径中有一部分不是文件夹", "a part of the path is not a folder"),
    errno.EEXIST: ("同名文件不是文件夹", "a file of that name is not a folder"),
}


def write_file(path: Path, body: bytes) -> None:
    """Write beside, then rename: on any failure the old file stays and nothing new is left. Raises
    :class:`UserError`.
    """
    temporary: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        temporary = Path(name)
        with os.fdopen(handle, "wb") as stream:
            stream.write(body)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.chmod(0o644)
        temporary.replace(path)
    except OSError as error:
        raise cannot_write(path, error) from error
    finally:
        if temporary is not None:
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)


def check_folder(folder: Path) -> None:
    """Find out before any work is done whether the folder takes files. Raises :class:`UserError`."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise cannot_write(folder, error) from error


def cannot_write(path: Path, error: OSError) -> UserError:
    zh, en = REASONS.get(error.errno or 0, (error.strerror or str(error),) * 2)
    return UserError(
        f"无法写入 {path}:{zh}。请换一个位置或处理后重试。",
        f"cannot write {path}: {en}. Choose another place or put this right and try again.",
    )
