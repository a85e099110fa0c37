"""Words that a person would call the same meet in one form."""

import pytest

from portal.kernel.text import language_of, normalise, plain_number

SAME = [
    ("رخصة الإصلاح", "رخصه اصلاح"),
    ("الرُّخْصَة", "رخصة"),
    ("للبناء", "البناء"),
    ("قلعة مگونة", "قلعه مكونه"),
    ("Permis de réfection", "permis de refection"),
    ("ⵜⵉⵏⵖⵉⵔ", "tinghir"),
    ("الطابق ٢", "طابق 2"),
    ("Œuvre", "oeuvre"),
    ("<b>Permis</b>", "permis"),
]
DIFFERENT = [
    ("شهادة السكنى", "رخصة السكن"),
    ("permis", "permission"),
    ("رخصة البناء", "رخصة الهدم"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_these_are_the_same_words(one, other):
    assert normalise(one) == normalise(other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_these_are_not(one, other):
    assert normalise(one) != normalise(other)


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("خطأ في الإدخال", "ar"),
        ("رقم AB 12 غير مطابق", "ar"),
        ("Erreur de saisie", "fr"),
        ("Le nom inscrit est « فلان »", "fr"),
        ("ⵜⵓⵏⵖⵉⵍⵜ ⵏ ⵓⵙⵙⵉⴽⵛⵎ", "zgh"),
        ("12/2026", ""),
        ("", ""),
    ],
)
def test_the_script_tells_the_language_a_person_wrote_in(words, language):
    assert language_of(words) == language


@pytest.mark.parametrize("typed", ["450,50", "450.50", "٤٥٠٫٥٠", "450,50 ", "4\u202f50,50"])
def test_a_number_is_read_however_it_is_typed(typed):
    assert plain_number(typed) == "450.50"
