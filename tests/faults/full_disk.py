#!/usr/bin/env python3
"""The disk is full, or broken, at every call in turn: full_disk.py PROGRAM LIBRARY [--runs N] [--seed S]

For each n a command (scenes.py) runs over a preloaded layer (FaultyDisk_linux.h) whose n-th call fails: with ENOSPC
from there on until space returns, and with EIO that one time. It must not call anything queued or delivered whose bytes
are not on the disk, and must go on within 60 s of space returning: the waiting command by itself, or the next one.

Every call has its turn; --runs N draws N of the runs by chance, and --seed S those of an earlier time.
"""
import argparse
import errno
import sys
import time

from courier import read_counts
from scenes import add_options, count_calls, run_cases, run_in_home

SPACE_RETURNS_AFTER = 1.0  # seconds after the first failed call
GOES_ON_WITHIN = 60  # seconds
KINDS = ("create", "write", "sync", "rename")


class Case:
    """One run: which call fails how, in which scene."""

    def __init__(self, options, scene, kind, number, code):
        self.options, self.scene, self.kind, self.number, self.code = options, scene, kind, number, code

    def run(self):
        told = f"{errno.errorcode[self.code]} at {self.kind} {self.number}, {self.scene}"
        return run_in_home(self.options, self.scene, told, self.act)

    def act(self, scene):
        """Violations."""
        full = scene.courier.home / "full"
        full.touch()
        extra = {"COURIER_DISK_FAULT": f"{self.kind}:{self.number}:{self.code}"}
        if self.code == errno.ENOSPC:
            extra["COURIER_DISK_WHILE"] = str(full)
        with scene.owner():
            process = scene.start(extra)
            self.wait_for_space(scene, process, full)
            ended = scene.end(process, GOES_ON_WITHIN)
        wrong = []
        if ended.code is None:
            wrong.append(f"the command did not go on: {ended}")
        elif ended.code < 0:
            wrong.append(f"the command crashed: {ended}")
        elif ended.code > 0 and not ended.err.strip():
            wrong.append(f"no word of what is wrong: {ended}")
        return wrong + scene.broken_words(ended) + scene.go_on(GOES_ON_WITHIN)

    @staticmethod
    def wait_for_space(scene, process, full):
        """Until the command has ended, or met the full disk and space has returned."""
        failed_at = None
        while process.poll() is None and full.exists():
            time.sleep(0.02)
            if failed_at is None and scene.counts_file.exists() and scene.counts_file.stat().st_size > 0:
                failed_at = time.monotonic() if read_counts(scene.counts_file)["failed"] > 0 else None
            if failed_at is not None and time.monotonic() > failed_at + SPACE_RETURNS_AFTER:
                full.unlink()
        full.unlink(missing_ok=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_options(parser, workers=6)
    parser.add_argument("--kinds", nargs="+", choices=KINDS, default=KINDS)
    options = parser.parse_args()
    cases = []
    for scene in options.scenes:
        counts = count_calls(options, scene)
        for kind in options.kinds:
            # One more than were counted: a run may differ a little from the next.
            cases += [Case(options, scene, kind, number, code) for number in range(options.first, counts[kind] + 2)
                      for code in (errno.ENOSPC, errno.EIO)]
    return run_cases(options, cases)


if __name__ == "__main__":
    sys.exit(main())
