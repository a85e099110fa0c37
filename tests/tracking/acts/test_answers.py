"""What a document tells of the form: in its own language, without what is private or was only asked to guide."""

import pytest

from procedures.conditions import Place
from procedures.snapshot import Option, Question, Text
from tests.tracking.catalogue import ANSWERS, SNAPSHOTS
from tracking.acts.answers import answer_words, first_of, rows_of

TOWN = Place(code="08.577.01.11", urban=True, province_code="08.577", region_code="08", population=42000)
OPTIONS = (Option("roof", Text(fr="Toiture", ar="السقف")), Option("floor", Text(fr="Sols", ar="الأرضية")))


def question(kind, **fields):
    return Question("q", kind, Text(fr="Question", ar="سؤال"), **fields)


@pytest.mark.parametrize(
    ("asked", "stored", "arabic", "french"),
    [
        (question("text"), "مقهى", "مقهى", "مقهى"),
        (question("one", options=OPTIONS), "roof", "السقف", "Toiture"),
        (question("one", options=OPTIONS), "gone", "gone", "gone"),
        (question("several", options=OPTIONS), ["roof", "floor"], "السقف، الأرضية", "Toiture, Sols"),
        (question("yes_no"), False, "لا", "non"),
        (question("number", params={"unit": "m"}), "10.80", "10,8 متر", "10,8 m"),
        (question("number", params={"unit": "parsecs"}), "3", "3", "3"),
        (question("number"), "many", "many", "many"),
        (question("date"), "2026-08-20", "20 غشت 2026", "20 août 2026"),
        (
            question("period"),
            {"from": "2026-11-01", "until": "2027-10-31"},
            "من 1 نونبر 2026 إلى 31 أكتوبر 2027",
            "du 1er novembre 2026 au 31 octobre 2027",
        ),
        (question("address"), {"place": "Afanour", "street": "12"}, "Afanour، 12", "Afanour, 12"),
        (question("unheard_of"), {"a": "1", "b": ["2", ""]}, "1، 2", "1, 2"),
        (question("text"), None, "", ""),
        (question("several", options=OPTIONS), [], "", ""),
    ],
)
def test_an_answer_is_told_in_the_language_of_the_page(asked, stored, arabic, french):
    assert answer_words(asked, stored, "ar") == arabic
    assert answer_words(asked, stored, "fr") == french


def test_a_land_reference_tells_the_kind_of_right_and_keeps_its_number_together():
    land = question("land_reference")
    told = answer_words(land, {"kind": "title", "number": "12345/28", "name": "ملك تودغى"}, "ar")
    assert told == "الرسم العقاري \u206612345/28\u2069 ملك تودغى"
    assert answer_words(land, {"kind": "other", "number": "", "name": "X"}, "fr") == "Immeuble non immatriculé X"


def shown(code, language="fr"):
    holder = ANSWERS[code]["full_name"]
    return dict(rows_of(SNAPSHOTS[code], ANSWERS[code], TOWN, language, holder=holder))


@pytest.mark.parametrize("code", ["U6", "U1", "D1", "E1"])
def test_no_paper_tells_an_identity_number_or_the_holders_name_twice(code):
    told = " ".join(shown(code).values())
    assert "PA998877" not in told
    assert ANSWERS[code]["full_name"] not in told


def test_a_permit_tells_what_is_allowed_and_leaves_out_what_only_led_through_the_form():
    rows = shown("U1")
    assert rows["Surface couverte"] == "240 m²"
    assert rows["Nom de l'architecte"] == "Salma El Idrissi"
    assert not any(label.endswith("?") for label in rows)
    assert "Le dossier est déposé par" not in rows


def test_an_answer_that_is_not_asked_is_not_told():
    answers = {**ANSWERS["D1"], "legal_form": "person"}
    told = dict(rows_of(SNAPSHOTS["D1"], answers, TOWN, "fr", holder="X"))
    assert "Raison sociale" not in told


def test_the_first_answer_of_a_type_or_nothing():
    assert first_of(SNAPSHOTS["D1"], ANSWERS["D1"], ("period",), "fr").startswith("du 1er novembre")
    assert first_of(SNAPSHOTS["D1"], {}, ("period",), "fr") == ""
