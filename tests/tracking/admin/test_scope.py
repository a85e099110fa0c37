"""A clerk of one commune never meets a file of another: not by list, address, search, autocomplete, export, history or file."""

from datetime import timedelta

import pytest
from django.contrib import admin
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType

from portal.accounts.models import Role
from tests.factories import MONDAY, REFECTION, filed_dossier, make_officer, make_person
from tracking.admin.checks import faults_of, the_desk_is_scoped
from tracking.admin.scoped import ScopedAdmin
from tracking.models import Dossier, Notice

from .desk import page, screen


@pytest.fixture
def theirs(town):
    """A file of Boumalne, with a name that can be recognised anywhere."""
    dossier = filed_dossier(town, REFECTION, commune=town.neighbour)
    Dossier.objects.filter(pk=dossier.pk).update(applicant_name="Nom-De-Boumalne", search_text="nom de boumalne")
    return dossier


@pytest.fixture
def clerk(town, enter):
    filed_dossier(town)
    return enter(town.clerk)


@pytest.mark.parametrize(
    "address",
    [
        "/admin/",
        *(f"/admin/tracking/dossier/?tab={tab}" for tab in ("mine", "open", "late", "closed", "all")),
        "/admin/tracking/dossier/?q=boumalne",
        "/admin/tracking/dossier/?q={reference}",
        "/admin/tracking/dossier/?tab=all&commune={commune}",
        "/admin/tracking/dossier/export/?tab=all",
        "/admin/tracking/dossier/export/?tab=all&q=boumalne",
        "/admin/tracking/act/",
        "/admin/tracking/act/?q=Nom",
        "/admin/tracking/commissionsession/",
    ],
)
def test_a_list_of_tinghir_never_names_a_file_of_boumalne(clerk, theirs, town, address):
    response = clerk.get(address.format(reference=theirs.reference, commune=town.neighbour.pk))
    body = b"".join(response) if response.streaming else response.content
    assert response.status_code == 200
    assert b"Nom-De-Boumalne" not in body
    # A search for the reference repeats what was typed, and finds nothing.
    assert f"/dossier/{theirs.pk}/" not in body.decode()


@pytest.mark.parametrize(
    "address",
    [
        "/admin/tracking/dossier/{pk}/change/",
        "/admin/tracking/dossier/{pk}/change/?piece={piece}",
        "/admin/tracking/dossier/{pk}/history/",
        "/admin/tracking/dossier/{pk}/do/ask-documents/",
        "/admin/tracking/dossier/{pk}/do/check-document/",
        "/admin/tracking/dossier/{pk}/act.pdf",
        "/admin/r/{type}/{pk}/",
        "/files/{file}/",
    ],
)
def test_an_address_of_boumalnes_file_does_not_exist_for_tinghir(clerk, theirs, address):
    piece = theirs.pieces.first()
    type_ = ContentType.objects.get_for_model(Dossier).pk
    response = clerk.get(address.format(pk=theirs.pk, piece=piece.pk, file=piece.file_id, type=type_))
    assert response.status_code == 404


def test_a_post_on_boumalnes_file_does_not_exist_for_tinghir(clerk, theirs):
    piece = theirs.pieces.first()
    response = clerk.post(screen(theirs.pk, "check-document"), {"piece": piece.pk, "result": "accepted"})
    assert response.status_code == 404
    piece.refresh_from_db()
    assert piece.check_result == "unchecked"


def test_a_piece_of_another_file_cannot_be_ticked_through_ones_own(clerk, theirs, town):
    mine = Dossier.objects.get(commune=town.commune)
    piece = theirs.pieces.first()
    response = clerk.post(screen(mine.pk, "check-document"), {"piece": piece.pk, "result": "accepted"})
    assert response.status_code == 400
    piece.refresh_from_db()
    assert piece.check_result == "unchecked"


def test_autocomplete_offers_no_file(clerk, theirs):
    response = clerk.get("/admin/autocomplete/?app_label=tracking&model_name=act&field_name=dossier&term=0")
    assert response.status_code in (403, 404)


