#!/usr/bin/env bash
# The tests of proxies run through a real nginx as well where there is one: Debian's nginx-light or any other. Installs
# it where this may be done; where not, the tests keep to the stand-in of tests/fortress/proxy.py and this says so.
set -uo pipefail
export PATH=$PATH:/usr/sbin:/usr/local/sbin
if command -v nginx >/dev/null; then exit 0; fi
as_root=""
if [ "$(id -u)" -ne 0 ]; then as_root="sudo -n"; fi
if command -v apt-get >/dev/null && $as_root true 2>/dev/null; then
  echo "安装 nginx installing nginx …"
  $as_root apt-get update -qq
  DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends nginx-light >/dev/null
fi
if command -v nginx >/dev/null; then exit 0; fi
echo "未找到 nginx，代理测试改用代替程序。No nginx: the tests of proxies run through their stand-in only." >&2
exit 0
