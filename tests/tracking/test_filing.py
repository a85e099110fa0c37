"""Filing: once, with a number that carries its check, complete or with one list of what is missing (RGC 30, 33)."""

from datetime import UTC, date, datetime, timedelta

import pytest

from portal.accounts.models import Mandate, Role
from portal.kernel.errors import Conflict, Invalid, NotAllowed, Refused
from portal.kernel.references import parse_reference
from tests.factories import (
    DECLARATION,
    MONDAY,
    REFECTION,
    filed_dossier,
    incomplete_dossier,
    make_applicant,
    make_file,
    make_officer,
    make_person,
    make_pieces,
    make_version,
    without_account,
)
from tracking.actions.add_piece import add_piece
from tracking.actions.admit_dossier import admit_dossier
from tracking.actions.check_piece import check_piece
from tracking.actions.complete_dossier import complete_dossier
from tracking.actions.find_not_required import find_not_required
from tracking.actions.record_paper_filing import record_paper_filing
from tracking.actions.redirect_dossier import redirect_dossier
from tracking.actions.request_pieces import AskedPiece, request_pieces
from tracking.actions.withdraw_dossier import withdraw_at_the_counter, withdraw_dossier
from tracking.lifecycle.due import clock_of
from tracking.models import ActState, Dossier, DossierState, Piece
from tracking.service import missing_documents, open_dossier

DAY = timedelta(days=1)


def file_again(town, dossier, **changed):
    fields = {
        "actor": dossier.applicant,
        "applicant": make_applicant(dossier.applicant),
        "version": dossier.version,
        "commune": dossier.commune,
        "answers": dossier.answers,
        "pieces": [],
        "origin": dossier.origin,
        "idempotency_key": dossier.idempotency_key,
        "at": MONDAY,
    }
    return open_dossier(**fields | changed)


def test_a_double_click_files_once(town):
    dossier = filed_dossier(town, key="draft:1")
    again = file_again(town, dossier)
    assert again.pk == dossier.pk
    assert town.commune.dossiers.count() == 1


def test_a_key_used_by_another_person_is_refused(town):
    dossier = filed_dossier(town, key="draft:1")
    stranger = make_person()
    with pytest.raises(Conflict) as refusal:
        file_again(town, dossier, actor=stranger, applicant=make_applicant(stranger))
    assert refusal.value.code == "key_taken"


def test_the_reference_carries_commune_procedure_year_number_and_check(town):
    first, second = filed_dossier(town), filed_dossier(town)
    assert first.reference.startswith("085770111-U6-2026-000001-")
    assert second.reference.startswith("085770111-U6-2026-000002-")
    assert parse_reference(first.reference.lower()) == first.reference


def test_a_filing_that_fails_skips_no_number(town):
    with pytest.raises(Invalid):
        filed_dossier(town, given=("identity_copy", "blood_test"))
    assert filed_dossier(town).reference.startswith("085770111-U6-2026-000001-")


def test_an_incomplete_file_has_a_list_and_no_deadline(town):
    dossier = incomplete_dossier(town)
    assert (dossier.state, dossier.holder, dossier.due_on) == (DossierState.HELD_INCOMPLETE, "applicant", None)
    assert [document.code for document in missing_documents(dossier)] == ["right_on_place"]
    request = dossier.piece_requests.get()
    assert [(p.document_code, p.reason) for p in request.pieces.all()] == [("right_on_place", "missing")]
    assert dossier.wait_until == request.due_on == date(2026, 11, 4)
    assert [segment.kind for segment in clock_of(dossier).segments] == ["not_started"]


def test_a_missing_information_document_holds_nothing_back(town):
    dossier = filed_dossier(town)
    assert dossier.state == DossierState.ADMITTED
    assert not dossier.pieces.filter(document_code="photos").exists()


def test_the_clock_starts_when_the_last_main_document_comes(town):
    dossier = incomplete_dossier(town)
    at = MONDAY + 7 * DAY
    complete_dossier(dossier=dossier, pieces=make_pieces("right_on_place"), actor=dossier.applicant, at=at)
    assert (dossier.state, dossier.complete_at) == (DossierState.ADMITTED, at)
    assert dossier.due_on == date(2026, 10, 26)
    assert dossier.wait_until is None


