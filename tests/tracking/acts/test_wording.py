"""The words of documents: both languages say the same, with known values, from texts in force on the day of the act."""

import re
from datetime import date
from decimal import Decimal

import pytest

from tracking.acts.wording import FOLDER, count, counts, model_of, models, say, words

VALUES = {
    *("holder", "object", "procedure", "place", "land", "number", "reference", "filed_on", "session_on", "visit_on"),
    *("fiscal_order", "colours_order", "conditions", "validity", "area", "period", "commune", "province", "reasons"),
    *("legal_ground", "due_on", "granted_on", "basis"),
}


def named(text):
    return set(re.findall(r"{(\w+)}", text))


def clauses():
    for model in models():
        for clause in (model.heading, *model.articles, *(visa.clause for visa in model.visas)):
            yield model, clause


def test_every_clause_is_in_arabic_and_in_french_with_the_same_values():
    visited = list(clauses())
    assert len(visited) > 60
    for model, clause in visited:
        assert clause.ar == "{procedure}" or re.search("[\u0621-\u064a]", clause.ar), (model.act, clause)
        assert named(clause.ar) == named(clause.fr), clause
        assert named(clause.ar) <= VALUES, clause


@pytest.mark.parametrize("name", ["common", "receipt", "fee_order"])
def test_every_shared_word_is_in_both_languages_with_the_same_values(name):
    for key, clause in words(name).items():
        assert clause.ar, key
        assert clause.fr, key
        assert named(clause.ar) == named(clause.fr), key


def test_every_model_and_visa_says_where_it_comes_from():
    for model in models():
        assert model.source, model.act
        assert model.confidence in ("high", "medium", "low"), model.act
        for visa in model.visas:
            assert visa.source, visa
            assert visa.confidence in ("high", "medium", "low"), visa


def test_the_building_permit_has_the_seventeen_articles_of_annex_6():
    assert len(model_of("permit", "U1").articles) == 17
    assert "قرار يتضمن رخصة البناء" in model_of("permit", "U1").heading.ar


def test_a_refection_is_no_building_permit_and_cites_no_commission():
    refection = model_of("permit", "U6")
    assert refection is not model_of("permit", "U1")
    assert not any(visa.needs == "session_on" for visa in refection.visas)
    assert "2.18.475" in " ".join(visa.clause.ar for visa in refection.visas)


def test_a_procedure_without_its_own_model_takes_the_common_one():
    assert model_of("permit", "U9").procedures == ()
    with pytest.raises(LookupError):
        model_of("unheard_of", "U1")


@pytest.mark.parametrize(
    ("day", "cited", "not_cited"),
    [
        (date(2015, 7, 22), "78.00", "113.14"),
        (date(2015, 7, 23), "113.14", "78.00"),
        (date(2019, 12, 31), "2.13.424", "2.18.577"),
        (date(2026, 10, 7), "2.18.577", "2.13.424"),
    ],
)
def test_an_act_cites_the_texts_in_force_on_its_day(day, cited, not_cited):
    visas = " ".join(visa.clause.ar for visa in model_of("permit", "U1").visas if visa.in_force(day))
    assert cited in visas
    assert not_cited not in visas


@pytest.mark.parametrize(
    ("number", "unit", "arabic", "french"),
    [
        ("1", "days", "يوم واحد", "1 jour"),
        ("2", "days", "يومان", "2 jours"),
        ("3", "levels", "3 طوابق", "3 niveaux"),
        ("10", "months", "10 أشهر", "10 mois"),
        ("11", "days", "11 يوما", "11 jours"),
        ("100", "days", "100 يوم", "100 jours"),
        ("103", "days", "103 أيام", "103 jours"),
        ("1.50", "m", "1,5 متر", "1,5 m"),
        ("240", "m2", "240 مترا مربعا", "240 m²"),
        ("1200", "m2", "1200 متر مربع", "1200 m²"),
    ],
)
def test_things_are_counted_as_each_language_counts(number, unit, arabic, french):
    assert count(Decimal(number), unit, "ar") == arabic
    assert count(Decimal(number), unit, "fr") == french


def test_each_unit_has_every_form():
    assert {unit: (len(forms["ar"]), len(forms["fr"])) for unit, forms in counts().items()} == dict.fromkeys(
        counts(), (6, 2)
    )


def test_a_missing_value_has_words():
    assert say("unknown", "ar") == "غير محدد"
    assert say("unknown", "fr") == "non précisé"


def test_every_file_is_read():
    assert {path.stem for path in FOLDER.glob("*.yaml")} == {
        *("building_permit", "certificate", "common", "counts", "fee_order", "not_required", "order", "permit"),
        *("receipt", "refusal", "repair_permit", "silence_certificate"),
    }


def test_french_lines_never_break_before_a_tall_mark_nor_after_a_number_sign():
    clauses = [
        row.fr for model in models() for row in (model.heading, *model.articles, *(v.clause for v in model.visas))
    ]
    clauses += [clause.fr for name in ("common", "receipt", "fee_order") for clause in words(name).values()]
    assert any("n°\u00a0" in french for french in clauses)
    assert [french for french in clauses if "n° " in french or "« " in french or " ;" in french or " :" in french] == []
