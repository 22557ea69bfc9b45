"""What the disk's faults happen to: one command over the layer, on a data folder in a certain state."""
import contextlib
import pathlib
import random
import shutil
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor

from courier import Courier, finish, integrity, missing_bodies, read_counts, unfinished, wire_against_history
from owner import RunningWindow
from wire import Receiver

# A query with a delivery that is waited for, on a new data folder, on one in use, or with a receiver that is busy; and
# on one in use a query that is left to a running window ("Job 2 is queued.").
SCENES = ("new", "used", "busy", "queued")
SQL = "SELECT * FROM www_access LIMIT 300"


class Scene:
    """One home with a receiver of its own, made ready for the command."""

    def __init__(self, options, name, home):
        self.name = name
        self.library = options.library
        self.receiver = Receiver()
        self.courier = Courier(options.program, home)
        if name != "new" and (first := self.courier.run(*self._query(), "-w")).code != 0:
            raise RuntimeError(f"the run before: {first}")

    def _query(self):
        return "query", "-d", "testdb", "-r", self.receiver.address("/lane"), SQL

    def owner(self):
        """Who owns the outbox while the command runs."""
        return RunningWindow(self.courier.data) if self.name == "queued" else contextlib.nullcontext()

    def start(self, extra):
        """The command, over the layer; `extra` are the layer's settings beyond its folder and its counts."""
        if self.name == "busy":
            self.receiver.script = lambda request: 503
        words = self._query() if self.name == "queued" else (*self._query(), "-w")
        return self.courier.start(*words, extra={
            "LD_PRELOAD": self.library, "COURIER_DISK_ROOT": str(self.courier.disk),
            "COURIER_DISK_COUNTS": str(self.counts_file), **extra})

    @property
    def counts_file(self):
        return self.courier.home / "counts"

    def end(self, process, limit):
        ended = finish(process, limit)
        self.receiver.wait_until_idle()
        self.receiver.script = lambda request: 201
        return ended

    def broken_words(self, ended):
        """Violations: what was said to be done, and is not on the disk."""
        said = ended.code == 0 or any(word in ended.err for word in ("queued", "Delivered", "Nothing was lost"))
        jobs = [row["state"] for row in self.courier.rows("SELECT state FROM job")]
        kept = ["success"] * (self.name != "new") + ["queued" if self.name == "queued" else "success"]
        wrong = [f"said to be done ({ended}), but the jobs are {jobs}"] if said and jobs != kept else []
        return wrong + missing_bodies(self.courier)

    def go_on(self, limit=60):
        """Violations once the disk is well again: the next commands do what was left, and everything is delivered."""
        wrong = []
        # Where no window runs, the command that waits for a queued job runs it.
        for job in self.courier.rows("SELECT id FROM job WHERE state = 'queued'"):
            if (shown := self.courier.run("job:show", str(job["id"]), "-w", limit=limit)).code != 0:
                wrong.append(f"job {job['id']} was not taken up: {shown}")
        if (following := self.courier.run(*self._query(), "-w", limit=limit)).code != 0:
            wrong.append(f"the next command did not go on: {following}")
        wrong += self.courier.settle(limit)
        self.receiver.wait_until_idle()
        return wrong + integrity(self.courier) + unfinished(self.courier) + wire_against_history(
            self.courier, self.receiver)


def count_calls(options, name):
    """How many calls of each kind the scene's command makes on a disk that is well."""
    with tempfile.TemporaryDirectory(prefix="courier-disk.") as home:
        scene = Scene(options, name, pathlib.Path(home))
        with scene.owner():
            ended = scene.end(scene.start({}), 60)
        if ended.code != (3 if name == "busy" else 0):
            raise RuntimeError(f"a run without a fault fails: {ended}")
        counts = read_counts(scene.counts_file)
        print(f"{name}: calls of one run: {counts}", flush=True)
        return counts


def run_in_home(options, name, told, act):
    """The violations that `act(scene)` finds; the home of a run that fails can be kept."""
    home = tempfile.mkdtemp(prefix="courier-disk.")
    wrong = act(Scene(options, name, pathlib.Path(home)))
    if wrong and options.keep:
        return [f"{told} (kept: {home}): {text}" for text in wrong]
    shutil.rmtree(home)
    return [f"{told}: {text}" for text in wrong]


def add_options(parser, workers):
    parser.add_argument("program", type=pathlib.Path)
    parser.add_argument("library")
    parser.add_argument("--runs", type=int, help="only so many, drawn by chance (default: every call)")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1 << 32))
    parser.add_argument("--first", type=int, default=1, help="begin at this call")
    parser.add_argument("--workers", type=int, default=workers)
    parser.add_argument("--scenes", nargs="+", choices=SCENES, default=SCENES)
    parser.add_argument("--keep", action="store_true", help="keep the folder of a run that fails")


def run_cases(options, cases):
    """Runs them, or a part drawn by chance; the program's exit status."""
    if options.runs and options.runs < len(cases):
        print(f"{options.runs} of {len(cases)} runs, seed {options.seed}", flush=True)
        cases = random.Random(options.seed).sample(cases, options.runs)
    begun = time.monotonic()
    with ThreadPoolExecutor(options.workers) as pool:
        wrong = [text for texts in pool.map(lambda case: case.run(), cases) for text in texts]
    print("\n".join(wrong))
    print(f"{len(cases)} runs in {time.monotonic() - begun:.0f} s, {len(wrong)} violations")
    return 1 if wrong else 0
