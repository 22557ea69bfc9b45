#!/usr/bin/env python3
"""Measures the engines against the databases' own clients, process against process, in turn.

Everything happens in a temporary folder: a PostgreSQL and a MariaDB of its own on free ports of 127.0.0.1, an nginx,
the program's data folder. Nothing is asserted; a run that fails is no measurement and ends with its message.
"""
import argparse
import glob
import json
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

from compare import Nginx, free_port, timed

COLUMNS = """n AS id, 'user' || n % 5000 AS name, n * 1.5 AS amount, (n % 7) = 0 AS flag, n % 100 AS small,
 'a rather long text of a web server, number ' || n AS agent, n / 3.0 AS share,
 NULL::text AS nothing, '2024-02-29 12:34:56'::timestamp + n * interval '1 second' AS at, n::bigint * 1000003 AS big"""

MARIA_COLUMNS = """seq AS id, CONCAT('user', seq % 5000) AS name, seq * 1.5 AS amount, seq % 7 = 0 AS flag,
 seq % 100 AS small, CONCAT('a rather long text of a web server, number ', seq) AS agent, seq / 3.0 AS share,
 NULL AS nothing, '2024-02-29 12:34:56' + INTERVAL seq SECOND AS at, seq * 1000003 AS big"""


def as_user(user, command):
    """The databases refuse to run as root."""
    return ["setpriv", "--reuid", user, "--regid", user, "--init-groups"] + command if os.geteuid() == 0 else command


