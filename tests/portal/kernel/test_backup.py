"""What comes back from an archive is as private as it was, and nothing in an archive is written elsewhere."""

import io
import json
import sqlite3
import stat
import tarfile
from datetime import UTC, datetime
from typing import ClassVar

import pytest

from portal.kernel import backup
from portal.kernel.errors import Invalid

AT = datetime(2026, 11, 24, 10, tzinfo=UTC)


@pytest.fixture
def data(settings, tmp_path, monkeypatch):
    """A folder of data of its own; the database is left alone."""
    settings.DATA_DIR = tmp_path / "data"
    for name in ("keys", "files", "images"):
        (settings.DATA_DIR / name).mkdir(parents=True)
        (settings.DATA_DIR / name).chmod(0o700 if name != "images" else 0o755)
        (settings.DATA_DIR / name / "one").write_text(name)
    monkeypatch.setattr(backup, "_dump", lambda target: target.write_bytes(b"dump"))
    monkeypatch.setattr(backup, "_load", lambda dump: None)
    return settings.DATA_DIR


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def test_an_archive_is_readable_by_its_owner_only(data, tmp_path):
    backup.save(tmp_path / "all.tar", at=AT)
    assert mode(tmp_path / "all.tar") == 0o600


def test_keys_and_files_come_back_as_private_as_they_were(data, tmp_path):
    backup.save(tmp_path / "all.tar", at=AT)
    (data / "keys" / "one").write_text("changed")
    backup.bring_back(tmp_path / "all.tar")
    assert (data / "keys" / "one").read_text() == "keys"
    assert [mode(data / name) for name in ("keys", "files")] == [0o700, 0o700]


@pytest.mark.parametrize("name", ["../outside", "/outside-turagt", "files/../../outside"])
def test_an_archive_writes_nothing_outside(data, tmp_path, name):
    archive = tmp_path / "hostile.tar"
    with tarfile.open(archive, "w") as target:
        for entry, content in (("manifest.json", json.dumps({"format": 0}).encode()), (name, b"x")):
            info = tarfile.TarInfo(entry)
            info.size = len(content)
            target.addfile(info, io.BytesIO(content))
    with pytest.raises((tarfile.FilterError, Invalid)):
        backup.bring_back(archive)
    assert not (tmp_path / "outside").exists()
    assert not (tmp_path.parent / "outside").exists()
    assert (data / "keys" / "one").read_text() == "keys"


@pytest.mark.only_on("sqlite")
def test_the_database_comes_back_as_it_was_saved(settings, tmp_path, monkeypatch):
    """A SQLite file of its own, in WAL as the portal's, saved while it is open and written to afterwards."""
    settings.DATA_DIR = tmp_path / "data"
    settings.DATA_DIR.mkdir()
    name = settings.DATA_DIR / "turagt.sqlite3"
    rows = sqlite3.connect(name, isolation_level=None)
    rows.execute("PRAGMA journal_mode=WAL")
    rows.execute("CREATE TABLE act (number TEXT)")
    rows.execute("INSERT INTO act VALUES ('1/2026')")

    class Present:
        vendor = "sqlite"
        settings_dict: ClassVar = {"NAME": str(name)}

        def close(self):
            rows.close()

    monkeypatch.setattr(backup, "connection", Present())
    backup.save(tmp_path / "all.tar", at=AT)
    rows.execute("INSERT INTO act VALUES ('2/2026')")
    backup.bring_back(tmp_path / "all.tar")
    again = sqlite3.connect(name)
    assert again.execute("SELECT number FROM act").fetchall() == [("1/2026",)]
    again.close()
