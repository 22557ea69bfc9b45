#!/usr/bin/env python3
"""Compares `query -o FILE` with `sqlite3 -csv` (CSV) and `ssconvert` of that CSV (XLSX), process against process, in turn.

The other formats are measured beside them. Everything happens in a temporary folder. Nothing is asserted; a run that
fails is no measurement and ends with its message.
"""
import argparse
import os
import pathlib
import random
import shutil
import sqlite3
import statistics
import tempfile

from compare import peak_anonymous, timed

SQL = "SELECT * FROM bench"
OTHERS = ["tsv", "jsonl", "json", "md", "html", "sql"]


def make_table(path, rows):
    """Ten columns of a web server's log, the same for the same number of rows."""
    rng = random.Random(20140103)
    paths = ["/category/electronics", "/item/giftcards/7", "/search/?q=日本語", '/say/"hi"', "/", "/a,b"]
    database = sqlite3.connect(path)
    database.execute("CREATE TABLE bench (id INTEGER, at TEXT, host TEXT, user TEXT, method TEXT, path TEXT, "
                     "code INTEGER, size INTEGER, seconds REAL, agent TEXT)")
    database.executemany(
        "INSERT INTO bench VALUES (?,?,?,?,?,?,?,?,?,?)",
        ((row, "2026-11-%02d %02d:%02d:%02d" % (1 + row % 30, row % 24, row % 60, row % 59),
          ".".join(str(rng.randrange(256)) for _ in range(4)), rng.choice([None, "zoë", "user%d" % (row % 5000)]),
          rng.choice(["GET", "POST"]), rng.choice(paths), rng.choice([200, 200, 404, 500]), rng.randrange(20, 200000),
          round(rng.random() * 3, 3), "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36") for row in range(rows)))
    database.commit()
    database.close()


def pairs(rounds, ours, theirs):
    """Milliseconds of both, in turn; who begins changes from round to round."""
    measured = []
    for number in range(rounds):
        if number % 2:
            one, other = ours(), theirs()
        else:
            other, one = theirs(), ours()
        measured.append((one, other))
    return measured


def say(name, peer, measured):
    best, best_peer = (min(column) for column in zip(*measured))
    ratio = statistics.median(one / other for one, other in measured)
    print(f"{name:6} query-courier {best:7.0f} ms  {peer:9} {best_peer:7.0f} ms  best of each {best / best_peer:5.2f}"
          f"  median of pairs {ratio:5.2f}", flush=True)


def measure(arguments, folder):
    database = folder / "bench.db"
    make_table(database, arguments.rows)
    data_dir = folder / "data"
    data_dir.mkdir(mode=0o700)
    courier = [arguments.courier, "--data-dir", str(data_dir)]
    timed(courier + ["db:create", "bench", f"sqlite:{database}"])

    def export(form):
        return courier + ["query", "-d", "bench", "-c", "-f", form, "-o", str(folder / f"ours.{form}"), SQL]

    csv = folder / "theirs.csv"
    print(f"{arguments.rows} rows of 10 columns; {os.cpu_count()} cores")
    dump = ["sh", "-c", 'sqlite3 -csv -header "$1" "$2" > "$3"', "sh", str(database), SQL, str(csv)]
    timed(export("csv"))
    say("csv", "sqlite3", pairs(arguments.rounds, lambda: timed(export("csv")), lambda: timed(dump)))
    convert = ["ssconvert", str(csv), str(folder / "theirs.xlsx")]
    say("xlsx", "ssconvert", pairs(min(3, arguments.rounds), lambda: timed(export("xlsx")), lambda: timed(convert)))
    for form in OTHERS:
        print(f"{form:6} query-courier {min(timed(export(form)) for _ in range(3)):7.0f} ms")
    for form in ["csv", "xlsx"]:
        peak = peak_anonymous(export(form))
        print(f"{form:6} peak memory {'not known' if peak is None else f'{peak / 1024:.0f} MB'}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--courier", required=True, help="the program query-courier")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--keep", action="store_true", help="leave the temporary folder")
    arguments = parser.parse_args()
    folder = pathlib.Path(tempfile.mkdtemp(prefix="courier-bench-"))
    try:
        measure(arguments, folder)
    finally:
        if not arguments.keep:
            shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
