#!/usr/bin/env python3
"""The agent in real minutes: agent_minutes.py PROGRAM [--minutes 10] [--kills 3]

`query-courier agent` runs schedules that are due every minute against a real nginx, and is killed with SIGKILL at
awkward moments: while a query runs, as slots are queued at a full minute, just after a PUT was answered. After one of
the kills it stays away for some minutes. In the end: every slot ran once or is recorded as missed or skipped by its
schedule's policy, every delivery arrived with the rows of its slot, and nginx's access log agrees with the history.
"""
import argparse
import json
import pathlib
import shutil
import signal
import sys
import tempfile
import time
import urllib.parse

from courier import Courier, finish, integrity, unfinished
from nginx import Nginx

ROWS = "SELECT ${slot_unix} AS slot, code, COUNT(1) AS cnt FROM www_access GROUP BY code"
COUNTING = ("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count}) "
            "SELECT ${{slot_unix}} AS slot, COUNT(*) AS cnt FROM n")
# Name: the options of sched:create, and how long its query takes in seconds (0: at once).
SCHEDULES = {
    "once": ([], 0),
    "none": (["--missed", "none"], 0),
    "all": (["--missed", "all"], 0),
    "late": (["-D", "5"], 0),
    "waiting": (["--overlap", "queue", "--missed", "all"], 4),
    "slow": (["--overlap", "skip"], 90),
}
ABSENCE = 160  # seconds, of the kill that slots are missed in
GRACE = 90     # seconds that a slot may be late and still be on time


class Agent:
    def __init__(self, courier):
        self.courier = courier
        self.process = None
        self.absences = []  # (killed, back), seconds since 1970

    def start(self):
        self.process = self.courier.start("agent")
        line = self.process.stderr.readline().decode()
        if "Running schedules" not in line:
            sys.exit(f"the agent does not start: {line}")

    def kill(self, seconds):
        self.process.kill()
        killed = time.time()
        finish(self.process, 10)
        time.sleep(seconds)
        self.start()
        self.absences.append((killed, time.time()))

    def end(self):
        self.process.send_signal(signal.SIGTERM)
        return finish(self.process, 60)


def sleep_until(moment):
    time.sleep(max(0, moment - time.time()))


