"""Conditions as sentences."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from procedures.condition_words import in_words

from .test_changes import AREA, KIND, OLD, one_step, replace, text

SNAPSHOT = replace(
    OLD, steps=one_step(AREA, KIND, replace(AREA, key="connected", type="yes_no", label=text("Raccordé")))
)


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ("", ""),
        ("area > 20", "« Surface » est supérieur à 20 m²"),
        ("10 < area <= 20.5", "10 est inférieur à « Surface » et « Surface » est d'au plus 20,5 m²"),
        ('kind == "roof"', "« Nature » est « Toit »"),
        ('kind in ("roof", "wall")', "« Nature » est parmi : « Toit », « wall »"),
        ('"roof" in kind', "« Nature » comprend « Toit »"),
        ("connected", "la réponse à « Raccordé » est oui"),
        ("not connected", "la réponse à « Raccordé » n'est pas oui"),
        ("commune.urban", "la commune est urbaine"),
        ("not commune.urban and area > 20", "la commune est rurale et « Surface » est supérieur à 20 m²"),
        (
            "commune.urban and (area > 20 or connected)",
            "la commune est urbaine et (« Surface » est supérieur à 20 m² ou la réponse à « Raccordé » est oui)",
        ),
        ("commune.population <= 50000", "la population de la commune est d'au plus 50000"),
        ("sum(levels.area) > 150", "le total de « levels · area » est supérieur à 150"),
        ("area * 2 > 40", "« Surface » × 2 est supérieur à 40"),
        ("stranger > 3", "« stranger » est supérieur à 3"),
        ("area >", "area >"),
    ],
)
def test_a_condition_is_said_with_the_words_of_its_questions(condition, words):
    with override("fr"):
        assert in_words(condition, SNAPSHOT, "fr").replace("\xa0", " ").replace("50 000", "50000") == words


def test_a_condition_is_said_in_arabic():
    with override("ar"):
        assert in_words("area > 20", SNAPSHOT, "ar") == "«المساحة» أكثر من 20 متر مربع".replace("متر مربع", "م²")
