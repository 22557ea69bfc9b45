#!/bin/sh
# Measures the whole path, SQLite to a web server, against `sqlite3 -json | curl -T -` on the same data and server.
# Builds the release programs first. Prints times, their ratio and peak memory; asserts nothing. Arguments go to
# compare.py: --rounds N (7), --rows N (100000), --keep (leave the temporary folder).
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
cd "$root"

for program in cmake python3 sqlite3 curl nginx; do
  command -v "$program" >/dev/null || PATH="$PATH:/usr/sbin"
  command -v "$program" >/dev/null || { echo "$program is missing: install it first." >&2; exit 2; }
done

cmake --preset release >/dev/null
cmake --build --preset release --target query-courier >&2
exec python3 tests/bench/compare.py --courier "$root/build/release/bin/query-courier" "$@"