def test_acts_offered_by_autocomplete_are_those_one_may_see(town, enter, keys):
    from tests.factories import prepared_act

    act = prepared_act(town)
    address = "/admin/autocomplete/?app_label=tracking&model_name=dossier&field_name=builds_on&term=1"
    seen = enter(town.clerk).get(address)
    assert [row["id"] for row in seen.json()["results"]] == [str(act.pk)]
    stranger = enter(make_officer(Role.CLERK, commune=town.neighbour)).get(address)
    assert stranger.json()["results"] == []


def test_recent_actions_of_djangos_log_are_not_shown(clerk, theirs, town):
    LogEntry.objects.create(
        user=town.clerk,
        content_type=ContentType.objects.get_for_model(Dossier),
        object_id=str(theirs.pk),
        object_repr="Nom-De-Boumalne",
        action_flag=CHANGE,
    )
    assert b"Nom-De-Boumalne" not in clerk.get("/admin/").content


def test_rows_are_never_typed_into(clerk, town):
    mine = Dossier.objects.get(commune=town.commune)
    assert clerk.post(page(mine.pk), {"state": "delivered"}).status_code == 200
    mine.refresh_from_db()
    assert mine.state == "admitted"
    for address in ("/admin/tracking/dossier/add/", f"/admin/tracking/dossier/{mine.pk}/delete/"):
        assert clerk.post(address).status_code == 404
    assert clerk.post("/admin/tracking/act/add/").status_code == 403


def test_a_grant_that_ended_yesterday_opens_nothing(town, enter):
    dossier = filed_dossier(town)
    clerk = make_officer(Role.CLERK, commune=town.commune, until=(MONDAY - timedelta(days=1)).date())
    client = enter(clerk)
    for address in ("/admin/", "/admin/tracking/dossier/", page(dossier.pk)):
        assert client.get(address).status_code == 403
    assert client.post(screen(dossier.pk, "ask-documents"), {}).status_code == 403


def test_a_person_without_grant_is_not_let_in(town, enter):
    assert enter(make_person()).get("/admin/tracking/dossier/").status_code == 403


@pytest.mark.parametrize("who", ["follow_up", "controller", "operator"])
def test_roles_that_read_no_file_have_no_screen_of_files(town, enter, request, who):
    dossier = filed_dossier(town)
    client = enter(request.getfixturevalue(who))
    for address in ("/admin/tracking/dossier/", "/admin/tracking/dossier/export/", page(dossier.pk)):
        assert client.get(address).status_code == 403
    assert dossier.reference.encode() not in client.get("/admin/").content


def test_a_member_sees_a_file_only_once_asked(town, enter):
    from tests.factories import dossier_in_session

    asked, unasked = dossier_in_session(town), filed_dossier(town)
    client = enter(town.members["province"])
    assert client.get(page(asked.pk)).status_code == 200
    assert client.get(page(unasked.pk)).status_code == 404


@pytest.mark.parametrize(
    ("who", "address"),
    [
        ("operator", "/admin/tracking/notice/?address__startswith=%2B212"),
        ("operator", "/admin/tracking/notice/?data__icontains=x"),
        ("controller", "/admin/tracking/act/?facts__applicant__cnie__startswith=A"),
        ("controller", "/admin/tracking/act/?dossier__applicant_cnie__startswith=A"),
    ],
)
def test_a_filter_does_not_tell_what_the_list_masks(town, enter, request, who, address):
    assert enter(request.getfixturevalue(who)).get(address).status_code == 400


def test_every_admin_of_the_register_is_scoped():
    assert the_desk_is_scoped(None) == []
    assert any(model._meta.app_label == "tracking" for model in admin.site._registry)


def test_an_admin_without_scope_is_refused_at_start():
    class Bare(admin.ModelAdmin):
        pass

    class Crossing(ScopedAdmin):
        roles = frozenset()
        list_filter = ("dossier__commune", "kind")
        list_editable = ("state",)

    assert [fault.id for fault in faults_of(Bare(Notice, admin.site))] == ["tracking.E010"]
    assert [fault.id for fault in faults_of(Crossing(Notice, admin.site))] == ["tracking.E011", "tracking.E012"]