def test_a_declaration_completed_is_registered(town):
    dossier = incomplete_dossier(town, DECLARATION)
    complete_dossier(dossier=dossier, pieces=make_pieces("right_on_place"), actor=dossier.applicant, at=MONDAY + DAY)
    assert dossier.state == DossierState.REGISTERED


def test_only_listed_documents_are_received(town):
    dossier = incomplete_dossier(town)
    with pytest.raises(Invalid) as refusal:
        complete_dossier(dossier=dossier, pieces=make_pieces("photos"), actor=dossier.applicant, at=MONDAY)
    assert refusal.value.code == "document_unknown"


def contested(town, at=MONDAY + timedelta(hours=5)):
    dossier = filed_dossier(town)
    request_pieces(
        dossier=dossier,
        pieces=[AskedPiece("right_on_place", "unreadable", "صورة غير واضحة")],
        actor=town.clerk,
        at=at,
    )
    return dossier


def test_the_desk_contests_a_document_at_once_and_the_clock_begins_again_with_the_new_one(town):
    dossier = contested(town)
    assert (dossier.state, dossier.due_on) == (DossierState.HELD_INCOMPLETE, None)
    at = MONDAY + 2 * DAY
    complete_dossier(dossier=dossier, pieces=make_pieces("right_on_place"), actor=dossier.applicant, at=at)
    assert (dossier.state, dossier.complete_at, dossier.due_on) == (DossierState.ADMITTED, at, date(2026, 10, 21))
    kinds = [(segment.kind.value, segment.restarts) for segment in clock_of(dossier).segments]
    assert kinds == [("not_started", False), ("running", False), ("stopped", False), ("running", True)]
    old = dossier.pieces.filter(document_code="right_on_place").order_by("pk").first()
    assert old.check_result == Piece.Check.REPLACED


def test_the_desk_may_be_wrong_and_admit_after_all(town):
    dossier = contested(town)
    piece = dossier.pieces.get(document_code="right_on_place")
    check_piece(piece=piece, result=Piece.Check.ACCEPTED, actor=town.clerk, at=MONDAY + DAY)
    admit_dossier(dossier=dossier, actor=town.clerk, at=MONDAY + DAY)
    assert (dossier.state, dossier.complete_at) == (DossierState.ADMITTED, MONDAY)


def test_after_one_working_day_the_file_is_complete_whatever_the_desk_thinks(town):
    with pytest.raises(Refused) as refusal:
        contested(town, at=MONDAY + 2 * DAY)
    assert refusal.value.code == "in_time_to_contest"


@pytest.mark.parametrize("code", ["photos", "estimate"])
def test_nothing_but_a_main_document_of_the_version_can_be_asked(town, code):
    dossier = filed_dossier(town)
    with pytest.raises(Invalid) as refusal:
        request_pieces(dossier=dossier, pieces=[AskedPiece(code, "unreadable")], actor=town.clerk, at=MONDAY)
    assert refusal.value.code == "document_unknown"


def test_a_document_is_contested_once(town):
    dossier = contested(town)
    complete_dossier(dossier=dossier, pieces=make_pieces("right_on_place"), actor=dossier.applicant, at=MONDAY + DAY)
    with pytest.raises(Refused) as refusal:
        request_pieces(
            dossier=dossier, pieces=[AskedPiece("right_on_place", "outdated")], actor=town.clerk, at=MONDAY + DAY
        )
    assert refusal.value.code == "contested_before"


def test_an_information_document_may_come_later(town):
    dossier = filed_dossier(town)
    piece = add_piece(dossier=dossier, piece=make_pieces("photos")[0], actor=dossier.applicant, at=MONDAY + DAY)
    assert piece.document_code == "photos"
    with pytest.raises(Invalid):
        add_piece(dossier=dossier, piece=make_pieces("identity_copy")[0], actor=dossier.applicant, at=MONDAY + DAY)


