"""The rehearsal: invented requests played on what is to be published, which holds a publication back when they differ."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.urls import reverse
from django.utils.translation import override

from portal.accounts.models import Role
from procedures import catalogue_file, checks
from procedures.case_file import load_cases, read_cases
from procedures.conditions import Place
from procedures.management.commands.load_catalogue import FOLDER
from procedures.management.commands.rehearse import pure
from procedures.models import Procedure, RehearsalCase
from procedures.rehearsal import Case, Outcome, differences, rehearse
from procedures.snapshot import TermRule
from procedures.versions import version_in_force
from tests.factories import make_officer
from tests.snapshots import OCCUPATION, REFECTION

from .conftest import change_row

pytestmark = pytest.mark.django_db

CASES = {file.snapshot.code: file for file in catalogue_file.read_folder(FOLDER) if file.cases}
TOWN = Place(code="", urban=True, province_code="", region_code="", population=None)
EXPECTED = {
    "documents": [{"code": "request", "nature": "main"}],
    "fees": [{"code": "tax", "amount": "300.00"}],
    "term": "10 working_days",
    "due_on": "2026-10-19",
    "circuit": [{"code": "decide", "bodies": []}],
}


def make_case(key, **fields) -> RehearsalCase:
    values = {
        "code": "roof",
        "name_fr": "Un toit",
        "name_ar": "سقف",
        "filed_on": date(2026, 10, 5),
        "answers": {"works": "roof", "area": "15"},
        "rates": {"tax": "300"},
        "expected": EXPECTED,
    }
    return RehearsalCase.objects.create(key=key, **{**values, **fields})


# pure


def test_a_case_gives_documents_fee_last_day_and_circuit():
    outcome = rehearse(
        OCCUPATION, Case(TOWN, date(2026, 10, 5), {"area": "12", "quarters": 2}, {"occupation_fee": "25"})
    )
    assert [code for code, _nature in outcome.documents] == ["identity_copy", "right_on_place", "photos"]
    assert outcome.fees == (("occupation_fee", "600.00"),)
    assert (outcome.term, outcome.due_on) == ("15 calendar_days", "2026-10-20")
    assert outcome.circuit[0] == ("visit", ("commune", "local_authority"))


def test_an_outcome_is_stored_and_read_again():
    outcome = rehearse(OCCUPATION, Case(TOWN, date(2026, 10, 5), {}))
    assert outcome.fees == (("occupation_fee", "unknown"),)
    assert Outcome.from_plain(outcome.to_plain()) == outcome


def test_what_differs_is_told_in_sentences():
    case = Case(TOWN, date(2026, 10, 5), {}, {"repair_tax": "300"})
    changed = replace(
        REFECTION,
        terms=(TermRule(12, "working_days"),),
        documents=(replace(REFECTION.documents[0], nature="information"), *REFECTION.documents[2:]),
        circuit=REFECTION.circuit[1:],
    )
    with override("fr"):
        found = differences(rehearse(REFECTION, case), rehearse(changed, case), changed)
    assert found == (
        "Copie de la carte d'identité : Document principal : dossier irrecevable sans lui → "
        "Document d'information : peut venir jusqu'à la délivrance",
        "Un document attendu n'est pas demandé : right_on_place",
        "Délai : 10 jours ouvrables → 12 jours ouvrables",
        "Dernier jour : 19 octobre 2026 → 21 octobre 2026",
        "Une étape attendue manque : check",
    )


# the catalogue's cases


@pytest.mark.parametrize("code", sorted(CASES))
def test_the_law_of_the_catalogue_gives_each_case_its_outcome(code):
    """When the law of a file changes on purpose: `manage.py rehearse --take`, and read the difference."""
    file = CASES[code]
    for case in file.cases:
        expected = Outcome.from_plain(case.expected)
        assert differences(expected, rehearse(file.snapshot, pure(case)), file.snapshot) == (), case.code


@pytest.mark.parametrize("code", ["U1", "U6", "E1", "D1"])
def test_the_first_procedures_have_two_cases_whose_answers_their_form_asks(code):
    assert len(CASES[code].cases) >= 2
    known = {question.key for step in CASES[code].snapshot.steps for question in step.questions}
    for case in CASES[code].cases:
        assert set(case.answers) <= known, case.code


def test_cases_are_loaded_once_and_an_editors_change_stays(loaded):
    cases = CASES["U6"].cases
    assert load_cases(loaded.key, cases) == ([case.code for case in cases], [])
    assert load_cases(loaded.key, cases) == ([], [])
    row = RehearsalCase.objects.get(code=cases[0].code)
    row.rates = {"repair_tax": "400"}
    row.save()
    changed = tuple(replace(case, name_fr="Autre nom") for case in cases)
    assert load_cases(loaded.key, changed) == ([cases[1].code], [cases[0].code])


@pytest.mark.parametrize(
    "written",
    [
        "[]",
        "cases: {}",
        "cases: [{code: A B, name: {fr: a, ar: b}, filed_on: 2026-01-01, expected: {}}]",
        "cases: [{code: a, name: a, filed_on: 2026-01-01, expected: {}}]",
        "cases: [{code: a, name: {fr: a, ar: b}, filed_on: soon, expected: {}}]",
        "cases: [{code: a, name: {fr: a, ar: b}, filed_on: 2026-01-01, expected: {fees: []}}]",
        "cases: [{code: a, name: {fr: a, ar: b}, filed_on: 2026-01-01, expected: {}, wrong: 1}]",
    ],
)
def test_a_file_of_cases_that_cannot_be_read_is_refused(tmp_path, written):
    path = tmp_path / "T1.yaml"
    path.write_text(written, encoding="utf-8")
    with pytest.raises(ValueError, match=r"."):
        read_cases(path)


# before a publication


@pytest.fixture
def case(loaded) -> RehearsalCase:
    return make_case(loaded.key)


def test_a_case_that_differs_holds_the_publication_back_until_its_outcome_is_taken(cms, loaded, case, publish):
    row = loaded.row("fr")
    change_row(row, "terms", amount=12)
    publish(row)
    assert version_in_force(loaded.key, on=date(2027, 1, 1)).number == 1
    (finding,) = [finding for finding in loaded.key.freeze_attempt.findings if finding["blocks"]]
    assert finding["number"] == "R-01"
    assert "10 jours ouvrables → 12 jours ouvrables" in finding["sentence"]
    address = reverse(Procedure.snippet_viewset.get_url_name("cases"), args=[row.pk])
    assert "10 jours ouvrables → 12 jours ouvrables" in cms.get(address).content.decode()
    assert cms.post(address, {"case": case.pk}).status_code == 302
    assert RehearsalCase.objects.get().expected["due_on"] == "2026-10-21"
    assert version_in_force(loaded.key, on=date(2027, 1, 1)).snapshot.terms[0].amount == 12


def test_a_draft_that_differs_is_saved(cms, loaded, case):
    from .test_editing import _edit_address, _typed

    row = loaded.row("fr")
    assert cms.post(_edit_address(row), _typed(row)).status_code == 302
    refused = cms.post(_edit_address(row), {**_typed(row), "action-publish": "1"})
    assert refused.status_code == 200
    assert "R-01" in refused.content.decode()
    assert reverse(Procedure.snippet_viewset.get_url_name("cases"), args=[row.pk]) in refused.content.decode()


@pytest.mark.parametrize(
    ("fields", "code", "blocks"),
    [({"expected": {}}, "rehearsal_open", False), ({"active": False, "rates": {}}, None, None)],
)
def test_a_case_without_expectation_only_reminds_and_one_set_aside_says_nothing(loaded, fields, code, blocks):
    make_case(loaded.key, **fields)
    snapshot = version_in_force(loaded.key, on=date(2027, 1, 1)).snapshot
    found = [finding for finding in checks.findings(snapshot, publishing=True) if finding.code.startswith("rehearsal")]
    assert [(finding.code, finding.blocks) for finding in found] == ([(code, blocks)] if code else [])


# the screens


def address_of(loaded, name: str, *args) -> str:
    return reverse(Procedure.snippet_viewset.get_url_name(name), args=[loaded.row("fr").pk, *args])


def typed(**fields) -> dict[str, str]:
    values = {
        "name_fr": "Un toit",
        "name_ar": "سقف",
        "code": "roof",
        "active": "on",
        "commune_code": "",
        "urban": "on",
        "population": "",
        "filed_on": "2026-10-05",
        "answers": '{"area": "15"}',
        "rates": "",
    }
    return {**values, **fields}


def test_a_case_is_typed_and_its_outcome_taken(cms, loaded, commune):
    assert cms.get(address_of(loaded, "case_add")).status_code == 200
    response = cms.post(address_of(loaded, "case_add"), typed(commune_code=commune.code))
    assert response.status_code == 302, response.context["form"].errors
    row = RehearsalCase.objects.get()
    assert (row.key, row.commune, row.answers, row.expected) == (loaded.key, commune, {"area": "15"}, {})
    assert cms.get(address_of(loaded, "case", row.pk)).status_code == 200
    cms.post(address_of(loaded, "cases"), {"case": row.pk})
    row.refresh_from_db()
    assert [document["code"] for document in row.expected["documents"]] == ["request"]


@pytest.mark.parametrize(
    ("fields", "at_fault"),
    [
        ({"answers": "{"}, "answers"),
        ({"answers": "[1]"}, "answers"),
        ({"answers": "[" * 5000}, "answers"),
        ({"answers": '{"area": "\\u0000"}'}, "answers"),
        ({"answers": '{"stranger": 1}'}, "answers"),
        ({"rates": '{"other": "1"}'}, "rates"),
        ({"commune_code": "00.000"}, "commune_code"),
        ({"filed_on": "demain"}, "filed_on"),
        ({"code": "Un Toit"}, "code"),
        ({"name_ar": ""}, "name_ar"),
        ({"population": "-1"}, "population"),
    ],
)
def test_a_case_that_is_not_right_comes_back_with_a_sentence(cms, loaded, fields, at_fault):
    response = cms.post(address_of(loaded, "case_add"), typed(**fields))
    assert response.status_code == 200
    assert list(response.context["form"].errors) == [at_fault]
    assert not RehearsalCase.objects.exists()


@pytest.mark.parametrize("name", ["cases", "case_add", "versions"])
def test_only_who_may_change_the_law_sees_these_screens(cms, client, loaded, commune, name):
    editor = make_officer(Role.EDITOR, commune=commune)
    client.force_login(editor, backend="portal.accounts.backends.DoorBackend")
    assert client.get(address_of(loaded, name)).status_code in (302, 403)
    lawyer = make_officer(Role.LAW_EDITOR)
    client.force_login(lawyer, backend="portal.accounts.backends.DoorBackend")
    assert client.get(address_of(loaded, name)).status_code == 200


@pytest.mark.parametrize("case", ["", "x", "0", "9" * 30])
def test_a_case_that_is_not_of_this_procedure_is_not_found(cms, loaded, case):
    assert cms.post(address_of(loaded, "cases"), {"case": case}).status_code == 404
