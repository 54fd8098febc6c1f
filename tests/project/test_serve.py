"""`glasscope`, without a subcommand, serves the page and says where."""

import os
import selectors
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

GLASSCOPE = Path(sys.executable).with_name("glasscope")


@pytest.fixture
def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def said_within(process, text, seconds):
    """Whether the process prints this text in time."""
    said, end = "", time.monotonic() + seconds
    with selectors.DefaultSelector() as selector:
        selector.register(process.stdout, selectors.EVENT_READ)
        while text not in said and (left := end - time.monotonic()) > 0 and process.poll() is None:
            if selector.select(left):
                said += os.read(process.stdout.fileno(), 4096).decode()
    return text in said


def test_it_serves_on_the_port_says_so_and_stops_quietly(free_port, tmp_path):
    url = f"http://localhost:{free_port}"
    command = [str(GLASSCOPE), "--port", str(free_port), "--no-browser"]
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    with subprocess.Popen(
        command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    ) as process:
        try:
            assert said_within(process, url, seconds=300)
            with urllib.request.urlopen(url, timeout=30) as answer:
                assert answer.status == 200
                assert b"Glasscope" in answer.read()
        finally:
            process.send_signal(signal.SIGINT)
            rest, _ = process.communicate(timeout=20)
    assert process.returncode == 0
    assert b"Traceback" not in rest


def test_a_port_in_use_is_said_in_one_line(tmp_path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        command = [str(GLASSCOPE), "serve", "--port", str(port), "--no-browser"]
        result = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60)
    assert result.returncode == 1
    assert result.stderr.splitlines()[-1] == f"glasscope serve: port {port} is in use; choose another one with --port"
    assert "Traceback" not in result.stderr
