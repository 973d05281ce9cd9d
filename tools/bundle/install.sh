#!/bin/sh
# 离线安装 Offline installation:  sh install.sh [安装目录 folder]    default: ./equity beside this script
set -eu
here=$(cd "$(dirname "$0")" && pwd)
target=${1:-"$here/equity"}
python=""
for name in python3.13 python3.12 python3.11 python3; do
  if command -v "$name" >/dev/null 2>&1 && "$name" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))'; then
    python=$name
    break
  fi
done
if [ -z "$python" ]; then
  echo "需要 Python 3.11、3.12 或 3.13。 Python 3.11, 3.12 or 3.13 is needed." >&2
  exit 1
fi
echo "安装到 installing into $target ($("$python" --version))"
"$python" -m venv --without-pip "$target"
# pip runs from its own wheel, so that a Python without pip (Debian's) will do
PIP_DISABLE_PIP_VERSION_CHECK=1 PYTHONPATH=$(ls "$here"/wheels/pip-*.whl) "$python" -m pip --python "$target/bin/python" \
  install --quiet --no-index --find-links "$here/wheels" --upgrade -c "$here/constraints.txt" kunming-equity
cat <<TEXT
完成 done. 启动 start:
  cd 工作目录 && "$target/bin/equity" serve --host 0.0.0.0 --port 8050
长期运行、备份、升级见 deploy.zh-CN.md；as a service, backup, upgrade: deploy.md
TEXT