def test_a_version_withdrawn_meanwhile_takes_no_filing(town):
    version = make_version(REFECTION, until=date(2026, 10, 1))
    person = make_person()
    with pytest.raises(Refused) as refusal:
        open_dossier(
            actor=person,
            applicant=make_applicant(person),
            version=version,
            commune=town.commune,
            answers={},
            pieces=[],
            origin=Dossier.Origin.ONLINE,
            idempotency_key="draft:9",
            at=MONDAY,
        )
    assert refusal.value.code == "version_not_in_force"


def test_a_commune_may_take_a_request_at_its_counter_only(town):
    town.publish(REFECTION, online=False)
    with pytest.raises(Refused) as refusal:
        filed_dossier(town)
    assert refusal.value.code == "not_online"
    assert filed_dossier(town, applicant=without_account()).state == DossierState.ADMITTED


def test_an_architect_files_for_an_owner_with_a_mandate_only(town):
    owner, architect = make_person(), make_person()
    fields = {
        "actor": architect,
        "applicant": make_applicant(owner),
        "version": town.version(REFECTION),
        "commune": town.commune,
        "answers": {},
        "pieces": make_pieces("identity_copy", "right_on_place"),
        "origin": Dossier.Origin.ONLINE,
        "idempotency_key": "draft:3",
        "at": MONDAY,
    }
    with pytest.raises(NotAllowed) as refusal:
        open_dossier(**fields)
    assert refusal.value.code == "mandate_missing"

    mandate = Mandate.objects.create(given_by=owner, given_to=architect, given_at=MONDAY, confirmed_at=MONDAY)
    dossier = open_dossier(**fields)
    assert dossier.events.first().actor_role == "mandatary"
    assert Dossier.objects.visible_to(architect).filter(pk=dossier.pk).exists()
    mandate.revoked_at = MONDAY
    mandate.save()
    assert not Dossier.objects.visible_to(architect).filter(pk=dossier.pk).exists()


def test_another_communes_clerk_does_not_file_at_this_counter(town):
    stranger = make_officer("clerk", commune=town.neighbour)
    with pytest.raises(NotAllowed):
        open_dossier(
            actor=stranger,
            applicant=without_account(),
            version=town.version(REFECTION),
            commune=town.commune,
            answers={},
            pieces=[],
            origin=Dossier.Origin.COUNTER,
            idempotency_key="counter:1",
            at=MONDAY,
        )


def paper_filing(town, **changed):
    fields = {
        "applicant": without_account(),
        "version": town.version(REFECTION),
        "commune": town.commune,
        "answers": {},
        "pieces": make_pieces("identity_copy", "right_on_place"),
        "pad_number": "A-0042",
        "filed_at": MONDAY,
        "scan": make_file(),
        "reason": "Coupure de courant",
        "actor": town.clerk,
        "at": MONDAY + 3 * DAY,
    }
    return record_paper_filing(**fields | changed)


def test_a_filing_on_a_numbered_pad_counts_from_the_pads_date_and_the_province_is_told(town):
    dossier = paper_filing(town)
    assert (dossier.filed_at, dossier.complete_at, dossier.due_on) == (MONDAY, MONDAY, date(2026, 10, 19))
    assert (dossier.origin, dossier.pad_number) == (Dossier.Origin.PAPER, "A-0042")
    assert town.governor.email in set(dossier.notices.filter(kind="paper_filed").values_list("address", flat=True))
    assert paper_filing(town).pk == dossier.pk


def test_a_pad_is_not_dated_in_the_future(town):
    with pytest.raises(Invalid) as refusal:
        paper_filing(town, filed_at=MONDAY + 4 * DAY)
    assert refusal.value.code == "date_future"


def test_an_applicant_withdraws_before_the_signature(town):
    dossier = filed_dossier(town)
    withdraw_dossier(dossier=dossier, actor=dossier.applicant, at=MONDAY + DAY)
    assert (dossier.state, dossier.closed_at) == (DossierState.WITHDRAWN, MONDAY + DAY)
    with pytest.raises(Conflict):
        withdraw_dossier(dossier=dossier, actor=dossier.applicant, at=MONDAY + DAY)


