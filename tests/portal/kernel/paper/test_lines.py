"""Lines: where a text breaks, what stays in one piece, and that nothing is ever lost."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.kernel.paper import CharacterNotPrintable, isolate, unprintable_in
from portal.kernel.paper.bidi import UNDRAWN, clean
from portal.kernel.paper.fonts import DRAWN_AS, Family, typefaces
from portal.kernel.paper.lines import break_lines, measure
from portal.kernel.paper.shaping import ARABIC, LATIN, script_of, shape

NAME = "مولاي عبد الرحمان بن سيدي محمد بن عبد القادر آيت أوحماد الإدريسي العلوي"


@pytest.fixture
def chain():
    return typefaces().chain(Family.TEXT)


def words_of(line):
    """The texts of a line's pieces, from left to right."""
    return "".join(piece.text for piece in line.pieces)


def test_a_long_name_goes_over_several_lines_and_none_is_too_wide(chain):
    lines = break_lines(NAME, chain, True, 12_000)
    assert len(lines) > 1
    assert all(line.width <= 12_000 for line in lines)
    # Right to left: the first word of the name is the last piece of the first line.
    assert lines[0].pieces[-1].text == "مولاي"
    assert lines[-1].pieces[0].text == "العلوي"


def test_a_reference_is_never_cut_at_its_hyphens(chain):
    reference = "085770111-U1-2026-000123-K7"
    lines = break_lines(f"تحت رقم {isolate(reference)} بتاريخ", chain, True, measure(reference, chain, False) + 50)
    assert [words_of(line) for line in lines if "U1" in words_of(line)] == [reference.replace("-", "\u2011")]


def test_a_double_name_may_break_after_its_hyphen_but_a_number_may_not(chain):
    assert [words_of(line) for line in break_lines("Jean-Pierre", chain, False, 3_000)] == ["Jean-", "Pierre"]
    assert len(break_lines("12-34", chain, False, measure("12-34", chain, False) + 1)) == 1


def test_a_word_wider_than_the_column_is_cut_and_nothing_is_lost(chain):
    address = "https://example.ma/v/" + "A1" * 40
    lines = break_lines(address, chain, False, 8_000)
    assert "".join(words_of(line) for line in lines) == address
    assert all(line.width <= 8_000 for line in lines)


def test_blanks_at_the_end_of_a_line_take_no_room(chain):
    (line,) = break_lines("نص ", chain, True, 9_000)
    assert line.width == measure("نص", chain, True)
    assert len(break_lines("\n\n", chain, True, 9_000)) == 3


def test_an_empty_text_has_one_empty_line(chain):
    assert [line.pieces for line in break_lines("", chain, True, 9_000)] == [()]


@settings(max_examples=150, deadline=None)
@given(
    st.text(alphabet="abé-/ ⵣⴰ12.()" + "باءلامَُ،" + "\u00a0" + "\u200d\u2066\u2069\n", max_size=60),
    st.booleans(),
    st.floats(300, 9_000),
)
def test_whatever_is_written_stands_on_some_line(text, rtl, width):
    chain = typefaces().chain(Family.TEXT)
    lines = break_lines(text, chain, rtl, width)
    wanted = sorted(c for c in clean(text) if c not in UNDRAWN and c not in " \n\u200d")
    found = sorted(c for line in lines for c in words_of(line) if c not in " \u200d")
    assert found == wanted


@pytest.mark.parametrize("character", ["😀", "中", "\ue000"])
def test_a_character_no_typeface_has_is_refused_by_its_number(chain, character):
    with pytest.raises(CharacterNotPrintable) as refusal:
        break_lines(f"محمد {character}", chain, True, 9_000)
    assert refusal.value.data == {"characters": f"U+{ord(character):04X}"}
    assert refusal.value.code == "character_not_printable"
    assert unprintable_in(f"محمد {character} {character}") == character


def test_a_receipt_may_spell_it_instead(chain):
    (line,) = break_lines("a😀", chain, False, 99_000, "spell")
    assert words_of(line) == "a[U+1F600]"


