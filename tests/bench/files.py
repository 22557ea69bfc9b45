#!/usr/bin/env python3
"""Compares opening a CSV file with `sqlite3 .import` of it, process against process, in turn; then opening it again.

Everything happens in a temporary folder. Nothing is asserted; a run that fails is no measurement and ends with its
message.
"""
import argparse
import os
import pathlib
import random
import shutil
import statistics
import tempfile

from compare import timed


def make_csv(path, megabytes):
    """A web server's log of eight columns: quotes, other scripts, empty values; the same for the same size."""
    rng = random.Random(20140103)
    paths = ["/category/electronics", "/item/giftcards/7", "/search/?q=日本語", '"/say/""hi"""', "/", "/item/books"]

    def tail():
        return ",".join([".".join(str(rng.randrange(256)) for _ in range(4)),
                         rng.choice(["", "zoë", "user%d" % rng.randrange(5000)]),
                         rng.choice(["GET", "GET", "POST"]), rng.choice(paths), rng.choice(["200"] * 40 + ["404"]),
                         str(rng.randrange(20, 200000)), "%.3f" % (rng.random() * 3)])

    tails = [tail() for _ in range(20000)]
    rows = 0
    with open(path, "w", encoding="utf-8", buffering=1 << 20) as out:
        out.write("time,host,user,method,path,code,size,seconds\n")
        while out.tell() < megabytes * 1_000_000:
            for _ in range(20000):
                out.write("%d,%s\n" % (1388700000 + rows, tails[rows % len(tails)]))
                rows += 1
    return rows


def measure(arguments, folder):
    csv = folder / "bench.csv"
    rows = make_csv(csv, arguments.megabytes)
    data_dir = folder / "data"
    data_dir.mkdir(mode=0o700)
    courier = [arguments.courier, "--data-dir", str(data_dir)]
    timed(courier + ["db:create", "bench", f"file:{csv}"])
    query = courier + ["query", "-d", "bench", "-f", "csv", "SELECT count(*) FROM bench"]
    imported = folder / "import.db"
    load = ["sqlite3", str(imported), f".import --csv {csv} bench", "SELECT count(*) FROM bench"]

    def ours():
        shutil.rmtree(data_dir / "files", ignore_errors=True)
        return timed(query)

    def theirs():
        imported.unlink(missing_ok=True)
        return timed(load)

    # Both read the file from memory.
    ours()
    theirs()
    print(f"{csv.stat().st_size / 1e6:.0f} MB, {rows} rows of 8 columns; {os.cpu_count()} cores")
    print("round  query-courier     sqlite3  ratio")
    pairs = []
    for number in range(1, arguments.rounds + 1):
        # Who begins changes from round to round.
        if number % 2:
            one, other = ours(), theirs()
        else:
            other, one = theirs(), ours()
        pairs.append((one, other))
        print(f"{number:5}  {one:10.0f} ms  {other:7.0f} ms  {one / other:5.2f}", flush=True)
    ratio = statistics.median(one / other for one, other in pairs)
    print(f"median ratio {ratio:.2f}")
    again = statistics.median(timed(query) for _ in range(arguments.rounds))
    nothing = statistics.median(timed(courier + ["query", "-d", "testdb", "-f", "csv", "SELECT 1"])
                                for _ in range(arguments.rounds))
    print(f"opened again {again:.0f} ms, of which a command that asks nothing takes {nothing:.0f} ms")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--courier", required=True, help="the program query-courier")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--megabytes", type=int, default=200)
    arguments = parser.parse_args()
    folder = pathlib.Path(tempfile.mkdtemp(prefix="courier-bench-"))
    try:
        measure(arguments, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