def next_minute():
    return (time.time() // 60 + 1) * 60


def until(condition, seconds):
    end = time.monotonic() + seconds
    while not (met := condition()) and time.monotonic() < end:
        time.sleep(0.002)
    return met


def await_query(courier, _nginx):
    until(lambda: courier.rows("SELECT id FROM job WHERE state = 'running'"), 90)


def await_slots(_courier, _nginx):
    sleep_until(next_minute() + 0.03)


def await_put(_courier, nginx):
    size = nginx.log.stat().st_size
    until(lambda: nginx.log.stat().st_size > size, 90)


MOMENTS = [("a query runs", await_query, 1), ("slots are queued", await_slots, ABSENCE), ("a PUT was answered", await_put,
                                                                                         2)]


def create_schedules(courier, nginx):
    counted = 12_000_000
    begun = time.monotonic()
    courier.run("query", "-d", "testdb", COUNTING.format(count=counted).replace("${slot_unix}", "0"))
    per_second = counted / (time.monotonic() - begun)
    for name, (options, seconds) in SCHEDULES.items():
        connection = "testdb"
        if seconds:
            # A file of its own: one schedule at a time runs on an SQLite file.
            connection = f"{name}db"
            shutil.copyfile(courier.data / "sample.db", courier.home / f"{name}.db")
            ended = courier.run("db:create", connection, f"sqlite:{courier.home}/{name}.db")
            if ended.code != 0:
                sys.exit(f"db:create: {ended}")
        sql = COUNTING.format(count=int(per_second * seconds)) if seconds else ROWS
        ended = courier.run("sched:create", name, "* * * * *", "-t", "UTC", "-d", connection, "-r",
                            nginx.address(f"/{name}/${{slot_unix}}.json"), *options, sql)
        if ended.code != 0:
            sys.exit(f"sched:create {name}: {ended}")


def is_idle(courier):
    return not (courier.rows("SELECT id FROM job WHERE state IN ('queued', 'running')") or
                courier.rows("SELECT id FROM delivery WHERE state IN ('waiting', 'sending')"))


def run(courier, nginx, options):
    """The agent that ran through it all, and the second until which slots are expected."""
    agent = Agent(courier)
    agent.start()
    begun = time.time()
    for number in range(options.kills):
        what, wait, absence = MOMENTS[number % len(MOMENTS)]
        sleep_until(begun + options.minutes * 60 * (number + 1) / (options.kills + 1))
        wait(courier, nginx)
        agent.kill(absence)
        killed, back = agent.absences[-1]
        print(f"killed as {what}, {killed - begun:.1f} s after the start; away for {back - killed:.1f} s", flush=True)
    sleep_until(max(begun + options.minutes * 60, time.time()))
    sleep_until(next_minute() + 20)
    end = time.time()
    for name in SCHEDULES:
        courier.run("sched:update", name, "--off")
    until(lambda: is_idle(courier) or time.sleep(1), 300)
    return agent, end


def covered(rows):
    """Slots by how each ended, in seconds; and those that two rows stand for."""
    own = {row["slot"] // 1000 for row in rows}
    ends, twice = {}, []
    for row in rows:
        slot = row["slot"] // 1000
        for _ in range(max(row["missed"], 1)):
            if slot in ends:
                twice.append(slot)
            ends[slot] = row["state"]
            slot -= 60
            while slot in own:
                slot -= 60
    return ends, twice


def check_slots(schedule, rows, end, absences):
    name = schedule["name"]
    first = (schedule["created_at"] // 60_000 + 1) * 60
    expected = set(range(first, int(end) - int(schedule["delay_s"]) + 1, 60))
    ends, twice = covered(rows)
    wrong = [f"{name}: slot {slot} is recorded twice" for slot in twice]
    wrong += [f"{name}: slot {slot} has no row" for slot in sorted(expected - set(ends))]
    wrong += [f"{name}: slot {slot} was never due" for slot in sorted(set(ends) - expected)]
    wrong += [f"{name}: slot {row['slot']} is {row['state']}" for row in rows
              if row["state"] not in ("queued", "missed", "skipped")]
    wrong += [f"{name}: slot {row['slot']} has no reason" for row in rows
              if row["state"] != "queued" and not row["reason"]]
    missed = [slot for slot, state in ends.items() if state == "missed"]
    if schedule["missed"] == "all" and missed:
        wrong.append(f"{name}: missed {missed} though all are caught up")
    longest = SCHEDULES[name][1] * 2 + GRACE
    wrong += [f"{name}: slot {slot} was missed while the agent ran" for slot in missed
              if not any(killed - longest <= slot <= back for killed, back in absences)]
    if not SCHEDULES[name][1]:
        wrong += [f"{name}: slot {slot} was skipped" for slot, state in ends.items() if state == "skipped"
                  and not any(slot <= back + GRACE and slot >= killed - GRACE for killed, back in absences)]
    return wrong, ends


def check_runs(courier, nginx, slots):
    """Violations between the slots' rows, their jobs, their deliveries and nginx. slots: (schedule's name, second)."""
    wrong = []
    puts, stored = {}, nginx.stored()
    for put in nginx.puts():
        puts.setdefault(put.path, []).append(put)
    deliveries = {}
    for row in courier.rows("SELECT d.*, j.state AS job_state, j.kind FROM delivery d JOIN job j ON j.id = d.job_id"):
        path = urllib.parse.urlsplit(row["address"]).path
        if path in deliveries:
            wrong.append(f"two deliveries to {path}: {deliveries[path]['id']} and {row['id']}")
        deliveries[path] = row
    for name, slot in slots:
        path = f"/{name}/{slot}.json"
        if path not in deliveries:
            wrong.append(f"{path}: the slot ran, and there is no delivery")
            continue
        row = deliveries.pop(path)
        came = puts.pop(path, [])
        good = [put for put in came if put.status in (200, 201, 204)]
        if row["state"] != "delivered" or not good:
            wrong.append(f"{path}: {row['state']}, {len(good)} PUTs were answered well")
        if {put.key for put in came} != {row["idempotency_key"]} or len(came) > row["attempts"]:
            wrong.append(f"{path}: {len(came)} PUTs for {row['attempts']} attempts")
        body = json.loads(stored.pop(path, b'{"data": [[0]]}'))
        if body["data"][0][0] != slot:
            wrong.append(f"{path} holds the rows of {body['data'][0][0]}")
    wrong += [f"a delivery to {path} of a slot that did not run" for path in deliveries]
    wrong += [f"a PUT to {path} of a slot that did not run" for path in puts]
    runs = courier.rows("SELECT count(*) AS count FROM job WHERE kind = 'scheduled' AND state = 'success'")[0]["count"]
    if runs != len(slots):
        wrong.append(f"{runs} jobs of schedules ended well for {len(slots)} slots")
    wrong += [f"job {row['id']} is {row['state']}: {row['error']}" for row in courier.rows(
        "SELECT * FROM job WHERE state NOT IN ('success') AND error NOT LIKE 'interrupted%'")]
    return wrong


def report(courier, ends, options):
    print(f"{'schedule':>10} {'slots':>6} {'ran':>5} {'missed':>7} {'skipped':>8}")
    for name, of_schedule in ends.items():
        states = list(of_schedule.values())
        print(f"{name:>10} {len(states):6} {states.count('queued'):5} {states.count('missed'):7} "
              f"{states.count('skipped'):8}")
    jobs = courier.rows("SELECT count(*) AS all_jobs, sum(error LIKE 'interrupted%') AS cut FROM job "
                        "WHERE kind = 'scheduled'")[0]
    late = courier.rows("SELECT max(j.created_at - s.slot - 1000 * c.delay_s) AS ms FROM slot s JOIN job j ON "
                        "j.id = s.job_id JOIN schedule c ON c.id = s.schedule_id")[0]["ms"]
    attempts = courier.rows("SELECT count(*) AS count FROM attempt")[0]["count"]
    print(f"{options.minutes:g} minutes, {options.kills} kills: {jobs['all_jobs']} jobs ({jobs['cut']} cut off), "
          f"{len(courier.deliveries())} deliveries in {attempts} attempts; the latest job was queued "
          f"{late / 1000:.1f} s after its slot")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", type=pathlib.Path)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--kills", type=int, default=3)
    parser.add_argument("--keep", action="store_true", help="keep the folder where something was wrong")
    options = parser.parse_args()

    home = tempfile.mkdtemp(prefix="courier-agent.")
    courier = Courier(options.program, home)
    nginx = Nginx(f"{home}/nginx")
    try:
        create_schedules(courier, nginx)
        agent, end = run(courier, nginx, options)
        ended = agent.end()
        wrong = [] if ended.code == 0 else [f"the agent did not end well: {ended}"]
        wrong += integrity(courier) + unfinished(courier)
        ends, ran = {}, []
        for schedule in courier.rows("SELECT * FROM schedule"):
            rows = courier.rows(f"SELECT * FROM slot WHERE schedule_id = {schedule['id']} ORDER BY slot")
            found, ends[schedule["name"]] = check_slots(schedule, rows, end, agent.absences)
            wrong += found
            ran += [(schedule["name"], row["slot"] // 1000) for row in rows if row["state"] == "queued"]
        wrong += check_runs(courier, nginx, ran)
        report(courier, ends, options)
    finally:
        nginx.close()
    for violation in wrong:
        print(f"VIOLATION: {violation}")
    print(f"violations {len(wrong)}")
    if not (wrong and options.keep):
        shutil.rmtree(home)
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
