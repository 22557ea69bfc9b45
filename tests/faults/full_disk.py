#!/usr/bin/env python3
"""The disk is full, or broken, at every call in turn: full_disk.py PROGRAM LIBRARY [--runs N] [--seed S]

For each n the program runs one query with a delivery over a preloaded layer (FaultyDisk_linux.h) whose n-th call fails:
with ENOSPC from there on until space returns, and with EIO that one time; on a new data folder and on one in use. It
must not call anything queued or delivered whose bytes are not on the disk, and must go on within 60 s of space
returning: the waiting command by itself, or the next one.

Every call has its turn; --runs N draws N of the runs by chance, and --seed S those of an earlier time.
"""
import argparse
import concurrent.futures
import errno
import pathlib
import random
import shutil
import sys
import tempfile
import time

from courier import Courier, finish, integrity, missing_bodies, read_counts, unfinished, wire_against_history
from wire import Receiver

SQL = "SELECT * FROM www_access LIMIT 300"
SPACE_RETURNS_AFTER = 1.0  # seconds after the first failed call
GOES_ON_WITHIN = 60


def query(receiver):
    return ("query", "-d", "testdb", "-r", receiver.address("/lane"), "-w", SQL)


def said_done(ended):
    return ended.code == 0 or "Delivered" in ended.err or "queued" in ended.err


class Case:
    """One run: which call fails how, on which folder."""

    def __init__(self, options, used, kind, number, code):
        self.options, self.used, self.kind, self.number, self.code = options, used, kind, number, code

    def __str__(self):
        return f"{errno.errorcode[self.code]} at {self.kind} {self.number}, {'used' if self.used else 'new'} folder"

    def run(self):
        """Violations."""
        home = tempfile.mkdtemp(prefix="courier-disk.")
        wrong = self.run_in(pathlib.Path(home))
        if wrong and self.options.keep:
            return [f"{self} (kept: {home}): {text}" for text in wrong]
        shutil.rmtree(home)
        return [f"{self}: {text}" for text in wrong]

    def run_in(self, home):
        receiver = Receiver()
        courier = Courier(self.options.program, home)
        if self.used and (first := courier.run(*query(receiver))).code != 0:
            return [f"the run before: {first}"]
        wrong = []
        full = home / "full"
        full.touch()
        extra = {"LD_PRELOAD": self.options.library, "COURIER_DISK_ROOT": str(courier.disk),
                 "COURIER_DISK_FAULT": f"{self.kind}:{self.number}:{self.code}",
                 "COURIER_DISK_COUNTS": str(home / "counts")}
        if self.code == errno.ENOSPC:
            extra["COURIER_DISK_WHILE"] = str(full)
        process = courier.start(*query(receiver), extra=extra)
        failed_at = None
        while process.poll() is None and full.exists():
            time.sleep(0.02)
            if failed_at is None and (home / "counts").exists() and (home / "counts").stat().st_size == 48:
                failed_at = time.monotonic() if read_counts(home / "counts")["failed"] > 0 else None
            if failed_at is not None and time.monotonic() > failed_at + SPACE_RETURNS_AFTER:
                full.unlink()
        ended = finish(process, GOES_ON_WITHIN)
        receiver.wait_until_idle()
        if ended.code is None:
            wrong.append(f"the command did not go on: {ended}")
        elif ended.code < 0:
            wrong.append(f"the command crashed: {ended}")
        elif ended.code > 0 and not ended.err.strip():
            wrong.append(f"no word of what is wrong: {ended}")
        if said_done(ended) and len(courier.deliveries()) != 1 + self.used:
            wrong.append(f"said to be done, but there is no delivery: {ended}")
        wrong += missing_bodies(courier)
        full.unlink(missing_ok=True)

        following = courier.run(*query(receiver), limit=GOES_ON_WITHIN)
        if following.code != 0:
            wrong.append(f"the next command did not go on: {following}; before it: {ended}")
        wrong += courier.settle()
        receiver.wait_until_idle()
        return wrong + integrity(courier) + unfinished(courier) + wire_against_history(courier, receiver)


def count_calls(options, used):
    """How many calls of each kind a run without a fault makes."""
    with tempfile.TemporaryDirectory(prefix="courier-disk.") as home:
        receiver = Receiver()
        courier = Courier(options.program, home)
        if used:
            courier.run(*query(receiver))
        counts = pathlib.Path(home) / "counts"
        ended = courier.run(*query(receiver), extra={"LD_PRELOAD": options.library,
                                                     "COURIER_DISK_ROOT": str(courier.disk),
                                                     "COURIER_DISK_COUNTS": str(counts)})
        if ended.code != 0:
            sys.exit(f"a run without a fault fails: {ended}")
        return read_counts(counts)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", type=pathlib.Path)
    parser.add_argument("library")
    parser.add_argument("--runs", type=int, help="only so many, drawn by chance (default: every call)")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1 << 32))
    parser.add_argument("--first", type=int, default=1, help="begin at this call")
    parser.add_argument("--workers", type=int, default=6)
    parser.add_argument("--kinds", nargs="+", default=["create", "write", "sync", "rename"])
    parser.add_argument("--folders", nargs="+", choices=["new", "used"], default=["new", "used"])
    parser.add_argument("--keep", action="store_true", help="keep the folder of a run that fails")
    options = parser.parse_args()

    cases = []
    for used in [folder == "used" for folder in options.folders]:
        counts = count_calls(options, used)
        print(f"{'used' if used else 'new'} folder, calls of one run: {counts}", flush=True)
        for kind in options.kinds:
            # One more than were counted: a run may differ a little from the next.
            for number in range(options.first, counts[kind] + 2):
                cases += [Case(options, used, kind, number, code) for code in (errno.ENOSPC, errno.EIO)]
    if options.runs and options.runs < len(cases):
        print(f"{options.runs} of {len(cases)} runs, seed {options.seed}", flush=True)
        cases = random.Random(options.seed).sample(cases, options.runs)
    begun = time.monotonic()
    with concurrent.futures.ThreadPoolExecutor(options.workers) as pool:
        wrong = [text for texts in pool.map(Case.run, cases) for text in texts]
    print("\n".join(wrong))
    print(f"{len(cases)} runs in {time.monotonic() - begun:.0f} s, {len(wrong)} violations")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
