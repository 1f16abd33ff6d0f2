#!/bin/sh
# Everything CI runs. Style first, it tells most in least time; then types and texts, the suite on SQLite and the suite
# on PostgreSQL side by side, each line with the name of its lane. Fails when any lane fails.
set -eu
bin=.venv/bin
start=$(date +%s)
kept=$(mktemp -d)
trap 'rm -rf "$kept"' EXIT
# Hundreds of processes start in this run; none of them has to compile our modules again.
export PYTHONDONTWRITEBYTECODE=
step() { printf '\n== %s (%s s)\n' "$*" "$(($(date +%s) - start))"; }

# lane NAME FUNCTION: run it, name its lines, keep how it ended and after how long.
lane() {
	{
		set +e # else the first failure would end the lane before it is written down
		(set -e; "$2") 2>&1
		code=$?
		echo "$code" >"$kept/$1.code"
		echo "ended with $code after $(($(date +%s) - start)) s"
	} | tee "$kept/$1.log" | awk -v name="$1" '{ print "[" name "] " $0; fflush() }'
}

# why NAME: what pytest said of each failure, once more and last, so that the end of a long output names the test.
why() {
	printf '\n== what failed in %s\n' "$1"
	awk '/^=+ (FAILURES|ERRORS) =+$/ { on = 1 } on { print } / (failed|passed|error).* in [0-9.]+s/ { on = 0 }' "$kept/$1.log" | tail -n 300
	grep -E '^(FAILED|ERROR) ' "$kept/$1.log" || tail -n 20 "$kept/$1.log"
}

texts() {
	"$bin/mypy" zana tests conftest.py
	"$bin/zana" messages --check
	ZANA_HOME="$kept" "$bin/zana" makemigrations --check --dry-run # it looks into the databases too: into empty ones
}

# suite NAME WHICH PREFIX...: fast tests, then those with other processes or a browser; counted together.
suite() {
	how="-q --hypothesis-profile=same --durations=10"
	name=$1 which=$2
	shift 2
	export ZANA_COUNT_TESTS="$kept/$name.tests"
	"$@" "$bin/python" -m pytest $how -m "not slow and not browser and $which"
	"$@" "$bin/python" -m pytest $how -m "(slow or browser) and $which"
}
on_sqlite() { suite sqlite "not servers" env; }
on_postgresql() { suite postgresql "not servers and not once" "$bin/python" scripts/on_postgres.py; }

step "browser"
sh scripts/chromium.sh

step "style and rooms"
"$bin/ruff" check -q .
"$bin/ruff" format -q --check .
"$bin/lint-imports" | tail -9
"$bin/zana" messages --compile --json >/dev/null

step "types and texts, the suite on SQLite, the suite on PostgreSQL"
lane texts texts &
lane sqlite on_sqlite &
lane postgresql on_postgresql &
wait

step "as many tests on both"
failed=
for name in texts sqlite postgresql; do
	[ "$(cat "$kept/$name.code" 2>/dev/null)" = 0 ] || failed="$failed $name"
done
for name in $failed; do why "$name"; done
[ -z "$failed" ] || { echo "Failed:$failed." >&2; exit 1; }
here=$(awk '{ n += $1 } END { print n }' "$kept/sqlite.tests")
there=$(awk '{ n += $1 } END { print n }' "$kept/postgresql.tests")
[ "$here" = "$there" ] || { echo "SQLite ran $here tests, PostgreSQL $there." >&2; exit 1; }
echo "$here tests on each, beside those in which no database has a say"
step "done"
