#!/bin/sh
# What CI runs first, in the order in which it tells most: style, rooms, texts, then the suite on both databases.
set -eu
bin=.venv/bin
start=$(date +%s)
step() { printf '\n== %s (%s s)\n' "$*" "$(($(date +%s) - start))"; }

step "browser"
sh scripts/chromium.sh

step "style, types, rooms"
"$bin/ruff" check -q .
"$bin/ruff" format -q --check .
"$bin/lint-imports" | tail -9
"$bin/mypy" zana tests conftest.py

step "texts and migrations"
"$bin/zana" messages --compile --json >/dev/null
"$bin/zana" messages --check
"$bin/zana" makemigrations --check --dry-run

step "the suite on SQLite"
"$bin/python" -m pytest -q -n 2 -m "not slow and not browser and not servers"
"$bin/python" -m pytest -q -m "(slow or browser) and not servers"

step "the suite on PostgreSQL"
"$bin/python" scripts/on_postgres.py "$bin/python" -m pytest -q -n 2 -m "not slow and not browser and not servers"
"$bin/python" scripts/on_postgres.py "$bin/python" -m pytest -q -m "(slow or browser) and not servers"

step "as many tests on both"
here=$("$bin/python" -m pytest -q --collect-only -m "not servers" | tail -1 | cut -d' ' -f1)
there=$("$bin/python" scripts/on_postgres.py "$bin/python" -m pytest -q --collect-only -m "not servers" | tail -1 | cut -d' ' -f1)
[ "$here" = "$there" ] || { echo "SQLite collects $here tests, PostgreSQL $there." >&2; exit 1; }
echo "$here tests collected on each"
step "done"
