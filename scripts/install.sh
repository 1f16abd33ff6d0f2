#!/bin/sh
# install.sh PYTHON LOCK: .venv from a hash-locked list, with uv when it is there and with pip when it is not.
set -eu
python=$1 lock=$2
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Zana needs Python 3.11 or newer; $python is older. Try: make PYTHON=python3.12 ..." >&2; exit 1; }
[ -x .venv/bin/python ] || "$python" -m venv .venv
if command -v uv >/dev/null 2>&1; then
	uv pip install -q --python .venv/bin/python --require-hashes --no-deps --only-binary :all: -r "$lock"
	uv pip install -q --python .venv/bin/python --no-deps --no-build-isolation -e .
else
	.venv/bin/python -m pip install -q --disable-pip-version-check --require-hashes --no-deps --only-binary :all: -r "$lock"
	.venv/bin/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
fi
touch .venv/.ready
