#!/bin/sh
# Servers nobody here wrote, and the tests against them. They are installed once for each lock, into .servers/.
set -eu
here=tests/servers
kept=.servers
start=$(date +%s)

find_node() {
	command -v npm >/dev/null 2>&1 && node -e 'process.exit(Number(process.versions.node.split(".")[0]) < 18 ? 1 : 0)' 2>/dev/null
}

if ! find_node && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
	apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq nodejs npm build-essential >/dev/null || true
fi
if ! find_node; then
	echo "The tests against a real Bluesky server need Node 18 or newer with npm, and a C++ compiler. Install them, then run this again." >&2
	exit 1
fi

wanted=$(cat "$here/package.json" "$here/package-lock.json" | sha256sum | cut -d' ' -f1)
if [ "$(cat "$kept/lock" 2>/dev/null)" != "$wanted" ]; then
	rm -rf "$kept" && mkdir "$kept"
	cp "$here/package.json" "$here/package-lock.json" "$here/.npmrc" "$kept/"
	if ! (cd "$kept" && npm ci --no-progress --loglevel=error); then
		echo "The servers of $here could not be installed; npm says why above. It needs the registry and a C++ compiler." >&2
		exit 1
	fi
	echo "$wanted" >"$kept/lock"
fi
echo "servers ready after $(($(date +%s) - start)) s"

.venv/bin/python -m pytest -q -m servers "$@"
