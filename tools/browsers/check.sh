#!/usr/bin/env bash
# The pages in an office browser of 2020 (Chromium 86), in Firefox where there is one, and Lighthouse's view of them. What it needs comes
# from npm into var/browsers (150 MB), so it is no part of the tests. Usage: tools/browsers/check.sh PYTHON
set -euo pipefail
cd "$(dirname "$0")/../.."
python=$1 here=$PWD/tools/browsers kept=$PWD/var/browsers port=${PORT:-8057}
command -v npm >/dev/null || { echo "需要 Node.js 和 npm。 Node.js and npm are needed." >&2; exit 2; }
mkdir -p "$kept"
cd "$kept"
[ -d node_modules/puppeteer-bidi ] || npm install --silent --no-audit --no-fund puppeteer-core@8.0.0 puppeteer-bidi@npm:puppeteer-core@24 lighthouse@12
if [ ! -x chromium-86 ]; then
  npm pack --silent chrome-aws-lambda@5.3.1 >/dev/null
  tar xzf chrome-aws-lambda-5.3.1.tgz
  node -e 'const fs=require("fs"),z=require("zlib");for(const[a,b]of[["chromium","chromium-86"],["swiftshader.tar","gl.tar"]])
    fs.writeFileSync(b,z.brotliDecompressSync(fs.readFileSync(`package/bin/${a}.br`)))'
  tar xf gl.tar
  chmod +x chromium-86
  rm -rf package chrome-aws-lambda-5.3.1.tgz gl.tar
fi
cd - >/dev/null
EQUITY_ADMIN_SECRET=for-this-check-only "$(dirname "$python")/equity" serve --port "$port" --workers 1 &
server=$!
trap 'kill $server' EXIT
for _ in $(seq 120); do curl -sf "http://127.0.0.1:$port/healthz" >/dev/null && break; sleep 1; done
export NODE_PATH=$kept/node_modules
node "$here/pages.js" puppeteer-core "$kept/chromium-86" "http://127.0.0.1:$port"
firefox=$(command -v firefox-esr || command -v firefox || true)
if [ -n "$firefox" ]; then node "$here/pages.js" puppeteer-bidi "$firefox" "http://127.0.0.1:$port"; else echo "no Firefox here: not looked at"; fi
chrome=$(command -v chromium || command -v chromium-browser || command -v google-chrome)
for path in / /compare /plan /district/530111 /policy /data /methods /embed/map; do
  for form in desktop mobile; do
    flags=""; [ $form = desktop ] && flags="--preset=desktop"
    CHROME_PATH=$chrome "$kept/node_modules/.bin/lighthouse" "http://127.0.0.1:$port$path" $flags --quiet --only-categories=accessibility,performance \
      --chrome-flags="--headless=new --no-sandbox" --output=json --output-path="$kept/lighthouse.json"
    node "$here/scores.js" "$kept/lighthouse.json" "$path" $form
  done
done
