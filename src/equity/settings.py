"""Every setting, path, limit and coordinate system of the product, each declared once.

A setting is read from the environment variable ``EQUITY_<NAME>``; the README table is generated from this list.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import cached_property
from importlib import resources
from pathlib import Path
from typing import Any

from equity.city import City, read_city
from equity.errors import UserError

CRS_GEOGRAPHIC = "EPSG:4326"

SHORTEST_SECRET = 12
CENSUS_YEAR = 2020  # of the national census: the same in every city
PACKAGE = Path(str(resources.files("equity"))).resolve()
PROJECT_ROOT = PACKAGE.parents[1]  # in a checkout


def shipped(name: str) -> Path:
    """The folder ``assets`` or ``data`` that comes with the program: inside an installed package, at the top of a checkout."""
    return PACKAGE / name if (PACKAGE / name).is_dir() else PROJECT_ROOT / name


ASSETS = shipped("assets")


def _setting(default: Any, help_zh: str, help_en: str) -> Any:
    return field(default=default, metadata={"zh": help_zh, "en": help_en})


@dataclass(frozen=True)
class Settings:
    """The running configuration. Build it with :func:`load`; tests pass their own."""

    data_dir: Path = _setting(shipped("data"), "数据目录", "folder of the input tables")
    var_dir: Path = _setting(
        Path("var"),
        "生成物目录（数据仓库、快照），默认在当前目录下",
        "folder for what is produced (warehouse, snapshots); by default below the working directory",
    )
    port: int = _setting(8050, "网页端口", "port of the web page")
    host: str = _setting("127.0.0.1", "监听地址", "address to listen on")
    base_url: str = _setting(
        "",
        "对外地址（可带路径，如 https://host/equity），用于所有链接",
        "public address, with a path where there is one (https://host/equity); every link starts with it",
    )
    allowed_hosts: str = _setting(
        "",
        "除本机、监听地址和对外地址外，还接受哪些主机名（逗号分隔）",
        "host names that are believed beside this machine's, the address listened on and the public one (comma-separated)",
    )
    cors_origins: str = _setting(
        "",
        "允许哪些网站的页面读取 /api（逗号分隔，* 为全部），空为关闭",
        "sites whose pages may read /api (comma-separated, * for all); empty: none",
    )
    suppress_below: int = _setting(
        10, "小于该人数的分组不予公布", "groups with fewer persons than this are suppressed"
    )
    basemap_style: str = _setting(
        "", "内网底图样式地址（如天地图），空为无底图", "address of an intranet MapLibre style; empty: none"
    )
    map_approval: str = _setting("", "地图审图号", "map approval number (审图号) printed on maps")
    frame_ancestors: str = _setting(
        "'self'", "允许嵌入本站图件的站点", "sites that may frame the embeds (CSP frame-ancestors)"
    )
    dashboard_frame_ancestors: str = _setting(
        "'none'", "允许嵌入整个看板的站点", "sites that may frame the dashboard itself"
    )
    admin_secret: str = _setting(
        "", "导入页面的管理口令，空则不提供网页导入", "secret for the import pages; empty: no import pages"
    )
    trusted_user_header: str = _setting(
        "", "反向代理单点登录的用户名请求头，空为关闭", "header with the user name set by a proxy; empty: off"
    )
    trusted_user_proxies: str = _setting(
        "127.0.0.1,::1",
        "只信任这些地址的代理给出的用户名（逗号分隔的地址或网段）",
        "proxies whose user name header is believed: addresses or networks, comma-separated",
    )
    trusted_proxies: int = _setting(
        0,
        "前面有几层反向代理：按其 X-Forwarded-* 认访问者地址，0 为不认",
        "reverse proxies in front whose X-Forwarded-* name the visitor; 0: none is believed",
    )
    snapshots_mb: int = _setting(
        2000,
        "快照最多占用的空间（MB），满时先移除最早的未固定快照",
        "space for snapshots in MB; when full the oldest that is not pinned goes",
    )
    exports_mb: int = _setting(
        1000, "批量导出结果最多占用的空间（MB）", "space for exports of many zones in MB; the oldest goes"
    )
    plans_mb: int = _setting(
        200,
        "方案最多占用的空间（MB），满时先移除最早的",
        "space for kept plans in MB; when full the oldest goes",
    )
    uploads_mb: int = _setting(
        2000, "待导入文件最多占用的空间（MB）", "space for uploads under examination in MB"
    )
    audit_mb: int = _setting(
        50,
        "操作记录最多占用的空间（MB），旧记录另存一份",
        "space for the audit log in MB; one older file is kept",
    )
    memory_limit: str = _setting("2.5GB", "DuckDB 内存上限", "DuckDB memory limit")
    threads: int = _setting(2, "DuckDB 线程数", "DuckDB threads")

    @cached_property
    def city(self) -> City:
        """What ``city.toml`` of the data folder says; :class:`~equity.errors.DataError` where it is missing or wrong."""
        return read_city(self.data_dir)

    @property
    def warehouse_path(self) -> Path:
        return self.var_dir / "equity.duckdb"


def load(environ: Mapping[str, str] | None = None) -> Settings:
    """Settings from the environment; a value of the wrong type names its variable."""
    environ = os.environ if environ is None else environ
    values: dict[str, Any] = {"var_dir": Settings.var_dir.resolve()}
    for spec in fields(Settings):
        name = f"EQUITY_{spec.name.upper()}"
        raw = environ.get(name, environ.get("PORT") if spec.name == "port" else None)
        if raw is None:
            continue
        kind: type[int] | type[str] = int if isinstance(spec.default, int) else str
        try:
            values[spec.name] = (
                Path(raw).expanduser().resolve() if isinstance(spec.default, Path) else kind(raw)
            )
        except ValueError:
            raise UserError(
                f"设置 {name} 的值 {raw!r} 应为整数。",
                f"setting {name} has the value {raw!r}; it must be an integer.",
            ) from None
    if 0 < len(values.get("admin_secret", "")) < SHORTEST_SECRET:
        raise UserError(
            f"EQUITY_ADMIN_SECRET 太短，至少 {SHORTEST_SECRET} 个字符。",
            f"EQUITY_ADMIN_SECRET is too short; it takes at least {SHORTEST_SECRET} characters.",
        )
    return Settings(**values)


def environment_of(settings: Settings) -> dict[str, str]:
    """The environment for a child process that works with these settings; it needs no secret."""
    own = {k: v for k, v in os.environ.items() if not k.startswith("EQUITY_")}
    given = {
        f"EQUITY_{f.name.upper()}": str(getattr(settings, f.name))
        for f in fields(Settings)
        if f.name not in ("admin_secret", "port")
    }
    return own | given
