"""`make backup` and `make restore` as processes: what comes back is what was, and what cannot come back changes nothing."""

from __future__ import annotations

import hashlib
import io
import json
import os
import resource
import shutil
import sqlite3
import stat
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from portal.kernel.backup_archive import unpack
from portal.kernel.errors import Invalid
from portal.kernel.running import in_charge
from tests.databases.templates import ROOT


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def everything(folder):
    """Every file of `folder` with its digest, but for the lock and SQLite's own side files."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and path.name != "running.lock" and not path.name.endswith(("-wal", "-shm"))
    }


def refused(done, *words):
    """The command ended with a sentence, not with a trace, and left nothing half-made behind."""
    assert done.returncode != 0
    assert "Traceback" not in done.stderr
    for word in words:
        assert word in done.stderr
    return True


def rewritten(source, target, change):
    """The archive `source` at `target`, its members passed through `change(name, content) -> content or None`."""
    with tarfile.open(source) as old, tarfile.open(target, "w") as new:
        for member in old:
            content = change(member.name, old.extractfile(member).read())
            if content is not None:
                member.size = len(content)
                new.addfile(member, io.BytesIO(content))
    return target


@pytest.fixture(scope="module")
def saved(demonstration, tmp_path_factory):
    target = tmp_path_factory.mktemp("saved") / "saved.tar"
    done = demonstration.make("backup", TO=target)
    assert done.returncode == 0, done.stderr
    return target


@pytest.fixture
def archive(saved, tmp_path):
    """The demonstration's archive, this test's own."""
    return Path(shutil.copy2(saved, tmp_path / "saved.tar"))


def test_what_is_restored_is_what_was_and_goes_on(demonstration, archive, new_place):
    before = demonstration.state("tell")
    place = new_place()
    done = place.make("restore", FROM=archive)
    assert done.returncode == 0, done.stderr
    assert "Restored" in done.stdout
    after = place.state("tell")
    assert after == before
    assert len(after["dossiers"]) == 6
    assert len(after["files"]) > 6
    assert (after["broken_journals"], after["broken_files"]) == ([], [])
    assert list(after["permits"].values()) == ["intact"]
    signed = place.state("sign")
    assert signed["integrity"] == "intact"
    assert signed["number"] not in before["permits"]
    # Nothing was there before: nothing is kept beside.
    assert list(place.folder.glob("re*-*")) == []


def test_archive_and_restored_keys_are_their_owners_alone(archive, new_place):
    place = new_place()
    place.make("restore", FROM=archive)
    assert mode(archive) == 0o600
    assert [mode(place.folder / name) for name in ("keys", "files")] == [0o700] * 2
    private = [path for name in ("keys", "files") for path in (place.folder / name).rglob("*") if path.is_file()]
    assert {mode(path) for path in private} == {0o600}


def test_a_backup_while_people_write_holds_together(new_place, tmp_path):
    source, target = new_place(filled=True), tmp_path / "busy.tar"
    writer = source.start(sys.executable, "-m", "tests.deploy.state", "write")
    told = [writer.stdout.readline() for _ in range(2)]
    done = source.make("backup", TO=target)
    out, err = writer.communicate("\n", timeout=60)
    assert (done.returncode, writer.returncode) == (0, 0), done.stderr + err
    earlier = {json.loads(line)["reference"] for line in told}
    later = {json.loads(line)["reference"] for line in out.splitlines()}
    assert later, "nothing was written meanwhile"
    place = new_place()
    assert place.make("restore", FROM=target).returncode == 0
    after = place.state("tell")
    assert (after["broken_journals"], after["broken_files"]) == ([], [])
    assert earlier <= set(after["dossiers"])


def test_data_that_is_there_is_not_touched_unless_told_and_then_kept(archive, new_place):
    place = new_place(filled=True)
    place.state("sign")
    changed, present = place.state("tell"), everything(place.folder)
    assert refused(place.make("restore", FROM=archive), "There is data already", "FORCE=1")
    assert everything(place.folder) == present
    done = place.make("restore", FROM=archive, FORCE=1)
    assert done.returncode == 0, done.stderr
    assert place.state("tell") != changed
    (kept,) = place.folder.glob("replaced-*")
    assert str(kept) in done.stdout
    assert mode(kept) == 0o700
    # What was there is whole: put back by hand, it is what it was.
    for name in ("files", "keys"):
        assert {f"{name}/{key}": value for key, value in everything(kept / name).items()} == {
            key: value for key, value in present.items() if key.startswith(f"{name}/")
        }
    if not place.url:
        with sqlite3.connect(kept / "database.sqlite3") as database:
            (dossiers,) = database.execute("SELECT count(*) FROM tracking_act WHERE file_id IS NOT NULL").fetchone()
        assert dossiers == len(changed["permits"])
    else:
        assert (kept / "database").read_bytes()[:5] == b"PGDMP"


def test_an_archive_is_not_written_over_another(demonstration, archive):
    before = archive.read_bytes()
    assert refused(demonstration.make("backup", TO=archive), "exists already")
    assert archive.read_bytes() == before
    assert demonstration.make("backup", TO=archive, FORCE=1).returncode == 0


def test_there_is_nothing_to_save_where_there_is_no_portal(new_place, tmp_path):
    assert refused(new_place().make("backup", TO=tmp_path / "none.tar"), "nothing to save")
    assert list(tmp_path.glob("none.tar*")) == []


def test_restore_asks_which_archive(new_place, tmp_path):
    assert refused(new_place().make("restore"), "FROM=")
    assert refused(new_place().make("restore", FROM=tmp_path / "absent.tar"), "There is no file")


def _cut(archive, target):
    target.write_bytes(archive.read_bytes()[: archive.stat().st_size // 2])


def _flip(archive, target):
    data = bytearray(archive.read_bytes())
    data[len(data) // 2] ^= 0xFF
    target.write_bytes(data)


def _other_format(archive, target):
    rewritten(archive, target, lambda name, data: b'{"format": 1}' if name == "manifest.json" else data)


def _noted(archive, target, **more):
    """The manifest changed and its digest with it."""
    noted = {}

    def change(name, data):
        if name == "manifest.json":
            noted[name] = json.dumps({**json.loads(data), **more}).encode()
        elif name == "checksums.json":
            return json.dumps(
                {**json.loads(data), "manifest.json": hashlib.sha256(noted["manifest.json"]).hexdigest()}
            ).encode()
        return noted.get(name, data)

    rewritten(archive, target, change)


DAMAGES = {
    "cut short": (_cut, "damaged"),
    "one byte changed": (_flip, "damaged"),
    "no archive at all": (lambda archive, target: target.write_bytes(b"no archive" * 999), "damaged"),
    "empty": (lambda archive, target: target.write_bytes(b""), "damaged"),
    "without its end": (
        lambda archive, target: rewritten(
            archive, target, lambda name, data: None if name == "checksums.json" else data
        ),
        "damaged",
    ),
    "a member left out": (
        lambda archive, target: rewritten(archive, target, lambda name, data: None if name == "database" else data),
        "damaged",
    ),
    "another format": (_other_format, "another format"),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_what_cannot_be_trusted_is_told(archive, tmp_path, damage):
    spoil, word = DAMAGES[damage]
    spoil(archive, tmp_path / "spoilt.tar")
    (tmp_path / "aside").mkdir()
    with pytest.raises(Invalid, match=f"{word}.*Nothing was changed"):
        unpack(tmp_path / "spoilt.tar", tmp_path / "aside")


WHOLE = {
    "one byte changed": (_flip, "damaged"),
    "a newer version": (
        lambda archive, target: _noted(archive, target, migrations=["tracking.9999_new"]),
        "newer version",
    ),
    "another database": (lambda archive, target: _noted(archive, target, vendor="oracle"), "oracle"),
}


@pytest.mark.parametrize("damage", WHOLE)
def test_what_cannot_be_trusted_changes_nothing(demonstration, archive, new_place, tmp_path, damage):
    spoil, word = WHOLE[damage]
    spoil(archive, tmp_path / "spoilt.tar")
    place = new_place(filled=True)
    before = everything(place.folder)
    assert refused(place.make("restore", FROM=tmp_path / "spoilt.tar", FORCE=1), word, "Nothing was changed")
    assert everything(place.folder) == before
    if place.url:
        assert place.state("tell") == demonstration.state("tell")


def _member(name, *, kind=tarfile.REGTYPE, link="", **headers):
    member = tarfile.TarInfo(name)
    member.type, member.linkname, member.pax_headers = kind, link, headers
    return member


@pytest.mark.parametrize(
    "member",
    [
        _member("../outside"),
        _member("files/../../outside"),
        _member("/tmp/turagt-outside"),
        _member("static/app.js"),
        _member("files/link", kind=tarfile.SYMTYPE, link="/etc/passwd"),
        _member("files/hard", kind=tarfile.LNKTYPE, link="manifest.json"),
        _member("files/device", kind=tarfile.CHRTYPE),
        _member("keys", kind=tarfile.DIRTYPE),
        _member("files/holes", **{"GNU.sparse.size": "300000000", "GNU.sparse.map": "0,0"}),
    ],
    ids=lambda member: member.name,
)
def test_a_member_without_a_place_is_refused(archive, tmp_path, member):
    with tarfile.open(archive) as old, tarfile.open(tmp_path / "hostile.tar", "w") as new:
        first = old.next()
        new.addfile(first, old.extractfile(first))
        new.addfile(member)
    (tmp_path / "in" / "aside").mkdir(parents=True)
    with pytest.raises(Invalid, match=r"no place in a backup\. Nothing was changed"):
        unpack(tmp_path / "hostile.tar", tmp_path / "in" / "aside")
    assert [path.name for path in (tmp_path / "in").rglob("*")] == ["aside", "manifest.json"]
    assert not (tmp_path / "outside").exists()
    assert not Path("/tmp/turagt-outside").exists()


def _small_files():
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))


def test_a_full_disk_leaves_no_archive(demonstration, tmp_path):
    done = demonstration.manage("backup", str(tmp_path / "full.tar"), preexec_fn=_small_files)
    assert refused(done)
    assert list(tmp_path.glob("full.tar*")) == []
    assert list(demonstration.folder.glob("saving-*")) == []


def test_a_full_disk_restores_nothing(archive, demonstration, new_place):
    place = new_place(filled=True)
    before = everything(place.folder)
    done = place.manage("restore", str(archive), "--force", preexec_fn=_small_files)
    assert refused(done)
    assert everything(place.folder) == before
    assert place.state("tell") == demonstration.state("tell")


@pytest.mark.only_on("postgresql")
def test_missing_tools_of_postgresql_are_named(archive, demonstration, new_place, tmp_path):
    nothing = {"PATH": str(tmp_path)}
    done = demonstration.manage("backup", str(tmp_path / "none.tar"), environment=nothing)
    assert refused(done, "pg_dump", "apt-get install postgresql-client")
    assert list(tmp_path.glob("none.tar*")) == []
    assert refused(new_place().manage("restore", str(archive), environment=nothing), "psql")


@pytest.mark.only_on("postgresql")
def test_a_database_somebody_uses_is_not_replaced(archive, new_place):
    place = new_place(filled=True)
    held = subprocess.Popen(
        ["psql", "--quiet", place.url], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT
    )
    held.stdin.write("SELECT 'here';\n")
    held.stdin.flush()
    assert "here" in "".join(held.stdout.readline() for _ in range(3))
    try:
        assert refused(place.make("restore", FROM=archive, FORCE=1), "in use")
    finally:
        held.communicate("\\q\n", timeout=10)


def test_a_folder_in_use_is_not_replaced(archive, new_place):
    place = new_place(filled=True)
    before = everything(place.folder)
    with in_charge(place.folder, of="the portal at http://127.0.0.1:1/"):
        assert refused(place.make("restore", FROM=archive, FORCE=1), "in use by the portal", f"process {os.getpid()}")
    assert everything(place.folder) == before


def test_a_step_that_fails_is_undone(archive, new_place, demonstration):
    """The keys cannot be moved away: the database that was already in its place goes back."""
    place = new_place(filled=True)
    before = place.state("tell")
    place.state("sign")
    changed = place.state("tell")
    assert changed != before
    fail = (
        "import shutil, sys\n"
        "from pathlib import Path\n"
        "real = shutil.move\n"
        "def move(source, target, *rest):\n"
        "    if Path(source).name == 'keys' and 'replaced-' in str(target):\n"
        "        raise OSError(5, 'Input/output error')\n"
        "    return real(source, target, *rest)\n"
        "shutil.move = move\n"
        f"sys.argv = ['manage.py', 'restore', {str(archive)!r}, '--force']\n"
        "import manage\nmanage.main()\n"
    )
    assert refused(place.run(sys.executable, "-c", fail), "Everything is as it was")
    assert place.state("tell") == changed
    assert list(place.folder.glob("replaced-*")) == []
