"""Stops with one clear line where Python is too old or cannot make virtual environments. Runs on any Python 3."""

import importlib.util
import sys

if sys.version_info < (3, 11):
    sys.exit(
        "需要 Python 3.11 或更高版本；用 make PYTHON=python3.12 … 指定。 Python 3.11 or newer is needed."
    )
if importlib.util.find_spec("ensurepip") is None:
    sys.exit("缺少 venv 组件；请安装 python3-venv。 The venv module is missing; install python3-venv.")