class Server:
    """A process that is waited for until `probe` succeeds, and ended with its own signal."""

    def __init__(self, command, folder, probe, signal):
        self.signal = signal
        self.log = open(folder / "server.log", "wb")
        self.process = subprocess.Popen(command, cwd=folder, stdout=self.log, stderr=self.log)
        deadline = time.monotonic() + 60
        while subprocess.run(probe, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode != 0:
            if self.process.poll() is not None or time.monotonic() > deadline:
                self.stop()
                sys.exit(f"{command[0]} did not start; see {folder}/server.log")
            time.sleep(0.1)

    def stop(self):
        if self.process.poll() is None:
            self.process.send_signal(self.signal)
        self.process.wait()


class Postgres:
    def __init__(self, folder):
        folder.mkdir()
        shutil.chown(folder, "postgres", "postgres")
        programs = sorted(glob.glob("/usr/lib/postgresql/*/bin"))[-1] + "/"
        subprocess.run(as_user("postgres", [programs + "initdb", "-D", str(folder / "data"), "-U", "postgres",
                                            "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N"]),
                       check=True, stdout=subprocess.DEVNULL)
        self.port = free_port()
        self.psql = ["psql", "-X", "-q", "-h", "127.0.0.1", "-p", str(self.port), "-U", "postgres", "-d", "postgres"]
        self.server = Server(as_user("postgres", [programs + "postgres", "-D", str(folder / "data"), "-p",
                                                  str(self.port), "-h", "127.0.0.1", "-k", str(folder), "-c",
                                                  "fsync=off", "-c", "max_wal_size=4GB"]),
                             folder, self.psql + ["-c", "SELECT 1"], 2)
        self.url = f"postgresql://postgres@127.0.0.1:{self.port}/postgres"

    def run(self, sql):
        subprocess.run(self.psql + ["-v", "ON_ERROR_STOP=1"], input=sql.encode(), check=True, stdout=subprocess.DEVNULL)


class MariaDb:
    def __init__(self, folder):
        folder.mkdir()
        shutil.chown(folder, "mysql", "mysql")
        subprocess.run(["mariadb-install-db", "--no-defaults", "--user=mysql", f"--datadir={folder / 'data'}",
                        "--auth-root-authentication-method=normal"], check=True, stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL)
        self.port = free_port()
        self.client = ["mariadb", "--no-defaults", "-uroot", "-h", "127.0.0.1", "-P", str(self.port)]
        self.server = Server(["mariadbd", "--no-defaults", "--user=mysql", f"--datadir={folder / 'data'}",
                              f"--socket={folder / 's'}", "--bind-address=127.0.0.1", f"--port={self.port}",
                              f"--pid-file={folder / 'p'}", "--innodb-flush-log-at-trx-commit=0",
                              "--innodb-doublewrite=0"],
                             folder, self.client + ["-e", "SELECT 1"], 15)
        self.url = f"mysql://root@127.0.0.1:{self.port}/bench"
        self.run("CREATE DATABASE bench")
        self.client += ["bench"]

    def run(self, sql):
        subprocess.run(self.client, input=sql.encode(), check=True, stdout=subprocess.DEVNULL)


class Bench:
    def __init__(self, arguments, folder):
        self.arguments = arguments
        self.folder = folder

    def engine(self, *words):
        """What engine_bench printed; there is no password."""
        done = subprocess.run([self.arguments.bench, *map(str, words)], input=b"\n", stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE)
        if done.returncode != 0:
            sys.exit(f"engine_bench {words[0]}: {done.stderr.decode(errors='replace').strip()}")
        return json.loads(done.stdout)

    def pairs(self, title, ours, theirs):
        """Both in turn, whoever begins; each once before to warm up."""
        ours(), theirs()
        times = ([], [])
        for number in range(self.arguments.rounds):
            for which in ((0, 1) if number % 2 else (1, 0)):
                begin = time.perf_counter()
                (ours, theirs)[which]()
                times[which].append((time.perf_counter() - begin) * 1000)
        ratio = statistics.median(one / two for one, two in zip(*times))
        print(f"{title:44} {statistics.median(times[0]):8.0f} ms {statistics.median(times[1]):8.0f} ms {ratio:6.2f}",
              flush=True)

    def stops(self, title, url, sql):
        spent = [self.engine("stop", url, sql, 400)["ms"] for _ in range(self.arguments.rounds)]
        print(f"{title:44} {max(spent):8.0f} ms at most", flush=True)

    def rows(self, title, server, sql, command):
        self.pairs(title, lambda: self.engine("rows", server.url, sql), lambda: timed(command))

    def memory(self, title, server, few, many):
        small = self.engine("rows", server.url, few)["peak_kb"]
        large = self.engine("rows", server.url, many)
        print(f"{title:44} {small / 1024:8.1f} MB {large['peak_kb'] / 1024:8.1f} MB for {large['rows']} rows", flush=True)

    def deliver(self, title, server, sql, dump):
        """100,000 rows to a web server, against a command that writes them out and curl."""
        nginx = Nginx(self.folder / "nginx")
        try:
            data = self.folder / "courier"
            data.mkdir(mode=0o700)
            courier = [self.arguments.courier, "--data-dir", str(data)]
            timed(courier + ["db:create", "there", server.url])
            address = f"127.0.0.1:{nginx.port}"
            # Both ends of the pipe have to end well.
            pipe = ["bash", "-c", 'set -o pipefail; to=$1; shift; "$@" | curl -sS -f -T - "$to"', "pipe",
                    f"http://{address}/pipe.json", *dump]
            self.pairs(title,
                       lambda: timed(courier + ["query", "-d", "there", "-r", f"web://{address}/q.json", "-w", sql]),
                       lambda: timed(pipe))
            body = json.loads((nginx.root / "q.json").read_text(encoding="utf-8"))
            if len(body["data"]) != 100000:
                sys.exit(f"q.json holds {len(body['data'])} rows")
        finally:
            nginx.stop()

    def run(self):
        rows = self.arguments.rows
        print(f"{'':44} {'ours':>11} {'theirs':>11} {'ratio':>6}")
        postgres = Postgres(self.folder / "pg")
        try:
            postgres.run(f"CREATE TABLE rows AS SELECT {COLUMNS} FROM generate_series(1, {rows}) n; VACUUM ANALYZE rows;")
            self.deliver("PostgreSQL to PUT, 100,000 rows", postgres, "SELECT * FROM rows LIMIT 100000",
                         postgres.psql + ["-At", "-c", "COPY (SELECT row_to_json(t) FROM (SELECT * FROM rows LIMIT "
                                          "100000) t) TO STDOUT"])
            self.rows(f"PostgreSQL, {rows} rows to the grid", postgres, "SELECT * FROM rows",
                      postgres.psql + ["-c", "COPY rows TO STDOUT"])
            self.memory("PostgreSQL, memory of 100,000 and of many", postgres, "SELECT * FROM rows LIMIT 100000",
                        f"SELECT r.* FROM rows r, generate_series(1, {self.arguments.many // rows})")
            self.stops("Stop, pg_sleep(60)", postgres.url, "SELECT pg_sleep(60)")
            self.stops("Stop, a runaway join", postgres.url, "SELECT count(*) FROM rows a, rows b WHERE a.big < b.id")
            postgres.run("".join(f"CREATE TABLE t{number:05} (a int, b text);" for number in range(self.arguments.tables)))
            self.pairs(f"PostgreSQL, a tree of {self.arguments.tables} tables",
                       lambda: self.engine("tree", postgres.url, "public"), lambda: timed(postgres.psql + ["-c", r"\dt"]))
        finally:
            postgres.server.stop()
        maria = MariaDb(self.folder / "my")
        try:
            maria.run(f"CREATE TABLE `rows` AS SELECT {MARIA_COLUMNS} FROM seq_1_to_{rows}")
            self.rows(f"MariaDB, {rows} rows to the grid", maria, "SELECT * FROM `rows`",
                      maria.client + ["--quick", "-B", "-e", "SELECT * FROM `rows`"])
            self.memory("MariaDB, memory of 100,000 and of many", maria, "SELECT * FROM `rows` LIMIT 100000",
                        f"SELECT r.* FROM `rows` r, seq_1_to_{self.arguments.many // rows}")
            self.stops("Stop, SLEEP(60)", maria.url, "SELECT SLEEP(60)")
            self.stops("Stop, a runaway join", maria.url, "SELECT COUNT(*) FROM `rows` a, `rows` b WHERE a.big < b.id")
            maria.run("".join(f"CREATE TABLE t{number:05} (a INT, b TEXT) ENGINE=Aria TRANSACTIONAL=0;"
                              for number in range(self.arguments.tables)))
            self.pairs(f"MariaDB, a tree of {self.arguments.tables} tables",
                       lambda: self.engine("tree", maria.url, "bench"),
                       lambda: timed(maria.client + ["-e", "SHOW TABLES"]))
        finally:
            maria.server.stop()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--courier", required=True, help="the program query-courier")
    parser.add_argument("--bench", required=True, help="the program engine_bench")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--rows", type=int, default=1000000)
    parser.add_argument("--many", type=int, default=10000000, help="rows of the memory's measure")
    parser.add_argument("--tables", type=int, default=10000)
    parser.add_argument("--keep", action="store_true", help="leave the temporary folder")
    arguments = parser.parse_args()
    folder = pathlib.Path(tempfile.mkdtemp(prefix="courier-bench-"))
    folder.chmod(0o755)
    try:
        Bench(arguments, folder).run()
    finally:
        if arguments.keep:
            print(f"left in {folder}")
        else:
            shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
