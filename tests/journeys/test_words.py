"""The journeys notice English: what they look for is found when it is there."""

from __future__ import annotations

import pytest

from .words import english, sources


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ar", "Save and continue"),
        ("ar", "Step 1 of 5"),
        ("fr", "Save and continue"),
        ("fr", "The draft is closed and erased from this device."),
        ("zgh", "Check your answers"),
        ("ar", "التقدم: Check your answers"),
    ],
)
def test_english_is_found(language, text):
    assert english([text], language) == [text]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ar", "حفظ ومتابعة"),
        ("ar", "carte.jpg"),
        ("ar", "Turagt · PDF · QR"),
        ("fr", "Documents"),
        ("fr", "Vérifiez vos réponses, puis envoyez votre demande."),
        ("zgh", "Documents"),
        ("zgh", "ⵜⵓⵔⴰⴳⵜ"),
    ],
)
def test_other_languages_are_left_alone(language, text):
    assert english([text], language) == []


def test_the_catalogues_give_what_to_look_for():
    assert all(len(sources(language)) > 300 for language in ("ar", "fr", "zgh"))
