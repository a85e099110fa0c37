"""Every value taken from the environment stands in the settings reference, and the reference names no other."""

import re
import stat
from pathlib import Path

from portal.settings import environment

ROOT = Path(__file__).resolve().parents[2]
READ = re.compile(r'env(?:\.\w+)?\(\s*"([A-Z_]+)"')
# Written at the start of a table row, one or several.
LISTED = re.compile(r"^\| ((?:`[A-Z_]+`(?:, )?)+) \|", re.MULTILINE)


def test_the_reference_lists_what_the_settings_read():
    read = {
        name
        for module in (ROOT / "portal" / "settings").glob("*.py")
        for name in READ.findall(module.read_text("utf-8"))
    }
    reference = (ROOT / "docs" / "settings.md").read_text("utf-8")
    listed = {name for row in LISTED.findall(reference) for name in re.findall(r"`([A-Z_]+)`", row)}
    assert len(read) > 20
    assert listed == read


def test_the_folder_of_data_is_its_owners_alone(tmp_path, monkeypatch):
    """The embedded database, and codes written as messages, lie in it."""
    data = tmp_path / "data"
    monkeypatch.setattr(environment, "DATA_DIR", data)
    monkeypatch.setattr(environment, "KEYS_DIR", data / "keys")
    environment.secret_from_file("one")
    folders = (data, data / "keys")
    assert [stat.S_IMODE(folder.stat().st_mode) for folder in folders] == [0o700, 0o700]
