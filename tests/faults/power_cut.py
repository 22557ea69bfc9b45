#!/usr/bin/env python3
"""The power goes at every call in turn: power_cut.py PROGRAM LIBRARY [--runs N] [--seed S]

For each n a command (scenes.py) runs over a preloaded layer (FaultyDisk_linux.h) that kills it at its n-th call to the
disk. Then the disk is put back to what was synced (DiskJournal_linux.h): files to their bytes at their last sync,
folders to their entries at theirs. The database must open, what was said to be queued must be there with its whole
body, every PUT on the wire must have its attempt, and the next command must deliver everything.

With --broken the disk fails instead (EIO at the n-th sync, or from the n-th rename on), and the power goes when the
command has ended: what it has then said to be done must be there.

Every call has its turn; --runs N draws N of the runs by chance, and --seed S those of an earlier time.
"""
import argparse
import errno
import shutil
import sys

from courier import integrity, wire_against_history
from scenes import add_options, count_calls, run_cases, run_in_home


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
    """One run: where the power goes, or of which kind the call is at which the disk breaks, and in which scene."""

    def __init__(self, options, scene, at, kind):
        self.options, self.scene, self.at, self.kind = options, scene, at, kind

    def run(self):
        told = f"{f'EIO at {self.kind}' if self.kind else 'cut at call'} {self.at}, {self.scene}"
        return run_in_home(self.options, self.scene, told, self.act)

    def act(self, scene):
        """Violations."""
        journal = scene.courier.home / "journal"
        journal.mkdir()
        extra = {"COURIER_DISK_JOURNAL": str(journal)}
        if self.kind:
            extra["COURIER_DISK_FAULT"] = f"{self.kind}:{self.at}:{errno.EIO}"
        else:
            extra["COURIER_DISK_CUT"] = str(self.at)
        if self.kind == "rename":
            # From there on: a rename that fails may be tried in other ways.
            extra["COURIER_DISK_WHILE"] = str(journal)
        with scene.owner():
            ended = scene.end(scene.start(extra), 60)
        put_back(journal, scene.courier.disk)
        wrong = [] if ended.code is not None else [f"the command did not end: {ended}"]
        wrong += integrity(scene.courier)
        if wrong:
            return wrong
        wrong += scene.broken_words(ended) + wire_against_history(scene.courier, scene.receiver)
        return wrong + scene.go_on()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_options(parser, workers=3)
    parser.add_argument("--broken", action="store_true")
    options = parser.parse_args()
    cases = []
    for scene in options.scenes:
        counts = count_calls(options, scene)
        kinds = {kind: counts[kind] for kind in ("sync", "rename")} if options.broken else {None: sum(counts.values())}
        # One more than were counted: a run may differ a little from the next.
        cases += [Case(options, scene, at, kind) for kind, number in kinds.items()
                  for at in range(options.first, number + 2)]
    return run_cases(options, cases)


if __name__ == "__main__":
    sys.exit(main())
