"""Words that a person would call the same meet in one form."""

import pytest

from portal.kernel.text import normalise

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
