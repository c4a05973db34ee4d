"""Starting and stopping the parts together: nothing half started, nothing left behind."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bot.supervisor import Part, Supervisor, python

ROOT = Path(__file__).parents[1]
SERVES = """
import http.server, sys
http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), http.server.SimpleHTTPRequestHandler).serve_forever()
"""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def answers(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def wait_until(condition):
    for _ in range(100):
        if condition():
            return True
        time.sleep(0.1)
    return False


def serving(port, name="del"):
    return Part(name, python("-c", SERVES, str(port)), f"http://127.0.0.1:{port}/")


def test_a_part_that_dies_at_the_start_is_told_and_stops_the_rest():
    port, said = free_port(), []
    dies = Part("syg del", python("-c", "raise SystemExit(3)"), f"http://127.0.0.1:{free_port()}/")

    status = Supervisor([serving(port), dies], said.append).run(lambda: "klar")

    assert status == 1
    assert any("syg del er stoppet af sig selv (status 3)" in line for line in said)
    assert "klar" not in said
    assert not answers(port)


PARENT = """
import sys
sys.path.insert(0, {root!r})
from tests.test_supervisor import serving
from bot.supervisor import Supervisor
sys.exit(Supervisor([serving({first}), serving({second}, 'anden')]).run(lambda: 'klar nu'))
"""


@pytest.fixture
def running():
    first, second = free_port(), free_port()
    script = PARENT.format(root=str(ROOT), first=first, second=second)
    process = subprocess.Popen([sys.executable, "-u", "-c", script], stdout=subprocess.PIPE, text=True)
    assert wait_until(lambda: answers(first) and answers(second))
    yield process, first, second
    process.kill()
    process.wait()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_stopping_it_stops_all_its_parts(running, number):
    process, first, second = running
    time.sleep(0.5)

    process.send_signal(number)

    assert process.wait(15) == 0
    assert "klar nu" in process.stdout.read()
    assert not answers(first)
    assert not answers(second)


def test_a_part_that_dies_later_takes_the_others_with_it(running):
    process, first, second = running
    time.sleep(0.5)
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()

    os.kill(int(children[0]), signal.SIGKILL)

    assert process.wait(15) == 1
    assert not answers(first)
    assert not answers(second)
