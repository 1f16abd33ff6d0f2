#!/bin/sh
# A Chromium for the journeys: the one named by ZANA_CHROMIUM, one on the PATH, or Debian's when we may install it.
set -eu
if [ -n "${ZANA_CHROMIUM:-}" ]; then
	[ -x "$ZANA_CHROMIUM" ] || { echo "ZANA_CHROMIUM names $ZANA_CHROMIUM, which cannot be run." >&2; exit 1; }
	exit 0
fi
for name in chromium chromium-browser google-chrome; do
	if command -v "$name" >/dev/null 2>&1; then exit 0; fi
done
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
	apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >/dev/null
	exit 0
fi
echo "The journeys need Chromium. Install it (Debian: apt-get install chromium) or name it in ZANA_CHROMIUM." >&2
exit 1
