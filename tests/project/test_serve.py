"""`glasscope`, without a subcommand, serves the page and says where."""

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


def lines_until(process, text, seconds):
    """What the process prints up to the line with this text."""
    lines, end = [], time.monotonic() + seconds
    for line in process.stdout:
        lines.append(line)
        if text in line:
            return lines
        assert time.monotonic() < end, "".join(lines)
    raise AssertionError(f"it ended without saying {text!r}: {''.join(lines)}")


def test_it_serves_on_the_port_says_so_and_stops_quietly(free_port, tmp_path):
    url = f"http://localhost:{free_port}"
    command = [str(GLASSCOPE), "--port", str(free_port), "--no-browser"]
    with subprocess.Popen(
        command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        try:
            lines_until(process, url, seconds=60)
            with urllib.request.urlopen(url, timeout=30) as answer:
                assert answer.status == 200
                assert b"Glasscope" in answer.read()
        finally:
            process.send_signal(signal.SIGINT)
            rest, _ = process.communicate(timeout=20)
    assert process.returncode == 0
    assert "Traceback" not in rest


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
