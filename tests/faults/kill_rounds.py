#!/usr/bin/env python3
"""SIGKILL at random points: kill_rounds.py PROGRAM [--rounds N] [--seed S] [--first R]

A round runs one command (a query with a delivery, an export, a try, a sending again) against a receiver that answers,
is busy, is slow, resets or drops, kills it somewhere in its life, and then works what was left as a person would. After
every kill and at the end of every round: nothing that was acknowledged is lost (said to be queued or delivered, or
committed to the database), nothing is stuck, the database is whole, and the wire agrees with the history. Ten rounds
share one data folder; the first of them is killed as it makes it.

A failing round prints its number; `--seed S --life L --first R --rounds 1`, with the seed and life printed at the
start, runs it again after the rounds before it in its folder.
"""
import argparse
import pathlib
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time

from courier import Courier, finish, integrity, missing_bodies, unfinished, wire_against_history
from wire import Receiver

ROUNDS_OF_A_FOLDER = 10
REACTIONS = [201, 201, 200, 503, 503, 404, "reset", "drop", "half", ("slow", 201, 0.05), ("slow", 201, 0.3),
             ("slow", 503, 0.1)]


def numbers(rows, width):
    """A query whose body has about rows × width bytes."""
    return (f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {rows}) "
            f"SELECT i, printf('%0{width}d', i * 7) AS text FROM n")


class Folder:
    """One data folder, its receiver, and its rounds."""

    def __init__(self, options, home):
        self.options = options
        self.courier = Courier(options.program, home)
        self.receiver = Receiver()
        self.acknowledged = {}  # delivery's id: idempotency key

    def command(self, rng):
        rows = rng.choice([5, 300, 300, 3000, 20000])
        lane = self.receiver.address(f"/lane{rng.randrange(3)}")
        query = ["query", "-d", "testdb", "-r", lane, numbers(rows, rng.choice([8, 60]))]
        if rng.random() < 0.75:
            query.append("-w")
        jobs = [row["id"] for row in self.courier.rows("SELECT id FROM job WHERE state = 'success'")]
        deliveries = [row["id"] for row in self.courier.deliveries() if row["state"] in ("delivered", "refused")]
        kind = rng.choice(["query", "query", "query", "export", "again"])
        if kind == "export" and jobs:
            return ["export:result", str(rng.choice(jobs)), lane, "-w"]
        if kind == "again" and deliveries:
            return ["delivery:again", str(rng.choice(deliveries))]
        return query

    def look(self):
        """Violations just after a kill; what is in the database is acknowledged from now on."""
        wrong = integrity(self.courier)
        if wrong:
            return wrong
        for row in self.courier.deliveries():
            self.acknowledged[row["id"]] = row["idempotency_key"]
        known = {row["id"]: row["idempotency_key"] for row in self.courier.deliveries()}
        wrong += [f"delivery {number} is lost" for number, key in self.acknowledged.items() if known.get(number) != key]
        return wrong + missing_bodies(self.courier) + wire_against_history(self.courier, self.receiver)

    def count_delivered(self):
        return sum(row["state"] == "delivered" for row in self.courier.deliveries())

    def broken_words(self, said, delivered):
        """Violations: what the killed command had said, and is not so. `delivered`: how many were before it."""
        wrong = []
        if "Delivered to" in said and self.count_delivered() <= delivered:
            wrong.append("said to be delivered, and is not")
        jobs = {row["job_id"] for row in self.courier.deliveries()}
        wrong += [f"job {number} was said to send, and does not" for number in re.findall(r"Job (\d+) sends", said)
                  if int(number) not in jobs]
        wrong += [f"delivery {number} was spoken of, and is not there" for number in
                  re.findall(r"Delivery (\d+) ", said) if int(number) not in self.acknowledged]
        return wrong

    def kill_after(self, words, delay, after_put):
        """Runs a command and kills it `delay` seconds after its start, or after its next PUT came."""
        puts = len(self.receiver.requests)
        process = self.courier.start(*words)
        while after_put and process.poll() is None and len(self.receiver.requests) == puts:
            time.sleep(0.001)
        try:
            process.wait(delay)
        except subprocess.TimeoutExpired:
            process.kill()
        return finish(process, 30)

    def round(self, rng):
        """Violations, and what was done."""
        reactions = [rng.choice(REACTIONS) for _ in range(3)]
        self.receiver.script = lambda request: reactions.pop(0) if reactions else 201
        words = self.command(rng)
        after_put = rng.random() < 0.5
        delay = rng.uniform(0, 0.2 if after_put else 1.3) * self.options.life
        told = (f"{' '.join(words)}, {reactions}, killed {delay * 1000:.0f} ms after its "
                f"{'PUT' if after_put else 'start'}")
        delivered = self.count_delivered()
        ended = self.kill_after(words, delay, after_put)
        self.receiver.wait_until_idle()
        told += f": {ended}"
        wrong = self.look() or self.broken_words(ended.err, delivered)

        # Some are killed again as they are taken up.
        if rng.random() < 0.5:
            left = [row for row in self.courier.deliveries() if row["state"] in ("waiting", "sending")]
            if left:
                self.kill_after(["delivery:try", str(left[0]["id"])], rng.uniform(0, self.options.life), False)
                self.receiver.wait_until_idle()
                wrong += self.look()
        self.receiver.script = lambda request: 201
        wrong += self.courier.settle()
        self.receiver.wait_until_idle()
        wrong += self.look() + unfinished(self.courier)
        return wrong, told

    def last(self):
        """Violations of a whole command after all the kills: it ends what they left of jobs, too."""
        lane = self.receiver.address("/lane0")
        ended = self.courier.run("query", "-d", "testdb", "-r", lane, "-w", "SELECT 1 AS one")
        wrong = [] if ended.code == 0 else [f"the last command: {ended}"]
        wrong += [f"job {row['id']} is still {row['state']}" for row in
                  self.courier.rows("SELECT id, state FROM job WHERE state IN ('queued', 'running')")]
        return wrong + self.look() + unfinished(self.courier)


