"""`make run` as a process: it starts once and for all, stops whole, says what stands in its way before anything is made."""

from __future__ import annotations

import importlib
import json
import os
import re
import signal
import socket
import stat
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest

from portal.kernel.running import in_charge
from tests.architecture.code import ROOT

from .conftest import places
from .place import Place

PATIENCE = 240


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def get(address):
    """The status of `address`."""
    try:
        with urllib.request.urlopen(address, timeout=20) as answer:
            return answer.status
    except urllib.error.HTTPError as refused:
        return refused.code


def processes_of(folder):
    """Every process that works on `folder`, by what its environment names."""
    found = {}
    for path in Path("/proc").glob("[0-9]*"):
        try:
            named = f"DATA_DIR={folder}".encode() in (path / "environ").read_bytes().split(b"\0")
            command = (path / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            if named and (path / "stat").read_text().split(") ")[1][0] != "Z":
                found[int(path.name)] = command
        except OSError:
            continue
    return found


@contextmanager
def started(place, **environment):
    """`manage.py start` on `place`, until it has said where it serves; gives the process, the address and what it said."""
    port = free_port()
    log = place.folder.with_name(f"{place.folder.name}.log")
    with log.open("w") as out:
        process = subprocess.Popen(
            [sys.executable, "manage.py", "start"], cwd=ROOT, stdout=out, stderr=out, start_new_session=True,
            env=place.environment(PORT=str(port), **environment),
        )  # fmt: skip
    try:
        ends = time.monotonic() + PATIENCE
        while "Ctrl-C stops it" not in log.read_text():
            assert process.poll() is None, log.read_text()[-3000:]
            assert time.monotonic() < ends, log.read_text()[-3000:]
            time.sleep(0.1)
        yield process, f"http://127.0.0.1:{port}", log
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait(30)


def begin(place):
    """Have the set-up of `place` done, whatever was done before, and give what it said."""
    mark = {f"began:{place.url.rsplit('/', 1)[1] if place.url else place.folder / 'turagt.sqlite3'}": "demonstration"}
    (place.folder / "setup.json").write_text(json.dumps(mark))
    done = place.manage("start", "--setup-only", environment={"PORT": str(free_port())})
    assert done.returncode == 0, done.stdout + done.stderr
    for title in ("Loading the procedures", "Making the demonstration", "Gathering static files"):
        assert re.search(rf"{title} \.+ \d+\.\d s", done.stdout)


@pytest.fixture(scope="module")
def portal(tmp_path_factory, demonstration, django_db_blocker):
    """A place whose set-up was done by a first start."""
    with places(demonstration, django_db_blocker, tmp_path_factory.mktemp("start")) as make:
        place = make(filled=True)
        begin(place)
        yield place


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_second_start_loses_nothing_and_every_way_of_stopping_leaves_nobody(portal, number):
    before = portal.state("tell")
    with started(portal) as (process, address, log):
        # No step is done again.
        assert " s\n" not in log.read_text()
        assert get(f"{address}/demo/") == 200
        assert len(processes_of(portal.folder)) >= 3
        # As Ctrl-C on a terminal: the whole group is told.
        os.killpg(process.pid, number)
        assert process.wait(60) == 0
        assert "Stopping." in log.read_text()
        assert "Traceback" not in log.read_text()
    assert processes_of(portal.folder) == {}
    assert portal.state("tell") == before


def test_while_it_runs_nobody_else_takes_its_data(portal):
    with started(portal) as (_process, address, _log):
        held = f"in use by the portal at {address}/"
        for command in (["reset_demo"], ["restore", __file__, "--force"], ["start"]):
            done = portal.manage(*command, environment={"PORT": str(free_port())})
            assert done.returncode != 0
            assert held in done.stderr
            assert "Traceback" not in done.stderr
        assert get(f"{address}/demo/") == 200
    assert portal.state("tell")["dossiers"]


@pytest.mark.parametrize(("part", "told"), [("qcluster", "The worker ended"), ("uvicorn", "The web server ended")])
def test_when_a_part_dies_the_whole_stops_and_says_so(portal, part, told):
    with started(portal) as (process, _address, log):
        leader = min(pid for pid, command in processes_of(portal.folder).items() if part in command)
        os.kill(leader, signal.SIGKILL)
        assert process.wait(60) == 1
        said = log.read_text()
        assert f"{told} by itself (signal 9)" in said
        assert "Traceback" not in said
    assert processes_of(portal.folder) == {}


def test_loading_again_keeps_what_people_did_and_a_reset_makes_all_as_at_first(portal):
    first = portal.state("figures")
    portal.state("change")
    changed = portal.state("figures")
    assert changed != first
    # Every step done again, as after a new version of the code, leaves to people what they did.
    begin(portal)
    assert portal.state("figures") == changed
    keys = (portal.folder / "keys" / "secret_key").read_text()
    done = portal.make("reset-demo")
    assert done.returncode == 0, done.stdout + done.stderr
    assert portal.state("figures") == first
    assert (portal.folder / "keys" / "secret_key").read_text() == keys
    after = portal.state("tell")
    assert (after["broken_journals"], after["broken_files"]) == ([], [])
    assert list(after["permits"].values()) == ["intact"]


def test_what_is_no_demonstration_is_never_reset(new_place):
    place = new_place(filled=True)
    before = place.state("tell")
    for environment in ({"DEMO": "0"}, {"DEMO": "1"}):
        done = place.manage("reset_demo", environment=environment)
        assert done.returncode != 0
        assert "nothing was deleted" in done.stderr
        assert "Traceback" not in done.stderr
    # Nor does a forgotten DEMO=0 put the demonstration's accounts among real ones.
    done = place.manage("start", "--setup-only", environment={"PORT": str(free_port())})
    assert done.returncode != 0
    assert "no demonstration's" in done.stderr
    assert place.state("tell") == before


def test_a_taken_port_is_told_before_anything_is_made(new_place):
    place = new_place()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        by_make = place.run("make", "ready", f"PORT={port}", f"DATA_DIR={place.folder}")
        assert not place.folder.exists()
        directly = place.manage("start", environment={"PORT": str(port)})
    for done in (by_make, directly):
        assert done.returncode != 0
        assert f"Port {port} is taken" in done.stderr
        assert "Traceback" not in done.stderr
    assert not {"setup.json", "turagt.sqlite3", "static"} & {path.name for path in place.folder.iterdir()}


def test_a_folder_that_cannot_be_written_is_told(tmp_path):
    (tmp_path / "file").write_text("")
    place = Place(tmp_path / "file" / "data")
    by_make = place.run("make", "ready", f"PORT={free_port()}", f"DATA_DIR={place.folder}")
    assert by_make.returncode != 0
    assert f"{tmp_path / 'file'} is a file" in by_make.stderr
    directly = place.manage("start")
    assert directly.returncode != 0
    assert "cannot be kept" in directly.stderr
    assert "Traceback" not in directly.stderr


@pytest.fixture
def ready(monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "deploy" / "setup"))
    return importlib.import_module("ready")


