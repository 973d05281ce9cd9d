"""Make the archive for an office without a network: wheels for Linux and Windows, an install script for each.

``python tools/bundle/make.py [FOLDER]`` writes ``kunming-equity-VERSION-offline.zip``; ``--here`` takes only the wheels of this
machine (for a trial). What each machine needs is read from the metadata of the installed libraries, with the machine's own
name and Python in the markers: ``pip download --platform`` reads markers as if for the machine it runs on.
"""

from __future__ import annotations

import argparse
import platform
import shutil
import subprocess
import sys
import tempfile
import tomllib
import zipfile
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).parent
SCRIPTS = ("install.sh", "install.bat")
DOCUMENTS = ("docs/deploy.md", "docs/deploy.zh-CN.md", "LICENSE", "constraints.txt")
NAME = "kunming-equity"


@dataclass(frozen=True)
class Target:
    """One kind of machine: wheel tags it takes, best first, and what its Python says in markers."""

    tags: tuple[str, ...]
    python: str
    markers: tuple[tuple[str, str], ...]

    def environment(self) -> dict[str, str]:
        return {
            **dict(self.markers),
            "python_version": self.python,
            "python_full_version": f"{self.python}.0",
        }


LINUX = (
    (
        *(f"manylinux_2_{minor}_x86_64" for minor in range(28, 16, -1)),
        *("manylinux2014_x86_64", "manylinux2010_x86_64", "manylinux1_x86_64"),
    ),
    (
        ("sys_platform", "linux"),
        ("platform_system", "Linux"),
        ("os_name", "posix"),
        ("platform_machine", "x86_64"),
    ),
)
WINDOWS = (
    ("win_amd64",),
    (
        ("sys_platform", "win32"),
        ("platform_system", "Windows"),
        ("os_name", "nt"),
        ("platform_machine", "AMD64"),
    ),
)
PYTHONS = ("3.11", "3.12", "3.13")
TARGETS = [Target(tags, python, markers) for tags, markers in (LINUX, WINDOWS) for python in PYTHONS]


def needed(target: Target) -> dict[str, str]:
    """Every library that the product needs on such a machine, by name, with its pinned version where there is one."""
    pins = dict(
        line.split("==")
        for line in (ROOT / "constraints.txt").read_text("utf-8").splitlines()
        if "==" in line
    )
    versions = {canonicalize_name(name): version.split(";")[0].strip() for name, version in pins.items()}
    found: dict[str, str] = {}
    waiting = [Requirement(NAME)]
    seen: set[tuple[str, str]] = set()
    while waiting:
        wanted = waiting.pop()
        name = canonicalize_name(wanted.name)
        for extra in ("", *sorted(wanted.extras)):
            if (name, extra) in seen:
                continue
            seen.add((name, extra))
            if name != NAME:
                found[name] = versions.get(name, "")
            waiting += [
                r
                for r in requirements(name)
                if r.marker is None or r.marker.evaluate({**target.environment(), "extra": extra})
            ]
    return found


def requirements(name: str) -> list[Requirement]:
    """What a library asks for; nothing for one that this machine has no use for (``colorama``, ``tzdata``)."""
    if name == NAME:
        project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
        return [Requirement(line) for line in project["dependencies"]]
    try:
        return [Requirement(line) for line in metadata.requires(name) or ()]
    except metadata.PackageNotFoundError:
        return []


def fetch(target: Target, wheels: Path) -> None:
    """Download the wheels of one kind of machine; those that are there already are not fetched again."""
    lines = [f"{name}=={version}" if version else name for name, version in sorted(needed(target).items())]
    tags = [f"--platform={tag}" for tag in target.tags]
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as listed:
        listed.write("\n".join([*lines, "pip"]))
        listed.flush()
        options = [
            *tags,
            f"--python-version={target.python}",
            "--only-binary=:all:",
            "--no-deps",
            "-q",
            "-d",
            str(wheels),
        ]
        subprocess.run([sys.executable, "-m", "pip", "download", *options, "-r", listed.name], check=True)


def bundle(folder: Path, targets: list[Target]) -> Path:
    version = next(
        line.split('"')[1]
        for line in (ROOT / "pyproject.toml").read_text("utf-8").splitlines()
        if line.startswith("version")
    )
    folder.mkdir(parents=True, exist_ok=True)
    archive = folder / f"{NAME}-{version}-offline.zip"
    with tempfile.TemporaryDirectory() as made:
        top = Path(made) / f"{NAME}-{version}"
        wheels = top / "wheels"
        wheels.mkdir(parents=True)
        subprocess.run(
            [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(wheels)],
            cwd=ROOT,
            check=True,
            capture_output=True,
        )
        for target in targets:
            print(f"{target.tags[0]} Python {target.python}: {len(needed(target))} libraries", flush=True)
            fetch(target, wheels)
        for name in SCRIPTS:
            shutil.copy(HERE / name, top / name)
        for name in DOCUMENTS:
            shutil.copy(ROOT / name, top / Path(name).name)
        with zipfile.ZipFile(archive.with_suffix(".part"), "w", zipfile.ZIP_STORED) as out:
            for file in sorted(p for p in top.rglob("*") if p.is_file()):
                out.write(file, file.relative_to(made))
    archive.with_suffix(".part").replace(archive)
    return archive


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "var" / "bundle")
    parser.add_argument("--here", action="store_true", help="only the wheels of this machine and Python")
    asked = parser.parse_args()
    here = [
        t
        for t in TARGETS
        if ("sys_platform", sys.platform) in t.markers
        and t.python == ".".join(platform.python_version_tuple()[:2])
    ]
    archive = bundle(asked.folder, here if asked.here else TARGETS)
    print(f"{archive} {archive.stat().st_size / 1e6:.0f} MB")


if __name__ == "__main__":
    main()
