#!/usr/bin/env python3
"""Measures the engine of clusters against Trino's own client, process against process, in turn, on a real Trino.

Run by run.sh beside the server that tests/trino/with-servers.sh starts. Nothing is asserted; a run that fails is no
measurement and ends with its message.
"""
import argparse
import os
import pathlib
import shutil
import tempfile

from engines import Bench


class Trino:
    def __init__(self):
        place = os.environ["COURIER_TRINO"]
        self.url = f"trino://bench@{place}/tpch/sf1"
        self.client = [os.environ["COURIER_TRINO_CLI"], "--server", f"http://{place}", "--catalog", "tpch",
                       "--schema", "sf1", "--no-progress"]

    def dump(self, form, sql):
        return self.client + ["--output-format", form, "--execute", sql]


def measure(bench, arguments):
    trino = Trino()
    print(f"{'':44} {'ours':>11} {'theirs':>11} {'ratio':>6}")
    few, rows = "SELECT * FROM lineitem LIMIT 100000", f"SELECT * FROM lineitem LIMIT {arguments.rows}"
    bench.rows(f"Trino, {arguments.rows} rows to the grid", trino, rows, trino.dump("CSV", rows))
    bench.deliver("Trino to PUT, 100,000 rows", trino, few, trino.dump("JSON", few))
    # Fewer rows have room in the memory that a result may have.
    bench.memory("Trino, memory of 300,000 and of ten times more", trino, "SELECT * FROM lineitem LIMIT 300000",
                 "SELECT * FROM lineitem LIMIT 3000000")
    bench.stops("Stop, a runaway join", trino.url,
                "SELECT count(*) FROM lineitem a, lineitem b WHERE a.comment || b.comment = 'x'")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--courier", required=True, help="the program query-courier")
    parser.add_argument("--bench", required=True, help="the program engine_bench")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--keep", action="store_true", help="leave the temporary folder")
    arguments = parser.parse_args()
    folder = pathlib.Path(tempfile.mkdtemp(prefix="courier-bench-"))
    try:
        measure(Bench(arguments, folder), arguments)
    finally:
        if arguments.keep:
            print(f"left in {folder}")
        else:
            shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
