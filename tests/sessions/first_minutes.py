#!/usr/bin/python3
"""The first minutes with the window, through the accessibility tree alone.

    with-keyring.sh unlocked /usr/bin/python3 first_minutes.py QUERY-COURIER-GUI

No key and no mouse: every step is an action, a text or a name of AT-SPI, on a display, a window manager and buses of the
test's own.
"""
import atexit
import os
import subprocess
import sys
import tempfile
import time

LIMIT_S = 30
children = []


def end_children():
    for child in reversed(children):
        child.kill()
        child.wait()


def start_display():
    read, write = os.pipe()
    children.append(subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", "1366x768x24", "-nolisten", "tcp"],
        pass_fds=(write,), stderr=subprocess.DEVNULL))
    os.close(write)
    os.environ["DISPLAY"] = ":" + os.read(read, 32).decode().strip()
    children.append(subprocess.Popen(["openbox"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))


atexit.register(end_children)
start_display()

import gi  # noqa: E402: it looks for the display when it is loaded

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

State = Atspi.StateType


def is_showing(node):
    states = node.get_state_set()
    return states.contains(State.SHOWING) and not states.contains(State.DEFUNCT)


def walk(node):
    yield node
    for number in range(node.get_child_count()):
        child = node.get_child_at_index(number)
        if child is not None:
            yield from walk(child)


def until(what, attempt):
    """What attempt() gives once it is something; the tree changes under our hands meanwhile."""
    end = time.monotonic() + LIMIT_S
    while time.monotonic() < end:
        try:
            found = attempt()
            if found:
                return found
        except GLib.Error:
            pass
        time.sleep(0.02)
    raise SystemExit(f"not within {LIMIT_S} s: {what}\n{told()}")


def told():
    """The tree, for whoever reads the failure."""
    lines = []
    for node in walk(program):
        try:
            if is_showing(node) and node.get_name():
                lines.append(f"  {node.get_role_name()} '{node.get_name()}' {actions(node)}")
        except GLib.Error:
            continue
    return "\n".join(lines)


def actions(node):
    return [Atspi.Action.get_action_name(node, number) for number in range(Atspi.Action.get_n_actions(node))] \
        if "Action" in node.get_interfaces() else []


def windows(name):
    return [window for window in (program.get_child_at_index(n) for n in range(program.get_child_count()))
            if window is not None and window.get_name() == name]


def find(name, role=None, within=None, showing=True):
    """The node with this name (or the start of it, up to a '*'), of this role."""
    begins = name.endswith("*")
    for node in walk(within or program):
        said = node.get_name()
        if not (said.startswith(name[:-1]) if begins else said == name):
            continue
        if (role is None or node.get_role_name() == role) and (not showing or is_showing(node)):
            return node
    return None


def see(name, role=None, within=None):
    return until(f"{role or 'something'} “{name}”", lambda: find(name, role, within))


def gone(name, role=None):
    until(f"no more {role or ''} “{name}”", lambda: find(name, role) is None)


def do(node, action):
    offered = until(f"“{action}” of “{node.get_name()}”", lambda: action in actions(node) and actions(node))
    assert Atspi.Action.do_action(node, offered.index(action)), f"{action} of {node.get_name()}"


def press(name, role="push button", within=None):
    do(see(name, role, within), "Press")


def page(name):
    do(see(name + "*", "radio button"), "Toggle")


def choose(shown, item, within):
    """Chooses from the list of the combo box that shows this now."""
    box = see(shown, "combo box", within)
    do(box, "ShowMenu")
    do(until(f"“{item}” in the list", lambda: find(item, within=box, showing=False)), "Press")
    until(f"“{item}” chosen", lambda: box.get_name() == item or None)


def write(name, text, within, role="text"):
    field = see(name, role, within)
    assert Atspi.EditableText.set_text_contents(field, text), name
    if role == "text":
        until(f"“{text}” in {name}", lambda: Atspi.Text.get_text(field, 0, -1) == text)


def dialog(name):
    return until(f"the window “{name}”", lambda: (windows(name) or [None])[0])


def run_a_query():
    press("Run")
    rows = see("Result rows", "table")
    for value in ("200", "4981", "404", "17", "500", "2"):
        see(value, "table cell", rows)


def visit_pages():
    page("Targets")
    see("No target yet")
    page("Jobs")
    do(see("Waiting", "check box"), "Toggle")
    see("No job matches all of this: only what waits.")
    do(see("All", "check box"), "Toggle")
    choose("Any time", "Today", see("Query Courier", "frame"))
    see("Reset filters", "push button")
    press("Reset filters")
    page("Schedules")
    see("No schedule yet")
    page("Query")
    see("Result rows", "table")


def send_to_the_receiver():
    press("Send the result")
    send = dialog("Send the result")
    press("Try it here", within=send)
    receiver = dialog("Test receiver")
    press("Send", within=send)
    see("Delivered to *", within=send)
    see("PUT", "table cell", receiver)
    address = see("web://127.0.0.1:*", within=receiver).get_name()
    press("Close", within=send)
    return receiver, address


def make_a_target(address):
    page("Targets")
    press("New target")
    target = dialog("New target")
    write("Name", "myweb", target)
    write("Address", address, target)
    write("User name", "alice", target)
    write("Password", "correct horse", target, "password text")
    press("Save", within=target)
    table = see("Targets", "table")
    see("alice · keychain", "table cell", table)
    # The row's own menu, and the way back.
    do(see("⋯", "table cell", table), "Press")
    do(see("Edit…", "menu item"), "Press")
    edit = dialog("Edit target")
    assert Atspi.Text.get_text(see("Password", "password text", edit), 0, -1).strip("●•*") == "", "the password is shown"
    press("Cancel", within=edit)
    until("the dialog closed", lambda: not windows("Edit target"))


def make_a_schedule():
    page("Schedules")
    press("New schedule")
    schedule = dialog("New schedule")
    write("Name", "hourly", schedule)
    choose("Every day", "Every hour", schedule)
    write("SQL editor", "SELECT code FROM www_access", schedule)
    choose("Nowhere*", "myweb", schedule)
    press("Save", within=schedule)
    see("hourly", "table cell")
    press("Not now")
    table = see("Schedules", "table")
    see("myweb", "table cell", table)
    do(see("On", "table cell", table), "Press")
    see("Off", "table cell", table)
    do(see("hourly", "table cell", table), "Activate")
    press("Cancel", within=dialog("Edit schedule: hourly"))


def look_at_the_job(receiver):
    page("Jobs")
    jobs = see("Jobs", "table")
    do(see("1", "table cell", jobs), "Press")
    see("Job 1 → *")
    press("Send again")
    requests = see("Requests", "table", receiver)
    see("2", "table cell", requests)


program_path = sys.argv[1]
data = tempfile.TemporaryDirectory()
gui = subprocess.Popen([program_path, "--data-dir", data.name],
                       env=dict(os.environ, QT_QPA_PLATFORM="xcb", QT_LINUX_ACCESSIBILITY_ALWAYS_ON="1"))
children.append(gui)
program = None


def find_program():
    desktop = Atspi.get_desktop(0)
    for number in range(desktop.get_child_count()):
        node = desktop.get_child_at_index(number)
        if node is not None and node.get_process_id() == gui.pid and node.get_child_count() > 0:
            return node
    return None


end = time.monotonic() + LIMIT_S
while program is None and time.monotonic() < end:
    try:
        program = find_program()
    except GLib.Error:
        pass
    time.sleep(0.02)
assert program is not None, "the window is not in the accessibility tree"

run_a_query()
visit_pages()
test_receiver, receiver_address = send_to_the_receiver()
make_a_target(receiver_address)
make_a_schedule()
look_at_the_job(test_receiver)
print("the first minutes were lived through the accessibility tree")