def test_a_clerk_withdraws_only_on_a_request_signed_at_the_counter(town):
    dossier, scan = filed_dossier(town), make_file("signed")
    with pytest.raises(NotAllowed):
        withdraw_dossier(dossier=dossier, actor=town.clerk, at=MONDAY + DAY)
    with pytest.raises(Invalid) as refusal:
        withdraw_at_the_counter(dossier=dossier, actor=town.clerk, at=MONDAY + DAY, reason=" ", request=scan)
    assert refusal.value.code == "reason_missing"
    withdraw_at_the_counter(dossier=dossier, actor=town.clerk, at=MONDAY + DAY, reason="تغير المشروع", request=scan)
    dossier.refresh_from_db()
    assert (dossier.state, dossier.holder, dossier.withdrawal_scan) == (DossierState.WITHDRAWN, "nobody", scan)
    entry = dossier.events.get(kind="withdraw")
    assert (entry.actor_role, entry.facts) == ("clerk", {"counter": True, "scan_sha256": scan.sha256})
    assert entry.detail.content == {"reason": "تغير المشروع"}


def test_nobody_but_a_clerk_of_the_commune_withdraws_for_an_applicant_at_the_counter(town):
    dossier = filed_dossier(town)
    elsewhere = make_officer(Role.CLERK, commune=town.neighbour)
    for actor in (town.president, town.technician, elsewhere, dossier.applicant):
        with pytest.raises(NotAllowed):
            withdraw_at_the_counter(
                dossier=dossier, actor=actor, at=MONDAY + DAY, reason="x", request=make_file(actor.username)
            )


def test_a_clerk_withdraws_for_who_gave_them_a_mandate_in_that_persons_name(town):
    dossier = filed_dossier(town)
    Mandate.objects.create(given_by=dossier.applicant, given_to=town.clerk, given_at=MONDAY, confirmed_at=MONDAY)
    withdraw_dossier(dossier=dossier, actor=town.clerk, at=MONDAY + DAY)
    assert dossier.events.get(kind="withdraw").actor_role == "mandatary"


def test_another_authoritys_request_is_sent_on_with_reasons(town):
    dossier = filed_dossier(town)
    redirect_dossier(
        dossier=dossier,
        authority="وزارة الأوقاف",
        reasons="المساجد من اختصاص الوزارة",
        legal_ground="RGC art. 4",
        actor=town.clerk,
        at=MONDAY + DAY,
    )
    assert dossier.state == DossierState.REDIRECTED


def test_where_no_permit_is_required_a_verifiable_answer_says_so(town):
    dossier = filed_dossier(town)
    act = find_not_required(
        dossier=dossier,
        reasons="لا تستلزم هذه الأشغال أي رخصة",
        legal_ground="12-90 art. 40",
        actor=town.clerk,
        at=MONDAY + DAY,
    )
    assert (dossier.state, act.state, act.facts["legal_ground"]) == (
        DossierState.NOT_REQUIRED,
        ActState.VALID,
        "12-90 art. 40",
    )


def test_the_same_idempotency_key_does_an_act_once(town):
    dossier = filed_dossier(town)
    for _click in range(2):
        withdraw_dossier(dossier=dossier, actor=dossier.applicant, at=MONDAY + DAY, idempotency_key="click")
    assert dossier.events.filter(kind="withdraw").count() == 1


@pytest.mark.parametrize(
    ("filed_at", "due_on"),
    [
        # Half past eleven in the evening, UTC: the next day in Morocco, but the same day in Ramadan, without the extra hour.
        (datetime(2026, 10, 5, 23, 30, tzinfo=UTC), date(2026, 10, 20)),
        (datetime(2026, 3, 2, 23, 30, tzinfo=UTC), date(2026, 3, 16)),
    ],
)
def test_the_day_of_filing_is_moroccos_in_and_out_of_ramadan(town, filed_at, due_on):
    assert filed_dossier(town, at=filed_at).due_on == due_on
