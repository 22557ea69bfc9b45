#!/bin/sh
# Measures, and asserts nothing. Builds the release programs first.
#   run.sh [path] …   SQLite to a web server, against `sqlite3 -json | curl -T -` on the same data (compare.py)
#   run.sh engines …  PostgreSQL and MariaDB against their own clients: rows, memory, Stop, tree (engines.py)
#   run.sh trino …    a real Trino against its own client: rows, a delivery, memory, Stop (trino.py)
#   run.sh results …  results in the grid's store against sqlite3: in memory, on the disk, on the screen (results.py)
#   run.sh exports …  a query's rows into files of eight formats, against `sqlite3 -csv` and ssconvert (exports.py)
#   run.sh files …    a CSV file opened, and opened again, against `sqlite3 .import` (files.py; --megabytes N)
# Further arguments go to the script: --rounds N, --rows N, --keep (leave the temporary folder).
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
cd "$root"
what=path
case "${1:-}" in path | engines | trino | files | results | exports) what=$1 && shift ;; esac

case $what in
path) programs="cmake python3 sqlite3 curl nginx" ;;
engines) programs="cmake python3 psql mariadb mariadbd curl nginx setpriv" ;;
trino) programs="cmake python3 curl nginx mvn" ;;
files | results) programs="cmake python3 sqlite3" ;;
exports) programs="cmake python3 sqlite3 ssconvert" ;;
esac
PATH="$PATH:/usr/sbin"
for program in $programs; do
  command -v "$program" >/dev/null || { echo "$program is missing: install it first." >&2; exit 2; }
done

courier="$root/build/release/bin/query-courier"
if [ "$what" = engines ] || [ "$what" = trino ]; then
  packaging/build.sh release -DCOURIER_BUILD_BENCH=ON --target query-courier --target engine_bench >&2
  set -- python3 "tests/bench/$what.py" --courier "$courier" --bench "$root/build/release/bin/engine_bench" "$@"
  [ "$what" = engines ] || exec tests/trino/with-servers.sh trino "$@"
  exec "$@"
fi
if [ "$what" = results ]; then
  packaging/build.sh release -DCOURIER_BUILD_BENCH=ON --target query-courier --target result_bench >&2
  exec python3 tests/bench/results.py --courier "$courier" --bench "$root/build/release/bin/result_bench" "$@"
fi
packaging/build.sh release --target query-courier >&2
script=$what.py
[ "$what" != path ] || script=compare.py
exec python3 "tests/bench/$script" --courier "$courier" "$@"
