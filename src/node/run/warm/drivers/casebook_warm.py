"""A plugin of pytest, loaded by Casebook: repeats the session with pytest-repeat and tells where one repetition ends.

Descriptor 3 brings a line per repetition, `{"attempt": 7, "seed": 1}`; its end ends the session. What we say stands on standard output,
in lines that begin with the mark in CASEBOOK_WARM_MARK, so that it keeps its place in the output.
"""
import json
import os
import sys
import time

import pytest

MARK = os.environ.pop("CASEBOOK_WARM_MARK", "")
if os.environ.pop("CASEBOOK_WARM_BYTECODE", None):
    del os.environ["PYTHONDONTWRITEBYTECODE"]
    sys.dont_write_bytecode = False
COUNT = int(os.environ.pop("CASEBOOK_WARM_COUNT", "1"))

# Bytes of names in one message: Casebook holds lines of 1 MiB.
MAX_NAMES = 400_000

os.set_inheritable(3, False)
CHANNEL = os.fdopen(3, encoding="utf-8", closefd=False)


def tell(message):
    sys.stdout.flush()
    left = ("\n" + MARK + json.dumps(message) + "\n").encode()
    while left:
        left = left[os.write(1, left):]


def give_up(problem):
    tell({"kind": "problem", "problem": problem})
    pytest.exit(problem, returncode=4)


def pytest_configure(config):
    if not hasattr(config.option, "repeat_scope"):
        give_up("pytest-repeat is not installed where this pytest runs, and pytest cannot repeat without it: `pip install pytest-repeat`, or leave --warm out.")
    if getattr(config.option, "numprocesses", None):
        give_up("pytest-xdist spreads the repetitions over processes, so that they are no attempts one after another: leave -n or --warm out.")
    config.option.count = COUNT
    config.option.repeat_scope = "session"
    config.pluginmanager.register(Repetitions(config), "casebook_repetitions")


class Repetitions:
    def __init__(self, config):
        self.config = config
        self.step = None
        self.clear()

    def clear(self):
        self.start = time.perf_counter()
        self.outcomes = {}
        self.bad = False

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items):
        steps = [step_of(item) for item in items]
        if any(step is None for step in steps) and COUNT > 1 and items:
            plain = next(item.nodeid for item, step in zip(items, steps) if step is None)
            give_up(f"pytest-repeat does not repeat {plain} (it leaves out tests of unittest.TestCase): deselect it, or leave --warm out.")
        # A plugin that orders tests may have mixed the repetitions; each keeps its own order.
        items.sort(key=lambda item: step_of(item) or 0)

    @pytest.hookimpl(hookwrapper=True, tryfirst=True)
    def pytest_runtest_protocol(self, item, nextitem):
        step = step_of(item) or 0
        if step != self.step:
            self.begin(step)
        yield
        if nextitem is None or (step_of(nextitem) or 0) != step:
            self.over()

    def begin(self, step):
        line = CHANNEL.readline()
        if not line:
            pytest.exit("Casebook wants no more repetitions", returncode=0)
        asked = json.loads(line)
        os.environ["CASEBOOK_ATTEMPT"] = str(asked["attempt"])
        if "seed" in asked:
            os.environ["CASEBOOK_SEED"] = str(asked["seed"])
        self.step = step
        tell({"kind": "begin"})
        self.clear()

    def pytest_runtest_logreport(self, report):
        name = plain_name(report.nodeid)
        if report.failed:
            self.outcomes[name] = "failed"
            # The summary at the end of the session is that of all repetitions.
            terminal = self.config.pluginmanager.get_plugin("terminalreporter")
            if terminal is not None:
                terminal.ensure_newline()
                terminal.write_sep("_", f"{name} ({report.when})")
                report.toterminal(terminal._tw)
                for section, content in report.sections:
                    terminal.write_sep("-", section)
                    terminal.write(content)
                    terminal.ensure_newline()
                terminal._tw.line(f"FAILED {name}")
        elif report.skipped:
            self.outcomes.setdefault(name, "skipped")
        elif report.when == "call":
            self.outcomes.setdefault(name, "passed")

    def over(self):
        ms = (time.perf_counter() - self.start) * 1000
        outcomes = self.outcomes
        failures = [name for name, outcome in outcomes.items() if outcome == "failed"]
        names = [name for name, outcome in outcomes.items() if outcome != "skipped"]
        message = {
            "kind": "over",
            "format": "pytest",
            "ms": ms,
            "executed": len(names),
            "failed": len(failures),
            "skipped": len(outcomes) - len(names),
            "failures": failures[:50],
        }
        if len(",".join(names)) < MAX_NAMES:
            message["names"] = names
        terminal = self.config.pluginmanager.get_plugin("terminalreporter")
        if terminal is not None:
            terminal.ensure_newline()
            terminal._tw.flush()
        tell(message)

    def pytest_sessionfinish(self, session):
        # Without tests no repetition ever began.
        if self.step is None and session.testscollected == 0 and not session.testsfailed:
            if CHANNEL.readline():
                tell({"kind": "begin"})
                self.clear()
                self.over()


def step_of(item):
    callspec = getattr(item, "callspec", None)
    return None if callspec is None else callspec.params.get("__pytest_repeat_step_number")


def plain_name(nodeid):
    """Without the part that pytest-repeat adds: `[1-3]`, `[value-1-3]`."""
    start = nodeid.rfind("[")
    if COUNT == 1 or start == -1 or not nodeid.endswith("]"):
        return nodeid
    parts = nodeid[start + 1:-1].split("-")[:-2]
    return nodeid[:start] + (f"[{'-'.join(parts)}]" if parts else "")