@pytest.mark.parametrize("text", ["Čelik Łukasz Müller Œuvre Ñandú D'Açãi", "ẒḌ ẓḍṭṣ", "گڭڤپ", "ⵯⵥⵞ", "٪؛؟«»…–—№°²"])
def test_names_from_abroad_and_every_script_of_the_country_are_printable(text):
    assert unprintable_in(text) == ""


def test_each_script_is_drawn_by_its_own_face(chain):
    (line,) = break_lines("Commune ⵜⵉⵏⵖⵉⵔ تنغير 2026", chain, False, 99_000)
    faces = {piece.text.strip(): piece.face.stem for piece in line.pieces if piece.text.strip()}
    assert faces == {
        "Commune": "IBMPlexSansArabic-Regular",
        "ⵜⵉⵏⵖⵉⵔ": "NotoSansTifinagh-Regular",
        "تنغير": "IBMPlexSansArabic-Regular",
        "2026": "IBMPlexSansArabic-Regular",
    }


@pytest.mark.parametrize(
    ("text", "digits"),
    [("المادة 12", ARABIC), ("12 مارس", ARABIC), ("Article 12", LATIN), ("12 / 13", LATIN), ("رقم AB 12", LATIN)],
)
def test_digits_are_drawn_for_the_script_around_them(chain, text, digits):
    (line,) = break_lines(text, chain, script_of(text) == ARABIC, float("inf"))
    assert {piece.script for piece in line.pieces if "12" in piece.text} == {digits}


def test_a_reference_has_digits_of_one_height_even_in_arabic(chain):
    (line,) = break_lines(f"رقم {isolate('0857-U1 2026')} من", chain, True, float("inf"))
    assert [piece.script for piece in line.pieces if "2026" in piece.text] == [LATIN]
    assert [piece.script for piece in line.pieces if "0857" in piece.text] == [LATIN]


def test_arabic_letters_take_the_form_of_their_place(chain):
    face = chain.faces[0]
    alone = shape(face, "ع", True, ARABIC).glyphs[0].gid
    forms = [glyph.gid for glyph in shape(face, "ععع", True, ARABIC).glyphs]
    assert len({alone, *forms}) == 4


def test_a_bracket_in_arabic_is_mirrored_but_stays_the_letter_it_is(chain):
    face = chain.faces[0]
    (left,) = shape(face, "(", True, ARABIC).glyphs
    (right,) = shape(face, ")", False, ARABIC).glyphs
    assert left.gid == right.gid
    assert left.text == "("


@pytest.mark.parametrize("word", ["لا", "تنغير", "شي", "اللَّهِ"])
def test_each_glyph_of_an_arabic_word_stands_for_one_letter_in_order(chain, word):
    shaped = shape(chain.faces[0], word, True, ARABIC)
    letters = [glyph.text for glyph in reversed(shaped.glyphs)]
    assert "".join(letters) == "".join(c for c in clean(word) if not unicodedata.combining(c))
    assert all(len(letter) <= 1 for letter in letters)


@pytest.mark.parametrize("word", ["ورقة", "تنغير", "علويين", "الإلكتروني", "AVOCAT"])
@pytest.mark.parametrize("family", Family)
def test_no_letter_stands_apart_from_the_one_before_it(word, family):
    face = typefaces().chain(family).face_for(word[0])
    shaped = shape(face, word, word != "AVOCAT", script_of(word))
    lettered = [glyph for glyph in shaped.glyphs if glyph.text]
    assert all(glyph.dx == 0 for glyph in lettered[1:])
    assert sum(glyph.advance for glyph in lettered) == pytest.approx(shaped.advance)


def test_a_no_break_hyphen_is_drawn_and_copied_as_a_hyphen(chain):
    assert DRAWN_AS["\u2011"] == "-"
    (glyph,) = shape(chain.faces[0], "\u2011", False, LATIN).glyphs
    assert glyph.text == "-"
