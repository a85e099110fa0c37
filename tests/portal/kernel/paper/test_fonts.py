"""Typefaces: a missing one stops the portal and the document; the Tifinagh file is made once, from what npm installed."""

from __future__ import annotations

from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from portal.kernel.paper import FontMissing, make_fonts
from portal.kernel.paper.checks import check_fonts
from portal.kernel.paper.fonts import fonts_dir

from .rendering import new_paper

ROOT = Path(__file__).resolve().parents[4]
NODE_MODULES = ROOT / "node_modules"


def test_with_its_typefaces_the_portal_starts():
    assert check_fonts() == []


def test_without_a_typeface_no_document_is_made(settings, tmp_path):
    settings.PAPER_FONTS_DIR = tmp_path
    with pytest.raises(FontMissing) as refusal:
        new_paper()
    assert refusal.value.data == {"file": "NotoSansTifinagh-Regular.ttf"}
    assert refusal.value.status == 503


def test_without_a_typeface_the_portal_does_not_start(settings, tmp_path):
    settings.PAPER_FONTS_DIR = tmp_path
    (fault,) = check_fonts()
    assert fault.id == "kernel.E101"
    assert fault.is_serious()
    assert "NotoSansTifinagh-Regular.ttf" in fault.msg


def test_the_folder_is_a_setting(settings, tmp_path):
    settings.PAPER_FONTS_DIR = str(tmp_path)
    assert fonts_dir() == tmp_path


def test_the_font_is_made_once(tmp_path, capsys):
    command = ["--node-modules", str(NODE_MODULES), "--to", str(tmp_path)]
    assert make_fonts.main(command) == 0
    made = tmp_path / make_fonts.MADE
    first = made.stat().st_mtime_ns, made.read_bytes()
    assert make_fonts.main(command) == 0
    assert (made.stat().st_mtime_ns, made.read_bytes()) == first
    assert "up to date" in capsys.readouterr().out
    assert [path.name for path in tmp_path.iterdir()] == [make_fonts.MADE]


def test_the_made_font_has_every_letter_of_the_amazigh_alphabet(tmp_path):
    made, written = make_fonts.make_tifinagh(NODE_MODULES, tmp_path)
    assert written
    with TTFont(made) as font:
        assert font.flavor is None
        covered = font.getBestCmap()
    alphabet = "ⴰⴱⴳⵯⴷⴹⴻⴼⴽⵀⵃⵄⵅⵇⵉⵊⵍⵎⵏⵓⵔⵕⵖⵙⵚⵛⵜⵟⵡⵢⵣⵥ"
    assert [letter for letter in alphabet if ord(letter) not in covered] == []


def test_an_absent_package_is_said_in_a_sentence(tmp_path, capsys):
    assert make_fonts.main(["--node-modules", str(tmp_path), "--to", str(tmp_path / "fonts")]) == 1
    assert "npm ci" in capsys.readouterr().err
    assert not (tmp_path / "fonts").exists()


def test_a_broken_package_leaves_no_half_made_font(tmp_path):
    source = tmp_path / make_fonts.SOURCE
    source.parent.mkdir(parents=True)
    source.write_bytes(b"wOF2 not a font")
    with pytest.raises(make_fonts.FontNotMade):
        make_fonts.make_tifinagh(tmp_path, tmp_path / "fonts")
    assert list((tmp_path / "fonts").iterdir()) == []
