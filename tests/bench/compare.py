#!/usr/bin/env python3
"""Compares query-courier with `sqlite3 -json DB Q | curl -T - URL`, process against process, in turn.

Everything happens in a temporary folder: seeded data, an nginx of its own on a free port of 127.0.0.1, the
program's data folder. Nothing is asserted; a run that fails is no measurement and ends with its message.
"""
import argparse
import json
import os
import pathlib
import random
import shutil
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request

SQL = "SELECT * FROM access"

NGINX = """daemon off; {user} pid {d}/nginx.pid; error_log {d}/error.log; events {{}}
http {{
  access_log {d}/access.log;
  client_body_temp_path {d}/t/b; proxy_temp_path {d}/t/p; fastcgi_temp_path {d}/t/f;
  uwsgi_temp_path {d}/t/u; scgi_temp_path {d}/t/s;
  client_max_body_size 300m;
  root {d}/root;
  server {{ listen 127.0.0.1:{port}; dav_methods PUT; create_full_put_path on; dav_access user:rw group:r all:r; }}
}}
"""


def make_data(path, rows):
    """A web server's log of ten columns: quotes, other scripts, NULL; the same for the same number of rows."""
    rng = random.Random(20140103)
    paths = ["/category/electronics", "/item/giftcards/7", "/search/?q=日本語", "/item/books/“quoted”", '/say/"hi"', "/"]
    agents = ["Mozilla/5.0 (Windows NT 6.1; WOW64) AppleWebKit/535.11 (KHTML, like Gecko) Chrome/17.0.963.56",
              "Mozilla/5.0 (iPad; CPU OS 5_0_1 like Mac OS X)", 'Bot "Größe" 1.0']

    def row(number):
        return (1388700000 + number,
                ".".join(str(rng.randrange(256)) for _ in range(4)),
                rng.choice([None, None, "zoë", "user%d" % rng.randrange(5000)]),
                rng.choice(["GET", "GET", "GET", "POST"]),
                rng.choice(paths) + str(rng.randrange(10000)),
                rng.choice([200] * 40 + [404, 500]),
                rng.randrange(20, 200000),
                rng.choice([None, "http://example.com/%d" % rng.randrange(1000)]),
                rng.choice(agents),
                rng.random() * 3)

    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE access (time INTEGER, host TEXT, user TEXT, method TEXT, path TEXT,"
                         " code INTEGER, size INTEGER, referer TEXT, agent TEXT, seconds REAL)")
        database.executemany("INSERT INTO access VALUES (?,?,?,?,?,?,?,?,?,?)", map(row, range(rows)))
    database.close()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Nginx:
    """A server of our own, which is known to answer before anything is sent to it."""

    def __init__(self, folder):
        self.root = folder / "root"
        self.root.mkdir(parents=True)
        (folder / "t").mkdir()
        self.port = free_port()
        config = folder / "nginx.conf"
        user = "user root;" if os.geteuid() == 0 else ""
        config.write_text(NGINX.format(d=folder, port=self.port, user=user))
        token = str(random.SystemRandom().getrandbits(64))
        (self.root / "token").write_text(token)
        self.process = subprocess.Popen(["nginx", "-c", str(config), "-p", str(folder), "-e", str(folder / "error.log")])
        deadline = time.monotonic() + 10
        while True:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/token", timeout=1) as answer:
                    if answer.read().decode() == token:
                        return
            except OSError:
                pass
            if self.process.poll() is not None or time.monotonic() > deadline:
                self.stop()
                sys.exit("nginx did not start; see " + str(folder / "error.log"))
            time.sleep(0.02)

    def stop(self):
        self.process.terminate()
        self.process.wait()


def timed(command, **options):
    """Milliseconds from start to end of a process; a failure ends the benchmark."""
    begin = time.perf_counter()
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options)
    spent = (time.perf_counter() - begin) * 1000
    if done.returncode != 0:
        sys.exit(f"{command} ended with {done.returncode}: {done.stderr.decode(errors='replace').strip()}")
    return spent


def peak_anonymous(command):
    """The greatest RssAnon of a process in kB, looked at every millisecond; None where the system does not tell."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    peak = None
    while process.poll() is None:
        try:
            for line in pathlib.Path(f"/proc/{process.pid}/status").read_text().splitlines():
                if line.startswith("RssAnon:"):
                    peak = max(peak or 0, int(line.split()[1]))
        except OSError:
            pass
        time.sleep(0.001)
    if process.returncode != 0:
        sys.exit(f"{command} ended with {process.returncode}: {process.stderr.read().decode(errors='replace').strip()}")
    return peak


def check(path, rows):
    """What arrived is what was meant, or nothing was measured."""
    body = json.loads(path.read_text(encoding="utf-8"))
    got = len(body["data"]) if isinstance(body, dict) else len(body)
    if got != rows:
        sys.exit(f"{path.name} holds {got} rows, not {rows}")


def measure(arguments, folder):
    database = folder / "bench.db"
    make_data(database, arguments.rows)
    server = Nginx(folder / "nginx")
    try:
        data_dir = folder / "data"
        data_dir.mkdir(mode=0o700)
        courier = [arguments.courier, "--data-dir", str(data_dir)]
        timed(courier + ["db:create", "bench", f"sqlite:{database}"])

        def deliver(name, sql):
            return courier + ["query", "-d", "bench", "-r", f"web://127.0.0.1:{server.port}/{name}", "-w", sql]

        url = f"http://127.0.0.1:{server.port}/pipe.json"
        # Both ends of the pipe have to end well.
        pipe = ["bash", "-c", 'set -o pipefail; sqlite3 -json "$1" "$2" | curl -sS -f -T - "$3"', "pipe",
                str(database), SQL, url]

        timed(deliver("courier.json", SQL))
        timed(pipe)
        check(server.root / "courier.json", min(arguments.rows, 100000))
        check(server.root / "pipe.json", arguments.rows)
        size = (server.root / "courier.json").stat().st_size
        print(f"{arguments.rows} rows of 10 columns, a body of {size / 1e6:.1f} MB; {os.cpu_count()} cores")
        print("round  query-courier  sqlite3|curl  ratio")
        ours, theirs = [], []
        for number in range(1, arguments.rounds + 1):
            # Who begins changes from round to round.
            if number % 2:
                ours.append(timed(deliver("courier.json", SQL)))
                theirs.append(timed(pipe))
            else:
                theirs.append(timed(pipe))
                ours.append(timed(deliver("courier.json", SQL)))
            print(f"{number:5}  {ours[-1]:10.0f} ms  {theirs[-1]:9.0f} ms  {ours[-1] / theirs[-1]:5.2f}", flush=True)
        ratio = statistics.median(one / two for one, two in zip(ours, theirs))
        print(f"median {statistics.median(ours):10.0f} ms  {statistics.median(theirs):9.0f} ms  {ratio:5.2f}"
              "  (the median of the pairs' ratios)")

        for rows in (1000, arguments.rows):
            peak = peak_anonymous(deliver("memory.json", f"{SQL} LIMIT {rows}"))
            print(f"peak RssAnon, {rows:6} rows: " + ("not told by this system" if peak is None else f"{peak / 1024:.1f} MB"))
    finally:
        server.stop()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--courier", required=True, help="the program query-courier")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--rows", type=int, default=100000)
    parser.add_argument("--keep", action="store_true", help="leave the temporary folder")
    arguments = parser.parse_args()
    folder = pathlib.Path(tempfile.mkdtemp(prefix="courier-bench-"))
    try:
        measure(arguments, folder)
    finally:
        if arguments.keep:
            print(f"left in {folder}")
        else:
            shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
