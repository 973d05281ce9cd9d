#!/usr/bin/env bash
# Makes sure the browser tests have a Chromium: one on the PATH, Debian's package, or Playwright's own build.
set -euo pipefail
for name in chromium chromium-browser google-chrome; do
  if command -v "$name" >/dev/null; then exit 0; fi
done
as_root=""
if [ "$(id -u)" -ne 0 ]; then as_root="sudo -n"; fi
if command -v apt-get >/dev/null && $as_root true 2>/dev/null; then
  echo "安装 chromium installing chromium …"
  $as_root apt-get update -qq
  DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends chromium >/dev/null
  exit 0
fi
echo "浏览器测试需要 Chromium；请安装后重试（Debian: apt-get install chromium）。The browser tests need Chromium; install it and try again." >&2
exit 2