@pytest.mark.parametrize(
    ("host", "port", "word"),
    [
        ("127.0.0.1", "http", "no port"),
        ("127.0.0.1", "0", "no port"),
        ("127.0.0.1", "65536", "no port"),
        ("192.0.2.1", "8123", "cannot listen"),
    ],
)
def test_a_wrong_address_is_told(ready, host, port, word):
    assert word in ready.fault_of_port(host, port)


def test_a_port_of_the_administrator_and_a_folder_of_another_are_told(ready, monkeypatch, tmp_path):
    """The suite may run as root, who is refused neither."""
    monkeypatch.setattr(ready.os, "access", lambda path, mode: False)
    assert "you may not write" in ready.fault_of_data(tmp_path / "data")

    def refuse(*_arguments):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(ready.socket.socket, "bind", refuse)
    assert "above 1023" in ready.fault_of_port("127.0.0.1", "80")


def test_a_free_port_and_a_new_folder_are_fine(ready, tmp_path):
    assert ready.fault_of_port("127.0.0.1", str(free_port())) == ""
    assert ready.fault_of_data(tmp_path / "new" / "data") == ""


def test_an_open_folder_is_shut_and_a_shared_one_only_told(settings, tmp_path, capsys):
    from home.demo.setup import _make_private

    for name in ("own", "shared"):
        (tmp_path / name / "keys").mkdir(parents=True)
        (tmp_path / name).chmod(0o755)
    (tmp_path / "shared" / "letters").touch()
    for name, mode, word in (("own", 0o700, "yours alone"), ("shared", 0o755, "a folder of its own")):
        _make_private(tmp_path / name)
        assert stat.S_IMODE((tmp_path / name).stat().st_mode) == mode
        assert word in capsys.readouterr().out


def test_a_lock_goes_with_the_last_process_that_holds_it(tmp_path):
    with in_charge(tmp_path, of="one") as lock:
        child = subprocess.Popen(["sleep", "60"], pass_fds=(lock,))
    try:
        with pytest.raises(Exception, match="in use by one"), in_charge(tmp_path, of="two"):
            pass
    finally:
        child.kill()
        child.wait()
    with in_charge(tmp_path, of="three"):
        pass


def test_beyond_this_machine_there_is_no_demonstration(new_place):
    """The addresses are not there, and the start is refused by its number."""
    place = new_place(filled=True)
    beyond = {"LISTEN_HOST": "0.0.0.0", "DEMO": "1"}
    code = "import django; django.setup(); from portal.urls import urlpatterns; print([str(u.pattern) for u in urlpatterns])"
    assert "demo/" not in place.run(sys.executable, "-c", code, environment=beyond).stdout
    assert "demo/" in place.run(sys.executable, "-c", code).stdout
    done = place.manage("start", environment=beyond)
    assert done.returncode != 0
    assert "accounts.E001" in done.stderr
