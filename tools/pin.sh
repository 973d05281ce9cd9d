#!/usr/bin/env bash
# Rewrites constraints.txt from the virtual environment: exact versions, no addresses, nothing of this machine.
set -euo pipefail
cd "$(dirname "$0")/.."
{
  echo "# Exact versions the project was last tested with; made by tools/pin.sh. Used by make through pip -c."
  .venv/bin/python -m pip list --format=freeze --exclude-editable --disable-pip-version-check |
    grep -viE '^(pip|setuptools|wheel)==' | LC_ALL=C sort -f
} >constraints.txt
