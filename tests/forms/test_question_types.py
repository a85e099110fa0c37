"""Every question type: good, bad and hostile values, and what a reader is shown."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.http import QueryDict
from django.utils.translation import override

from forms.builder import raw_answers, step_form
from forms.fields import find, registered
from portal.kernel.now import at
from procedures.conditions import Place
from procedures.snapshot import Option, Question, Step, Text

PLACE = Place(code="08.577.01.11", urban=True, province_code="08.577", region_code="08", population=44239)
TODAY = datetime(2026, 11, 24, 10, tzinfo=UTC)
OPTIONS = (Option("a", Text(fr="Un", ar="واحد")), Option("b", Text(fr="Deux", ar="اثنان")))

# type, params, what is posted by part, the stored answer
GOOD = [
    ("text", {}, {"": " محمد "}, "محمد"),
    ("text", {"max_length": 5}, {"": "abcde"}, "abcde"),
    ("long_text", {}, {"": "ligne\nligne"}, "ligne\nligne"),
    ("number", {"unit": "m2"}, {"": "1 234,50"}, "1234.50"),
    ("number", {}, {"": "١٢٫٥"}, "12.5"),
    ("whole_number", {}, {"": "12"}, "12"),
    ("yes_no", {}, {"": "yes"}, True),
    ("yes_no", {}, {"": "no"}, False),
    ("one", {}, {"": "b"}, "b"),
    ("several", {}, {"": ["b", "a"]}, ["a", "b"]),
    ("declaration", {}, {"": "on"}, True),
    ("date", {}, {"": "24/11/2026"}, "2026-11-24"),
    ("date", {}, {"": "2026-11-24"}, "2026-11-24"),
    ("date", {}, {"": "٢٤/١١/٢٠٢٦"}, "2026-11-24"),
    ("period", {}, {"from": "2026-12-01", "until": "2026-12-01"}, {"from": "2026-12-01", "until": "2026-12-01"}),
    ("cnie", {}, {"": "ab 123456"}, "AB123456"),
    ("identity", {}, {"kind": "cnie", "number": "p12345"}, {"kind": "cnie", "number": "P12345"}),
    ("identity", {}, {"kind": "passport", "number": "ab 1234567"}, {"kind": "passport", "number": "AB1234567"}),
    ("ice", {}, {"": "001561191000066"}, "001561191000066"),
    ("trade_register", {}, {"number": "1234", "court": "ورزازات"}, {"number": "1234", "court": "ورزازات"}),
    ("order_number", {}, {"": "A-12/345"}, "A-12/345"),
    ("phone", {}, {"": "06 12 34 56 78"}, "+212612345678"),
    ("email", {}, {"": "nom@example.org"}, "nom@example.org"),
    ("address", {}, {"place": "دوار أيت", "street": "", "fraction": ""}, {"place": "دوار أيت"}),
    ("land_reference", {}, {"kind": "title", "number": "t 12345/28", "name": ""},
     {"kind": "title", "number": "T12345/28", "name": ""}),
    ("land_reference", {}, {"kind": "other", "number": "", "name": "تاغزوت"},
     {"kind": "other", "number": "", "name": "تاغزوت"}),
]  # fmt: skip

# type, params, what is posted, the code of the refusal
BAD = [
    ("text", {}, {"": ""}, "required"),
    ("text", {"max_length": 5}, {"": "abcdef"}, "max_length"),
    ("text", {}, {"": "x" * 10_000}, "max_length"),
    ("text", {}, {"": "abc\u202efdp.exe"}, "hidden_characters"),
    ("text", {}, {"": "a\x00b"}, "null_characters_not_allowed"),
    ("long_text", {}, {"": "a\u2066b"}, "hidden_characters"),
    ("number", {"min": 1}, {"": "0"}, "min_value"),
    ("number", {"max": 10}, {"": "11"}, "max_value"),
    ("number", {}, {"": "NaN"}, "invalid"),
    ("number", {}, {"": "1e9"}, "max_value"),
    ("number", {}, {"": "douze"}, "invalid"),
    ("whole_number", {}, {"": "1,5"}, "max_decimal_places"),
    ("yes_no", {}, {"": "maybe"}, "invalid_choice"),
    ("one", {}, {"": "c"}, "invalid_choice"),
    ("several", {}, {"": ["a", "z"]}, "invalid_choice"),
    ("declaration", {}, {"": ""}, "required"),
    ("date", {}, {"": "31/02/2026"}, "invalid"),
    ("date", {"past": True}, {"": "25/11/2026"}, "date_future"),
    ("date", {"future": True}, {"": "23/11/2026"}, "date_past"),
    ("date", {}, {"": "01/01/0026"}, "date_year"),
    ("period", {}, {"from": "2026-12-02", "until": "2026-12-01"}, "period_reversed"),
    ("cnie", {}, {"": "12345"}, "cnie_wrong"),
    ("identity", {}, {"kind": "passport", "number": "§§§§§§"}, "identity_wrong"),
    ("identity", {}, {"kind": "dragon", "number": "AB12345"}, "invalid_choice"),
    ("ice", {}, {"": "001561191000065"}, "ice_wrong"),
    ("trade_register", {}, {"number": "12a", "court": "x"}, "invalid"),
    ("phone", {}, {"": "0812345678"}, "phone_wrong"),
    ("email", {}, {"": "nom@"}, "invalid"),
    ("address", {}, {"place": "", "street": "x"}, "required"),
    ("land_reference", {}, {"kind": "title", "number": "abc"}, "land_number_wrong"),
    ("land_reference", {}, {"kind": "other", "name": ""}, "land_name_missing"),
]


def question(kind, params, *, required=True):
    return Question(
        key="q", type=kind, label=Text(fr="Question", ar="سؤال"), required=required, options=OPTIONS, params=params
    )


def filled(asked, posted, language="fr"):
    data = QueryDict(mutable=True)
    for part, value in posted.items():
        name = f"s-q__{part}" if part else "s-q"
        data.setlist(name, value if isinstance(value, list) else [value])
    step = Step(key="s", title=Text(fr="Étape"), questions=(asked,))
    return step_form(step, language=language, place=PLACE)(data=data, prefix="s")


@pytest.mark.parametrize(("kind", "params", "posted", "stored"), GOOD)
def test_a_good_value_is_stored(kind, params, posted, stored):
    with at(TODAY):
        form = filled(question(kind, params), posted)
        assert form.is_valid(), form.errors
    assert form.answers == {"q": stored}


@pytest.mark.parametrize(("kind", "params", "posted", "code"), BAD)
def test_a_bad_value_is_refused_with_a_sentence(kind, params, posted, code):
    with at(TODAY):
        form = filled(question(kind, params), posted)
        assert not form.is_valid()
    assert code in {error.code for errors in form.errors.as_data().values() for error in errors}


@pytest.mark.parametrize(("kind", "params", "posted", "stored"), GOOD)
@pytest.mark.parametrize("language", ["ar", "fr", "zgh"])
def test_a_stored_answer_is_shown_and_goes_back_into_the_form(kind, params, posted, stored, language):
    asked = question(kind, params)
    with override(language), at(TODAY):
        assert find(kind).show(asked, stored, language).words
        step = Step(key="s", title=Text(), questions=(asked,))
        again = step_form(step, language=language, place=PLACE)(
            data=_multi(raw_answers(step, {"q": stored}, "s")), prefix="s"
        )
        assert again.is_valid(), again.errors
    assert again.answers == {"q": stored}


def _multi(posted):
    data = QueryDict(mutable=True)
    for name, values in posted.items():
        data.setlist(name, values)
    return data


@pytest.mark.parametrize("kind", sorted(registered()))
def test_an_optional_question_left_empty_stores_nothing(kind):
    posted = {"kind": ""} if kind in ("identity", "land_reference") else {}
    form = filled(question(kind, {}, required=False), posted)
    assert form.is_valid(), form.errors
    assert form.answers == {}


def test_every_type_has_good_and_bad_values():
    assert {row[0] for row in GOOD} == set(registered())
    assert {row[0] for row in BAD} | {"order_number"} == set(registered())


@pytest.mark.parametrize("language", ["ar", "fr", "zgh"])
@pytest.mark.parametrize(
    ("kind", "params", "typed", "limit"),
    [
        ("number", {"min": "0.5", "unit": "m"}, "0", "0,5"),
        ("number", {"max": "30"}, "9999", "30"),
        ("whole_number", {"max": 40}, "99", "40"),
        ("whole_number", {}, "1,5", ""),
        ("number", {"decimals": 1}, "1,55", ""),
        ("number", {}, "abc", ""),
    ],
)
def test_a_refused_number_is_told_what_to_enter_in_words_of_the_portal(language, kind, params, typed, limit):
    with override(language):
        step = Step("s", Text(fr="É", ar="م"), questions=(Question("q", kind, Text(fr="Q", ar="س"), params=params),))
        form = step_form(step, language=language, place=PLACE)(QueryDict(f"s-q={typed}"), prefix="s", other_answers={})
        (sentence,) = form.errors["q"]
        # As each language writes decimals.
        assert limit in sentence or limit.replace(",", ".") in sentence
        django_own = ("Ensure", "Assurez-vous", "تحقق من", "Enter a number.")
        assert not sentence.startswith(django_own)