def measure_life(program):
    """Seconds of one undisturbed command on a data folder in use."""
    with tempfile.TemporaryDirectory(prefix="courier-kill.") as home:
        folder = Folder(argparse.Namespace(program=program), home)
        words = ["query", "-d", "testdb", "-r", folder.receiver.address("/lane"), "-w", numbers(3000, 60)]
        for _ in range(2):
            begun = time.monotonic()
            if (ended := folder.courier.run(*words)).code != 0:
                sys.exit(f"an undisturbed command fails: {ended}")
        return time.monotonic() - begun


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", type=pathlib.Path)
    parser.add_argument("--rounds", type=int, default=50)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1 << 32))
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--life", type=float, help="seconds a command lives (default: measured)")
    parser.add_argument("--keep", action="store_true", help="keep the folder of a round that fails")
    parser.add_argument("--verbose", action="store_true")
    options = parser.parse_args()
    options.life = options.life or measure_life(options.program)
    print(f"seed {options.seed}; life {options.life:.3f}", flush=True)

    begun = time.monotonic()
    violations = kills = puts = deliveries = 0
    end = options.first + options.rounds
    for start in range(options.first - options.first % ROUNDS_OF_A_FOLDER, end, ROUNDS_OF_A_FOLDER):
        home = tempfile.mkdtemp(prefix="courier-kill.")
        folder = Folder(options, home)
        failed = []
        for number in range(start, min(start + ROUNDS_OF_A_FOLDER, end)):
            wrong, told = folder.round(random.Random(f"{options.seed}/{number}"))
            kills += "exit -9" in told
            failed += [f"round {number} ({told}): {text}" for text in wrong]
            if options.verbose:
                print(f"round {number}: {told}", flush=True)
            if wrong:
                break
        else:
            failed += [f"after round {number}: {text}" for text in folder.last()]
        puts += len(folder.receiver.requests)
        deliveries += len(folder.acknowledged)
        violations += len(failed)
        for text in failed:
            print(text, flush=True)
        if failed and options.keep:
            print(f"kept: {home}", flush=True)
        else:
            shutil.rmtree(home)
    print(f"seed {options.seed}: {options.rounds} rounds, {kills} killed, {deliveries} deliveries, {puts} PUTs in "
          f"{time.monotonic() - begun:.0f} s, {violations} violations")
    return 1 if violations else 0


if __name__ == "__main__":
    sys.exit(main())
