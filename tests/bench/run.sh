#!/bin/sh
# Measures the whole path, SQLite to a web server, against `sqlite3 -json | curl -T -` on the same data and server.
# Builds the release programs first. Prints times, their ratio and peak memory; asserts nothing. Arguments go to
# compare.py: --rounds N (7), --rows N (100000), --keep (leave the temporary folder). "files" as the first one measures
# the opening of a CSV file against `sqlite3 .import` instead, with files.py: --rounds N (5), --megabytes N (200).
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
cd "$root"

for program in cmake python3 sqlite3 curl nginx; do
  command -v "$program" >/dev/null || PATH="$PATH:/usr/sbin"
  command -v "$program" >/dev/null || { echo "$program is missing: install it first." >&2; exit 2; }
done

measure=compare.py
if [ "${1:-}" = files ]; then
  measure=files.py
  shift
fi
cmake --preset release >/dev/null
cmake --build --preset release --target query-courier >&2
exec python3 "tests/bench/$measure" --courier "$root/build/release/bin/query-courier" "$@"
