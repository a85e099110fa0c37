"""Beside the files: acts and earlier acts, the receipt pad, figures, the outbox, the journal's proof, the dated delays."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from portal.accounts.models import Role
from portal.kernel.now import at as set_now
from tests.factories import (
    MONDAY,
    REFECTION,
    awaiting_decision,
    filed_dossier,
    make_officer,
    make_person,
    prepared_act,
)
from tracking import journal
from tracking.actions.sign_act import sign_act
from tracking.models import Act, CountingRule, Dossier, Event, LegalDelay, Notice

from .desk import hidden, pdf

DAY = timedelta(days=1)
ACTS = "/admin/tracking/act/"
PAD = "/admin/tracking/dossier/paper/?procedure=U6"
FIGURES = "/admin/tracking/dossier/figures/"


# --- acts ---


@pytest.fixture
def refused(town, keys):
    """A refusal in force."""
    act = prepared_act(town, outcome="refusal")
    return sign_act(act=act, code=keys, actor=town.president, at=MONDAY + 2 * DAY)


def test_a_controller_finds_an_act_in_force_by_its_number_and_opens_it(town, enter, controller, refused):
    client = enter(controller)
    body = client.get(ACTS, {"q": refused.number}).content.decode()
    assert refused.holder_name in body
    detail = client.get(f"{ACTS}{refused.pk}/change/").content.decode()
    assert f"/files/{refused.file_id}/" in detail
    assert f"/dossier/{refused.dossier_id}/" not in detail
    document = client.get(f"/files/{refused.file_id}/")
    assert b"".join(document).startswith(b"%PDF")


def test_a_controller_sees_no_act_before_it_is_in_force(town, enter, controller, keys):
    act = prepared_act(town)
    client = enter(controller)
    assert act.holder_name not in client.get(ACTS).content.decode()
    assert client.get(f"{ACTS}{act.pk}/change/", follow=True).redirect_chain[-1][0] == "/admin/"


def earlier_act(town, **fields):
    return {
        "commune": town.commune.pk,
        "key": town.version(REFECTION).key.pk,
        "origin": "paper",
        "number": "77/2019",
        "issued_on": "2019-05-02",
        "holder_name": "Personne",
        "scan": pdf(),
        **fields,
    }


def test_an_earlier_act_is_recorded_by_one_and_checked_by_another(town, enter, private_files):
    town.version(REFECTION)
    clerk = enter(town.clerk)
    assert clerk.post(f"{ACTS}record/", earlier_act(town)).status_code == 302
    act = Act.objects.get(origin="paper")
    assert (act.paper_number, act.state, act.recorded_by) == ("77/2019", "prepared", town.clerk)
    assert clerk.get(f"{ACTS}{act.pk}/check/").status_code == 403
    technician = enter(town.technician)
    assert technician.get(f"{ACTS}{act.pk}/check/").status_code == 200
    assert technician.post(f"{ACTS}{act.pk}/check/", {"agrees": "no", "reason": ""}).status_code == 400
    assert technician.post(f"{ACTS}{act.pk}/check/", {"agrees": "yes"}).status_code == 302
    act.refresh_from_db()
    assert (act.state, act.checked_by) == ("valid", town.technician)


@pytest.mark.parametrize(
    "wrong",
    [
        {"issued_on": "2099-01-01"},
        {"number": ""},
        {"origin": "portal"},
        {"valid_until": "2018-01-01"},
        {"scan": SimpleUploadedFile("x.pdf", b"no document")},
    ],
)
def test_a_wrong_record_is_sent_back_and_leaves_nothing(town, enter, private_files, wrong):
    town.version(REFECTION)
    response = enter(town.clerk).post(f"{ACTS}record/", earlier_act(town, **wrong))
    assert response.status_code == 400
    assert "act-refused" in response.content.decode()
    assert not Act.objects.exists()
    assert not any(path.is_file() for path in private_files.rglob("*"))


def test_an_act_of_another_commune_is_neither_recorded_nor_compared(town, enter, private_files, neighbour_clerk):
    town.version(REFECTION)
    response = enter(neighbour_clerk).post(f"{ACTS}record/", earlier_act(town))
    assert response.status_code == 400
    enter(town.clerk).post(f"{ACTS}record/", earlier_act(town))
    act = Act.objects.get()
    assert enter(neighbour_clerk).get(f"{ACTS}{act.pk}/check/").status_code == 404


# --- the receipt pad ---


def leaf(**fields):
    return {
        "pad_number": "A-17",
        "day": "2026-10-05",
        "hour": "09:30",
        "scan": pdf(),
        "reason": "Coupure de courant",
        "name": "Personne du guichet",
        "cnie": "ab 123456",
        "language": "ar",
        "document_identity_copy": pdf(),
        "document_right_on_place": pdf(),
        **fields,
    }


def test_a_leaf_of_the_pad_becomes_a_file_of_its_date(town, enter, private_files):
    town.version(REFECTION)
    client = enter(town.clerk)
    opened = client.get(PAD)
    sent = {**hidden(opened), **leaf()}
    response = client.post(PAD, sent)
    dossier = Dossier.objects.get()
    assert response.headers["Location"] == f"/admin/tracking/dossier/{dossier.pk}/change/"
    assert (dossier.origin, dossier.pad_number, dossier.applicant_cnie) == ("paper", "A-17", "AB123456")
    assert dossier.filed_at.isoformat() == "2026-10-05T08:30:00+00:00"
    assert dossier.state == "admitted"


def test_the_scan_of_a_leaf_is_opened_by_who_may_see_its_file_and_by_nobody_else(
    town, enter, private_files, neighbour_clerk, operator
):
    town.version(REFECTION)
    enter(town.clerk).post(PAD, {"commune": town.commune.pk, **leaf()})
    dossier = Dossier.objects.get()
    address = f"/files/{dossier.pad_scan_id}/"
    assert address in enter(town.clerk).get(f"/admin/tracking/dossier/{dossier.pk}/change/").content.decode()
    for officer, status in (
        (town.clerk, 200), (town.president, 200), (town.governor, 200), (neighbour_clerk, 404), (operator, 404),
        (make_person("Voisin"), 404),
    ):  # fmt: skip
        response = enter(officer).get(address)
        assert response.status_code == status, officer
        response.close()
    assert Client().get(address).status_code == 302
    without_second_factor = Client()
    without_second_factor.force_login(town.president)
    assert without_second_factor.get(address).status_code == 404


def test_the_same_leaf_twice_is_one_file_and_keeps_no_second_scan(town, enter, private_files):
    town.version(REFECTION)
    client = enter(town.clerk)
    kept = []
    for _ in range(2):
        assert client.post(PAD, {"commune": town.commune.pk, **leaf()}).status_code == 302
        kept.append(len([path for path in private_files.rglob("*") if path.is_file()]))
    assert Dossier.objects.count() == 1
    assert kept == [3, 3]


@pytest.mark.parametrize(
    "wrong", [{"cnie": "12"}, {"day": "2027-01-01"}, {"pad_number": ""}, {"phone": "12"}, {"scan": ""}]
)
def test_a_wrong_leaf_is_sent_back_with_what_was_typed(town, enter, private_files, wrong):
    town.version(REFECTION)
    response = enter(town.clerk).post(PAD, {"commune": town.commune.pk, **leaf(**wrong)})
    assert response.status_code == 400
    assert "Personne du guichet" in response.content.decode()
    assert not Dossier.objects.exists()


def test_only_a_desk_takes_the_pad(town, enter):
    assert enter(town.technician).get(PAD).status_code == 403


# --- figures ---


def test_the_follow_up_committee_sees_figures_and_no_file(town, enter, follow_up):
    dossier = filed_dossier(town)
    with set_now(MONDAY + 40 * DAY):
        body = enter(follow_up).get(FIGURES).content.decode()
    assert "Tinghir" in body
    assert dossier.reference not in body
    assert dossier.applicant_name not in body
    assert "/admin/tracking/dossier/" + str(dossier.pk) not in body


def test_the_governor_sees_whose_files_are_late(town, enter):
    dossier = filed_dossier(town)
    with set_now(MONDAY + 40 * DAY):
        body = enter(town.governor).get(FIGURES).content.decode()
    assert dossier.reference in body
    assert dossier.applicant_name not in body


def test_figures_are_those_of_ones_own_province(town, enter):
    other = make_officer(Role.FOLLOW_UP_MEMBER, province=town.province, until=(MONDAY - DAY).date())
    assert enter(other).get(FIGURES).status_code == 403
    assert enter(town.clerk).get(FIGURES).status_code == 403


def test_the_home_of_the_follow_up_committee_leads_to_figures_only(town, enter, follow_up):
    links = [link.address for link in enter(follow_up).get("/admin/").context["links"]]
    assert links == [FIGURES]


@pytest.mark.parametrize(
    ("who", "first"),
    [("president", "queue/"), ("clerk", ""), ("cashier", ""), ("governor", "")],
)
def test_the_first_link_of_the_desk_is_the_roles_work(town, enter, who, first):
    links = enter(getattr(town, who)).get("/admin/").context["links"]
    assert links[0].address == f"/admin/tracking/dossier/{first}"


def test_the_home_of_the_desk_says_how_much_waits(town, enter):
    assert "Aucun dossier ne vous attend" in enter(town.president).get("/admin/").content.decode()
    awaiting_decision(town)
    assert "1 dossier vous attend." in enter(town.president).get("/admin/").content.decode()
    awaiting_decision(town)
    assert "2 dossiers vous attendent." in enter(town.president).get("/admin/").content.decode()


def test_who_reads_no_file_is_told_of_none(enter, follow_up):
    assert enter(follow_up).get("/admin/").context["waiting"] is None


# --- operating ---


def test_the_operator_sees_the_outbox_with_masked_addresses(town, enter, operator):
    dossier = filed_dossier(town)
    notice = Notice.objects.filter(dossier=dossier).first()
    client = enter(operator)
    body = client.get("/admin/tracking/notice/").content.decode()
    assert notice.address not in body
    assert dossier.reference not in body
    detail = client.get(f"/admin/tracking/notice/{notice.pk}/change/").content.decode()
    assert notice.address not in detail
    assert enter(town.clerk).get("/admin/tracking/notice/").status_code == 403


def test_the_operator_reads_why_a_message_was_given_up_and_tries_it_again(town, enter, operator):
    for _twice in range(2):
        filed_dossier(town)
    rows = Notice.objects.order_by("pk")
    first, second = rows[0], rows[1]
    rows.filter(pk=first.pk).update(state=Notice.State.FAILED, error="mail", attempts=24)
    rows.filter(pk=second.pk).update(state=Notice.State.FAILED, error="fault:KeyError", attempts=24)
    client = enter(operator)
    body = client.get("/admin/tracking/notice/").content.decode()
    assert "Le serveur de messagerie ne répond pas" in body
    assert "KeyError" in body
    assert (
        f"/admin/tracking/notice/{first.pk}/again/"
        in client.get(f"/admin/tracking/notice/{first.pk}/change/").content.decode()
    )

    def states():
        return [rows.get(pk=row.pk).state for row in (first, second)]

    assert client.get("/admin/tracking/notice/again/").status_code == 405
    assert enter(town.clerk).post("/admin/tracking/notice/again/").status_code == 403
    assert states() == ["failed", "failed"]
    assert client.post(f"/admin/tracking/notice/{first.pk}/again/").status_code == 302
    assert states() == ["waiting", "failed"]
    assert client.post("/admin/tracking/notice/again/").status_code == 302
    assert states() == ["waiting", "waiting"]
    assert "/again/" not in client.get("/admin/tracking/notice/").content.decode()


def test_the_operator_checks_a_journal_without_seeing_the_file(town, enter, operator):
    dossier = filed_dossier(town)
    client = enter(operator)
    response = client.post("/admin/tracking/event/", {"reference": dossier.reference.lower().replace("-", " ")})
    assert response.status_code == 200
    assert (response.context["broken"], response.context["entries"]) == ([], dossier.events.count())
    assert dossier.applicant_name not in response.content.decode()


def test_a_broken_journal_is_told_by_the_number_of_its_entry(town, enter, operator, monkeypatch):
    dossier = filed_dossier(town)
    monkeypatch.setattr(journal, "verify", lambda row: [journal.Finding(2, journal.Break.HASH)])
    response = enter(operator).post("/admin/tracking/event/", {"reference": dossier.reference})
    assert [number for number, _words in response.context["broken"]] == [2]
    assert "act-refused" in response.content.decode()


@pytest.mark.parametrize("reference", ["", "nonsense", "085770111-U6-2026-999999-XX"])
def test_a_wrong_reference_is_said(town, enter, operator, reference):
    response = enter(operator).post("/admin/tracking/event/", {"reference": reference})
    assert response.status_code == 400
    assert response.context["form"].errors


def test_the_journal_is_not_browsed(town, enter, operator):
    filed_dossier(town)
    event = Event.objects.first()
    assert enter(operator).get(f"/admin/tracking/event/{event.pk}/change/").status_code == 404
    assert enter(town.clerk).get("/admin/tracking/event/").status_code == 403


def next_row(row, since):
    """The row that follows `row` from `since` on, as a law editor adds it."""
    values = {field.name: getattr(row, field.name) for field in row._meta.concrete_fields if not field.primary_key}
    return type(row).objects.create(**{**values, "valid_from": since, "valid_until": None})


def test_a_law_editor_ends_a_delay_and_changes_nothing_that_was_in_force(enter, db):
    row = LegalDelay.objects.first()
    before = row.amount
    next_row(row, date(2031, 1, 1))
    client = enter(make_officer(Role.LAW_EDITOR))
    response = client.post(
        f"/admin/tracking/legaldelay/{row.pk}/change/",
        {"valid_until": "2030-12-31", "confidence": row.confidence, "amount": before + 9},
    )
    assert response.status_code == 302
    row.refresh_from_db()
    assert (row.amount, row.valid_until.isoformat()) == (before, "2030-12-31")


@pytest.mark.parametrize("model", [LegalDelay, CountingRule])
@pytest.mark.parametrize("followed_from", [None, date(2031, 1, 2)])
def test_a_row_of_the_law_is_not_ended_where_none_is_in_force_after_it(enter, db, model, followed_from):
    row = model.objects.first()
    if followed_from:
        next_row(row, followed_from)
    client = enter(make_officer(Role.LAW_EDITOR))
    response = client.post(
        f"/admin/tracking/{model._meta.model_name}/{row.pk}/change/",
        {"valid_until": "2030-12-31", "confidence": row.confidence},
    )
    assert response.status_code == 200
    assert response.context["adminform"].form.errors == {
        "valid_until": [
            "Aucune ligne ne serait en vigueur à partir du 1er janvier 2031. "
            "Ajoutez d'abord la ligne suivante, puis mettez fin à celle-ci."
        ]
    }
    row.refresh_from_db()
    assert row.valid_until is None


def test_a_clerk_reads_the_delays_and_changes_none(town, enter):
    row = LegalDelay.objects.first()
    client = enter(town.clerk)
    assert client.get(f"/admin/tracking/legaldelay/{row.pk}/change/").status_code == 200
    assert client.post(f"/admin/tracking/legaldelay/{row.pk}/change/", {"amount": 99}).status_code == 403


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.LAW_EDITOR, Role.CONTROLLER, Role.FOLLOW_UP_MEMBER])
def test_every_desk_opens_for_its_role(town, enter, role):
    place = {"province": town.province} if role in (Role.CONTROLLER, Role.FOLLOW_UP_MEMBER) else {}
    awaiting_decision(town)
    assert enter(make_officer(role, **place)).get("/admin/").status_code == 200
