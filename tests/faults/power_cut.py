#!/usr/bin/env python3
"""The power goes at every call in turn: power_cut.py PROGRAM LIBRARY [--runs N] [--seed S]

For each n the program runs a command over a preloaded layer (FaultyDisk_linux.h) that kills it at its n-th call to the
disk. Then the disk is put back to what was synced (DiskJournal_linux.h): files to their bytes at their last sync,
folders to their entries at theirs. The database must open, what was said to be queued must be there with its whole
body, every PUT on the wire must have its attempt, and the next command must deliver everything.

With --broken the disk fails instead (EIO at the n-th sync, or from the n-th rename on), and the power goes when the
command has ended: what it has then said to be done must be there.

Every call has its turn; --runs N draws N of the runs by chance, and --seed S those of an earlier time.

The commands: a query with a delivery that is waited for, on a new data folder ("new") and on one in use ("used"), or
with a receiver that is busy ("busy"); on one in use also a query left to a running window ("queued": "Job 2 is
queued.").
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
from owner import RunningWindow
from wire import Receiver

SCENES = ("new", "used", "busy", "queued")
SQL = "SELECT * FROM www_access LIMIT 300"


def put_back(journal, disk):
    """Makes the folder `disk` what it was at the last syncs."""
    files, folders = {}, {}
    # A last line without its end was cut off as it was written.
    for line in (journal / "log").read_text().split("\n")[:-1]:
        words = line.split("\t")
        if words[0] == "file":
            files[words[1]] = words[2]
        else:
            folders[words[1]] = list(zip(words[2::2], words[3::2]))
    shutil.rmtree(disk)

    def make(path, relative):
        path.mkdir(mode=0o700)
        for name, file in folders.get(relative, []):
            if file == "/":
                make(path / name, f"{relative}/{name}".lstrip("/"))
            else:
                (path / name).touch(mode=0o600)
                if file in files:
                    shutil.copyfile(journal / files[file], path / name)

    make(disk, "")


class Case:
    """One run: where the power goes, or the disk breaks, and in which command."""

    def __init__(self, options, scene, at, kind=None):
        self.options, self.scene, self.at, self.kind = options, scene, at, kind

    def __str__(self):
        return f"{f'EIO at {self.kind}' if self.kind else 'cut at call'} {self.at}, {self.scene}"

    def run(self):
        """Violations."""
        home = tempfile.mkdtemp(prefix="courier-cut.")
        wrong = self.run_in(pathlib.Path(home))
        if wrong and self.options.keep:
            return [f"{self} (kept: {home}): {text}" for text in wrong]
        shutil.rmtree(home)
        return [f"{self}: {text}" for text in wrong]

    def command(self, receiver):
        words = ("query", "-d", "testdb", "-r", receiver.address("/lane"), SQL)
        return words if self.scene == "queued" else words + ("-w",)

    def faulty(self, courier, receiver, extra):
        """The command's end, over the layer."""
        extra = {"LD_PRELOAD": self.options.library, "COURIER_DISK_ROOT": str(courier.disk),
                 "COURIER_DISK_COUNTS": str(courier.home / "counts"), **extra}
        if self.scene == "busy":
            receiver.script = lambda request: 503
        if self.scene != "queued":
            return finish(courier.start(*self.command(receiver), extra=extra), 60)
        with RunningWindow(courier.data):
            return finish(courier.start(*self.command(receiver), extra=extra), 60)

    def prepare(self, home):
        receiver = Receiver()
        courier = Courier(self.options.program, home)
        if self.scene != "new" and (first := courier.run(*self.command(receiver))).code != 0:
            raise RuntimeError(f"the run before: {first}")
        return courier, receiver

    def run_in(self, home):
        courier, receiver = self.prepare(home)
        journal = home / "journal"
        journal.mkdir()
        extra = {"COURIER_DISK_JOURNAL": str(journal)}
        if self.kind:
            extra["COURIER_DISK_FAULT"] = f"{self.kind}:{self.at}:{errno.EIO}"
            if self.kind == "rename":
                # From there on: a rename that fails may be tried in other ways.
                extra["COURIER_DISK_WHILE"] = str(journal)
        else:
            extra["COURIER_DISK_CUT"] = str(self.at)
        ended = self.faulty(courier, receiver, extra)
        receiver.wait_until_idle()
        receiver.script = lambda request: 201
        put_back(journal, courier.disk)

        wrong = [] if ended.code is not None else [f"the command did not end: {ended}"]
        wrong += integrity(courier)
        if wrong:
            return wrong
        before = len(courier.rows("SELECT id FROM job"))
        jobs = 1 + (self.scene != "new")
        words = ("queued", "Delivered", "Nothing was lost")
        if (ended.code == 0 or any(word in ended.err for word in words)) and before != jobs:
            wrong.append(f"said to be done ({ended}), but there are {before} jobs")
        wrong += missing_bodies(courier) + wire_against_history(courier, receiver)

        # What a queued job needs: the command that waits for it runs it, now that no window does.
        for job in courier.rows("SELECT id FROM job WHERE state = 'queued'"):
            if (shown := courier.run("job:show", str(job["id"]), "-w")).code != 0:
                wrong.append(f"job {job['id']} was not taken up: {shown}")
        following = courier.run("query", "-d", "testdb", "-r", receiver.address("/lane"), SQL, "-w")
        if following.code != 0:
            wrong.append(f"the next command did not go on: {following}")
        wrong += courier.settle()
        receiver.wait_until_idle()
        return wrong + integrity(courier) + unfinished(courier) + wire_against_history(courier, receiver)

    def count_calls(self):
        """The calls of a run in which the power stays."""
        with tempfile.TemporaryDirectory(prefix="courier-cut.") as home:
            courier, receiver = self.prepare(pathlib.Path(home))
            ended = self.faulty(courier, receiver, {})
            if ended.code != (3 if self.scene == "busy" else 0):
                sys.exit(f"a run without a fault fails: {ended}")
            counts = read_counts(courier.home / "counts")
            print(f"{self.scene}: calls of one run: {counts}", flush=True)
            return counts


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", type=pathlib.Path)
    parser.add_argument("library")
    parser.add_argument("--runs", type=int, help="only so many, drawn by chance (default: every call)")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1 << 32))
    parser.add_argument("--first", type=int, default=1, help="begin at this call")
    parser.add_argument("--workers", type=int, default=3)
    parser.add_argument("--scenes", nargs="+", choices=SCENES, default=SCENES)
    parser.add_argument("--broken", action="store_true")
    parser.add_argument("--keep", action="store_true", help="keep the folder of a run that fails")
    options = parser.parse_args()

    cases = []
    for scene in options.scenes:
        counts = Case(options, scene, 0).count_calls()
        kinds = {kind: counts[kind] for kind in ("sync", "rename")} if options.broken else {
            None: sum(counts.values())}
        for kind, number in kinds.items():
            # A little further than was counted: a run may differ from the next.
            cases += [Case(options, scene, at, kind) for at in range(options.first, number + 2)]
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
