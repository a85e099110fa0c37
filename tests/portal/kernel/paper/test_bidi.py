"""Directions: the examples of Unicode Standard Annex 9, Moroccan lines, and what people may not do with direction marks.

In the annex's examples capitals stand for right-to-left letters; here each is replaced by a letter of the Arabic block.
"""

from __future__ import annotations

import pytest
from fpdf.bidi import BidiParagraph
from fpdf.enums import TextDirection
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.kernel.paper import bidi

_ARABIC = {chr(ord("A") + at): letter for at, letter in enumerate("ابتثجحخدذرزسشصضطظعغفقكلمنه")}
_BACK = {letter: capital for capital, letter in _ARABIC.items()}
_MIRROR = str.maketrans("()[]<>", ")(][><")


def displayed(text: str, *, rtl: bool) -> str:
    """The example as it stands on the line, capitals back in place and brackets as they look."""
    letters = "".join(_ARABIC.get(character, character) for character in text)
    found = bidi.levels(letters, rtl)
    order = bidi.reorder(list(range(len(letters))), lambda at: found[at])
    return "".join(
        letters[at].translate(_MIRROR) if found[at] % 2 else _BACK.get(letters[at], letters[at]) for at in order
    ).translate(str.maketrans(_BACK))


@pytest.mark.parametrize(
    ("stored", "rtl", "shown"),
    [
        ("car means CAR.", False, "car means RAC."),
        ("car MEANS CAR.", True, ".RAC SNAEM car"),
        ("he said \u2067car MEANS CAR\u2069.", False, "he said \u2067RAC SNAEM car\u2069."),
        # Rule N0: brackets take the direction of what they hold, or of the paragraph.
        ("AB(CD[&ef]!)gh", True, "gh(![ef&]DC)BA"),
        ("smith (fabrikam ARABIC) HEBREW", True, "WERBEH (CIBARA fabrikam) smith"),
        ("ARABIC book(s)", True, "book(s) CIBARA"),
        # Numbers keep their own order inside a right-to-left text; a percent sign follows its number.
        ("ABC 12.90 DEF", True, "FED 12.90 CBA"),
        ("ABC 12/2026 DEF", True, "FED 12/2026 CBA"),
        ("ABC 1.250,00 DEF", True, "FED 1.250,00 CBA"),
    ],
)
def test_examples_of_the_annex(stored, rtl, shown):
    assert displayed(stored, rtl=rtl) == shown


@pytest.mark.parametrize(
    ("text", "rtl", "levels"),
    [
        ("ab", False, [0, 0]),
        ("ab", True, [2, 2]),
        ("با", True, [1, 1]),
        ("با", False, [1, 1]),
        ("ب 12", True, [1, 1, 2, 2]),
        ("ب 12", False, [1, 1, 2, 2]),
        ("ⵣⵓ ب", False, [0, 0, 0, 1]),
        ("ب ⵣⵓ", True, [1, 1, 2, 2]),
        ("12 / 13", False, [0] * 7),
    ],
)
def test_levels(text, rtl, levels):
    assert list(bidi.levels(text, rtl)) == levels


@settings(max_examples=300, deadline=None)
@given(
    st.text(alphabet="abé ⵣⴰ12.,/-+%()[]«»:'" + "باءلـَُ،؛؟٪" + "١٢" + bidi.LRI + bidi.FSI + bidi.PDI, max_size=24),
    st.booleans(),
)
def test_the_short_cut_never_differs_from_the_full_algorithm(text, rtl):
    text = bidi.clean(text)
    full = BidiParagraph(text, base_direction=TextDirection.RTL if rtl else TextDirection.LTR)
    found = bidi.levels(text, rtl)
    assert [found[c.character_index] for c in full.get_characters()] == [
        c.embedding_level for c in full.get_characters()
    ]


@pytest.mark.parametrize("joiner", ["\u200c", "\u200d"])
def test_a_joiner_goes_with_the_letter_before_it(joiner):
    assert list(bidi.levels(f"ab ب{joiner}ب", False)) == [0, 0, 0, 1, 1, 1]


@pytest.mark.parametrize("text", ["+212 6 12 34 56 78", "085770111-U1-2026-000123-K7", "PB 123456"])
def test_an_isolate_inside_arabic_reads_from_left_to_right_in_one_piece(text):
    isolated = bidi.isolate(text)
    line = f"الهاتف {isolated} أو البريد"
    found = bidi.levels(line, True)
    order = bidi.reorder(list(range(len(line))), lambda at: found[at])
    shown = "".join(line[at] for at in order)
    assert text.replace(" ", "\u00a0").replace("-", "\u2011") in shown
    assert " " not in isolated
    assert "-" not in isolated


def test_an_isolate_cannot_be_left_from_inside():
    assert bidi.isolate(f"12{bidi.PDI}34") == f"{bidi.LRI}1234{bidi.PDI}"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("abc\u202e321\u202c", "abc321"),  # an override would show 321 as 123
        ("\u202bنص\u202c", "نص"),
        (f"{bidi.LRI}abc", f"{bidi.LRI}abc{bidi.PDI}"),
        (f"abc{bidi.PDI}", "abc"),
        ("a\u0007b\tc", "a b c"),
        ("e\u0301", "é"),
        ("\ufefb", "لا"),
        ("  a   b  ", "a b"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("soft\u00adhyphen", "softhyphen"),
    ],
)
def test_what_is_set_is_clean(typed, kept):
    assert bidi.clean(typed) == kept


@pytest.mark.parametrize(
    ("text", "within_rtl", "rtl"),
    [
        ("+212 6 12 34 56 78", True, False),
        ("12/03/2026", True, False),
        ("Rue 4", True, False),
        ("قطعة 12، Lot B", True, True),
        ("Lot B، قطعة 12", True, True),
        ("نص", False, True),
        ("بناء منزل (R+2) من طابقين.", False, True),
        ("Nom (نص)", False, False),
        ("12", False, False),
        ("ⵣ", True, False),
    ],
)
def test_the_cell_of_a_table_finds_its_direction(text, within_rtl, rtl):
    assert bidi.runs_rtl(text, within_rtl=within_rtl) is rtl


def test_only_a_right_to_left_text_needs_to_be_spoken():
    assert bidi.spoken_form("Rue 4") == ""
    assert bidi.spoken_form(f"رقم {bidi.isolate('A-1 2')}") == "رقم A-1 2"


def test_words_that_run_the_other_way_keep_their_full_stop_and_their_number():
    told = bidi.embed("1. احترام العلو (R+2).\nRue 4", within_rtl=False)
    assert told == f"{bidi.FSI}1. احترام العلو (R+2).{bidi.PDI}\nRue 4"
    first = told.split("\n")[0]
    found = bidi.levels(first, rtl=False)
    assert {found[at] for at in (first.index("ا"), first.index(". "), first.rindex("."))} == {1}
    assert bidi.embed("Café S.A.", within_rtl=True) == f"{bidi.FSI}Café S.A.{bidi.PDI}"
    assert bidi.embed("حي Lot B", within_rtl=True) == "حي Lot B"


def test_what_somebody_typed_cannot_leave_the_words_it_is_embedded_in():
    told = bidi.embed(f"نص{bidi.PDI}نص{bidi.LRI}", within_rtl=False)
    assert told.count(bidi.PDI) == 2
    assert told.startswith(bidi.FSI)
    assert told.endswith(bidi.PDI)
    assert bidi.clean(told) == told
