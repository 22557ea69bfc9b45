"""query-courier in a home of its own, what its database says, and what must hold between the two and the wire."""
import hashlib
import os
import pathlib
import shutil
import sqlite3
import struct
import subprocess
import tempfile

COUNTED = ("create", "write", "sync", "rename", "remove")


class Ended:
    """How a command ended; `code` is negative for a signal, None where it had to be killed at its time limit."""

    def __init__(self, code, out, err):
        self.code, self.out, self.err = code, out, err

    def __str__(self):
        return f"exit {self.code}, {self.err.strip()!r}"


class Courier:
    """One home. Nothing of the user's is read or written."""

    def __init__(self, program, home):
        self.program = str(program)
        self.home = pathlib.Path(home)
        # The folder that the disk's faults are about: everything the program keeps is below it.
        self.disk = self.home / "disk"
        self.data = self.disk / "data"
        (self.home / "run").mkdir(mode=0o700, parents=True, exist_ok=True)
        self.disk.mkdir(mode=0o700, exist_ok=True)

    def environment(self, extra=None):
        kept = {name: value for name, value in os.environ.items() if name in ("PATH", "LANG", "LD_LIBRARY_PATH")}
        return {**kept, "HOME": str(self.home), "XDG_RUNTIME_DIR": str(self.home / "run"), "LC_ALL": "C.UTF-8",
                **(extra or {})}

    def start(self, *words, extra=None):
        return subprocess.Popen([self.program, "--data-dir", str(self.data), *words], env=self.environment(extra),
                                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def run(self, *words, extra=None, limit=60):
        return finish(self.start(*words, extra=extra), limit)

    def rows(self, sql):
        """What a copy of the database says, so that looking changes nothing. Empty where there is none yet."""
        database = self.data / "courier.db"
        if not database.exists() or database.stat().st_size == 0:
            return []
        with tempfile.TemporaryDirectory() as folder:
            for suffix in ("", "-wal"):
                if (source := pathlib.Path(f"{database}{suffix}")).exists():
                    shutil.copyfile(source, pathlib.Path(folder) / f"courier.db{suffix}")
            with sqlite3.connect(pathlib.Path(folder) / "courier.db") as copy:
                copy.row_factory = sqlite3.Row
                try:
                    return [dict(row) for row in copy.execute(sql)]
                except sqlite3.OperationalError as error:
                    # The tables come with the first migration, all at once.
                    if "no such table" in str(error):
                        return []
                    raise

    def deliveries(self):
        return self.rows("SELECT * FROM delivery ORDER BY id")

    def attempts(self):
        return self.rows("SELECT attempt.*, idempotency_key FROM attempt JOIN delivery d ON d.id = delivery_id")

    def settle(self, limit=60):
        """Works what was left, as a person would, until nothing waits any more; answers with what went wrong."""
        for _ in range(40):
            left = [row for row in self.deliveries() if row["state"] in ("waiting", "sending")]
            if not left:
                return []
            ended = self.run("delivery:try", str(left[0]["id"]), limit=limit)
            if ended.code is None:
                return [f"delivery:try {left[0]['id']} did not end within {limit} s: {ended}"]
        return [f"delivery {row['id']} is stuck: {row['state']} {row['reason']!r}" for row in left]


def finish(process, limit):
    """The command's end; killed and None after `limit` seconds."""
    try:
        out, err = process.communicate(timeout=limit)
        code = process.returncode
    except subprocess.TimeoutExpired:
        process.kill()
        out, err = process.communicate()
        code = None
    return Ended(code, out.decode("utf-8", "replace"), err.decode("utf-8", "replace"))


def read_counts(path):
    """The figures of a FaultyDisk: calls by kind, and "failed"."""
    raw = pathlib.Path(path).read_bytes()
    return dict(zip(COUNTED + ("failed",), struct.unpack("6Q", raw)))


def integrity(courier):
    """Violations: what SQLite itself says of the database."""
    try:
        answers = [list(row.values())[0] for row in courier.rows("PRAGMA integrity_check")]
    except sqlite3.DatabaseError as error:
        return [f"the database cannot be read: {error}"]
    return [f"integrity_check: {answer}" for answer in answers if answer != "ok"]


def missing_bodies(courier):
    """Violations: deliveries on their way, and jobs with a kept result, whose whole body is not in the spool."""
    wrong = []
    for row in courier.rows("SELECT id, spool_name, spool_sha256 FROM job WHERE state = 'success' AND spool_name <> ''"):
        body = courier.data / "spool" / row["spool_name"]
        if not body.exists() or hashlib.sha256(body.read_bytes()).digest() != row["spool_sha256"]:
            wrong.append(f"the kept result {row['spool_name']} of job {row['id']} is not whole")
    for row in courier.deliveries():
        if row["state"] not in ("waiting", "sending", "held"):
            continue
        body = courier.data / "spool" / row["spool_name"]
        if not body.exists():
            wrong.append(f"delivery {row['id']} ({row['state']}) has no body {row['spool_name']}")
        elif hashlib.sha256(body.read_bytes()).digest() != row["body_sha256"]:
            wrong.append(f"delivery {row['id']} ({row['state']}): the body's {body.stat().st_size} bytes of "
                         f"{row['body_bytes']} are not those of its digest")
    return wrong


def wire_against_history(courier, receiver):
    """Violations: every PUT has its attempt, every `answered` attempt exactly one PUT with that answer, no delivery is
    called delivered that was not, and no older result came after a newer one on its lane."""
    wrong = []
    attempts = {(row["idempotency_key"], row["number"]): row for row in courier.attempts()}
    seen = {}
    for request in receiver.requests:
        seen.setdefault((request.key, request.number), []).append(request)
    for key, requests in seen.items():
        if key not in attempts:
            wrong.append(f"a PUT {key} on the wire that no attempt in the history stands for")
        if len(requests) > 1:
            wrong.append(f"{len(requests)} PUTs on the wire for one attempt {key}")
    if len(receiver.requests) + receiver.fragments > len(attempts):
        wrong.append(f"{len(receiver.requests)} PUTs and {receiver.fragments} fragments for {len(attempts)} attempts")
    for key, row in attempts.items():
        if row["outcome"] == "answered" and [r.status for r in seen.get(key, [])] != [row["status"]]:
            answers = [r.status for r in seen.get(key, [])]
            wrong.append(f"attempt {key} was answered {row['status']}; on the wire: {answers}")
    rows = {row["idempotency_key"]: row for row in courier.deliveries()}
    for row in rows.values():
        landed = [r for r in receiver.requests if r.key == row["idempotency_key"] and r.status in (200, 201, 204)]
        if row["state"] == "delivered" and not any(r.sha256 == row["body_sha256"] for r in landed):
            wrong.append(f"delivery {row['id']} is called delivered, but its bytes did not arrive")
    newest = {}
    for request in receiver.requests:
        if request.status in (200, 201, 204) and request.key in rows:
            if rows[request.key]["id"] < newest.get(request.path, 0):
                wrong.append(f"delivery {rows[request.key]['id']} came after {newest[request.path]} to {request.path}")
            newest[request.path] = max(newest.get(request.path, 0), rows[request.key]["id"])
    return wrong


def unfinished(courier):
    """Violations, once everything is settled: what is not over."""
    wrong = [f"delivery {row['id']} is {row['state']}: {row['reason']}" for row in courier.deliveries()
             if row["state"] not in ("delivered", "refused", "expired", "cancelled")]
    wrong += [f"attempt {row['number']} of {row['idempotency_key']} has no end" for row in courier.attempts()
              if row["ended_at"] is None]
    wrong += [f"job {row['id']} ended well without a delivery" for row in courier.rows(
        "SELECT id FROM job WHERE state = 'success' AND plan <> '{}' AND id NOT IN (SELECT job_id FROM delivery)")]
    return wrong
