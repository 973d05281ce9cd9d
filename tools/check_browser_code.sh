#!/bin/bash
# Lint, types and unit tests of the scripts of the pages; needs Node 20.19 or later, whose packages are for this check alone.
set -euo pipefail
cd "$(dirname "$0")/.."
command -v npm >/dev/null || { echo "browser code is not checked: there is no npm"; exit 0; }
[ node_modules/.bin/eslint -nt package.json ] || { npm install --no-package-lock --no-audit --no-fund --silent && touch node_modules/.bin/eslint; }
npm run --silent check
