#!/bin/bash
# The tests of proxies run through a real nginx: Debian's nginx-light or any other. Installs it where this may be done.
set -euo pipefail
export PATH=$PATH:/usr/sbin:/usr/local/sbin
command -v nginx >/dev/null && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  apt-get install --yes --quiet --no-install-recommends nginx-light >/dev/null && exit 0
fi
echo "需要 nginx；Debian/Ubuntu：sudo apt-get install nginx-light"
echo "nginx is needed; on Debian or Ubuntu: sudo apt-get install nginx-light"
exit 1
