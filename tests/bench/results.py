#!/usr/bin/env python3
"""Results of a query in the grid's store, against `sqlite3` on the same file; process against process, in turn.

The data: 10,000,000 rows of five columns (a number, a name, a real, a code of few values, a word of few values; some
NULL), made once in a temporary folder, or kept with --data FILE. Nothing is asserted; a run that fails is no measurement
and ends with its message. A new measurement is a function in MEASUREMENTS.
"""
import argparse
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

ROWS = 10_000_000

# No random(): the same rows every time.
DATA = """PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;
CREATE TABLE result (id INTEGER, name TEXT, amount REAL, code INTEGER, word TEXT);
WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < {rows})
INSERT INTO result SELECT i,
  CASE WHEN i % 50 = 7 THEN NULL ELSE printf('%08x-%03d', (i * 2654435761) & 4294967295, i % 977) END,
  CASE WHEN i % 31 = 3 THEN NULL ELSE ((i * 1103515245 + 12345) & 2147483647) / 1000.0 END,
  CASE i % 40 WHEN 0 THEN 404 WHEN 1 THEN 500 ELSE 200 END,
  CASE (i * 7) % 11 WHEN 0 THEN 'delivered' WHEN 1 THEN 'waiting' WHEN 2 THEN NULL WHEN 3 THEN 'größer'
    WHEN 4 THEN 'refused' ELSE 'sent' END FROM n;"""


def timed(command):
    """Milliseconds from start to end of a process that writes to nowhere; a failure ends the benchmark."""
    begin = time.perf_counter()
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    spent = (time.perf_counter() - begin) * 1000
    if done.returncode != 0:
        sys.exit(f"{command} ended with {done.returncode}: {done.stderr.decode(errors='replace').strip()}")
    return spent


class Bench:
    """The programs and the data that measurements work with."""

    def __init__(self, arguments, folder):
        self.courier, self.program, self.rounds, self.folder = arguments.courier, arguments.bench, arguments.rounds, folder
        self.database = pathlib.Path(arguments.data) if arguments.data else folder / "results.db"
        if not self.database.exists():
            timed(["sqlite3", str(self.database), DATA.format(rows=ROWS)])

    def ours(self, measurement, *words):
        """What result_bench says of one measurement."""
        done = subprocess.run([self.program, measurement, str(self.database), *map(str, words)],
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        if done.returncode != 0:
            sys.exit(f"{measurement} ended with {done.returncode}: {done.stderr.decode(errors='replace').strip()}")
        return json.loads(done.stdout)

    def command(self, measurement, *words):
        return [self.program, measurement, str(self.database), *map(str, words)]

    def sqlite(self, sql):
        """`sqlite3 FILE SQL >/dev/null`"""
        return ["sqlite3", str(self.database), sql]

    def compare(self, what, ours, theirs):
        """The best of some runs of each, in turn: two commands, or functions that give milliseconds."""
        def best(run, other):
            return min(other, run() if callable(run) else timed(run))
        one = two = float("inf")
        for number in range(self.rounds):
            # Who begins changes from round to round.
            if number % 2 == 0:
                one = best(ours, one)
            two = best(theirs, two)
            if number % 2:
                one = best(ours, one)
        print(f"{what:58}  {one:8.0f} ms  {two:8.0f} ms  {one / two:5.2f}", flush=True)


def first(rows):
    return f"SELECT * FROM result LIMIT {rows}"


def store(bench):
    for rows in (1_000_000, ROWS):
        bench.compare(f"{rows} rows into the store | sqlite3 >/dev/null", bench.command("store", first(rows)),
                      bench.sqlite(first(rows)))


def first_rows(bench):
    spent = min(bench.ours("store", "SELECT * FROM result")["first_ms"] for _ in range(bench.rounds))
    print(f"first of {ROWS} rows announced after {spent} ms")


def memory(bench):
    for limit in (256, 64):
        for rows in (100_000, 1_000_000, ROWS):
            told = bench.ours("store", first(rows), limit)
            print(f"peak memory, {rows:8} rows, limit {limit:3} MB: {told['peak_kb'] / 1024:.0f} MB;"
                  f" let go in {told['release_ms']:.1f} ms, then {told['released_kb'] / 1024:.0f} MB of its own are left")


def jump(bench):
    for limit in (256, 16):
        told = bench.ours("jump", first(ROWS), limit)
        for order in ("plain", "shuffled"):
            print(f"a screen at a random place, {order}, limit {limit} MB: p50 {told[order + '_p50_ms']:.2f} ms,"
                  f" p99 {told[order + '_p99_ms']:.2f} ms, longest {told[order + '_max_ms']:.2f} ms")
        print(f"peak memory with that: {told['peak_kb'] / 1024:.0f} MB")


def slow(bench):
    told = bench.ours("slow", first(720_000))
    print(f"720000 rows in {told['batches']} batches, an hour of a slow server: {told['memory_kb'] / 1024:.0f} MB,"
          f" a snapshot {told['snapshot_ms']:.1f} ms, a walk over one column {told['walk_ms']:.0f} ms")


def look(bench):
    """Each call alone, on a store that is filled, against a whole process of sqlite3."""
    def compare(what, key, rows, sql):
        ours = min(bench.ours("look", first(rows))[key] for _ in range(bench.rounds))
        theirs = min(timed(bench.sqlite(sql)) for _ in range(bench.rounds))
        print(f"{what:58}  {ours:8.0f} ms  {theirs:8.0f} ms  {ours / theirs:5.2f}", flush=True)
    few = "(SELECT * FROM result LIMIT 1000000)"
    compare("1000000 rows sorted by a text's bytes", "sort_bytes_ms", 1_000_000, f"SELECT * FROM {few} ORDER BY name")
    compare("1000000 rows sorted as the language has it", "sort_language_ms", 1_000_000, f"SELECT * FROM {few} ORDER BY name")
    compare("1000000 rows sorted by a real", "sort_numbers_ms", 1_000_000, f"SELECT * FROM {few} ORDER BY amount")
    compare(f"{ROWS} rows filtered by a text within", "contains_ms", ROWS, "SELECT * FROM result WHERE name LIKE '%00ab%'")
    compare(f"{ROWS} rows, different names", "distinct_names_ms", ROWS, "SELECT COUNT(DISTINCT name) FROM result")
    compare(f"{ROWS} rows, different words", "distinct_words_ms", ROWS, "SELECT COUNT(DISTINCT word) FROM result")


MEASUREMENTS = {each.__name__: each for each in (store, first_rows, memory, jump, slow, look)}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--courier", required=True, help="the program query-courier")
    parser.add_argument("--bench", required=True, help="the program result_bench")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--data", help="a file made by an earlier run, or to be made and kept")
    parser.add_argument("--only", choices=MEASUREMENTS, action="append")
    arguments = parser.parse_args()
    folder = pathlib.Path(tempfile.mkdtemp(prefix="courier-bench-"))
    try:
        bench = Bench(arguments, folder)
        print(f"{'':58}  {'ours':>11}  {'sqlite3':>11}  ratio")
        for name in arguments.only or MEASUREMENTS:
            MEASUREMENTS[name](bench)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
