"""Who holds a draft: an account, or one browser; how it joins, opens elsewhere, closes, expires."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client

from forms.expiry import close_expired, erase_old
from forms.holders import COOKIE
from forms.models import Draft, DraftLink, Upload
from forms.tasks import sweep_drafts
from portal.kernel.codes import digest_code
from portal.kernel.models import StoredFile
from portal.kernel.now import at
from tests.factories import make_person

from .conftest import Filler
from .factories import AT, make_draft, make_upload

pytestmark = pytest.mark.django_db
PHONE = "+212661223344"


@pytest.fixture
def sms(settings, tmp_path):
    """The texts of the SMS sent, oldest first."""
    settings.SMS_FILE_PATH = str(tmp_path / "sms")

    def texts() -> list[str]:
        return [json.loads(p.read_text("utf-8"))["text"] for p in sorted(Path(settings.SMS_FILE_PATH).glob("*.json"))]

    return texts


def person(**fields):
    return make_person(phone=PHONE, phone_verified=True, language="fr", **fields)


# --- one browser --------------------------------------------------------------------------------------------------------


def test_only_the_digest_of_the_browsers_token_is_kept(filler):
    cookie = filler.post("applicant").cookies[COOKIE]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert len(cookie.value) == 32
    draft = Draft.objects.get()
    assert draft.owner is None
    assert draft.token_digest == digest_code(cookie.value)
    rows = json.dumps(list(Draft.objects.values("token_digest", "data")))
    assert cookie.value not in rows


def test_one_browser_has_one_token_for_all_its_drafts(client, town, clock):
    Filler(client, town).post("applicant")
    Filler(client, town, commune=town.neighbour).post("applicant")
    assert Draft.objects.count() == 2
    assert set(Draft.objects.values_list("token_digest", flat=True)) == {digest_code(client.cookies[COOKIE].value)}


def test_whoever_sat_here_before_does_not_read_the_next_persons_draft(client, town, clock):
    Filler(client, town).post("applicant")
    noted = client.cookies[COOKIE].value
    Filler(client, town, commune=town.neighbour).post("applicant")
    thief = Client()
    for commune in (town.commune, town.neighbour):
        thief.cookies[COOKIE] = noted
        elsewhere = Filler(thief, town, commune=commune)
        assert elsewhere.get("place")["Location"] == elsewhere.step("applicant")


def test_a_token_planted_beforehand_holds_no_draft(client, town, clock):
    client.cookies[COOKIE] = "planted"
    Filler(client, town).post("applicant")
    assert client.cookies[COOKIE].value != "planted"
    assert Draft.objects.get().token_digest == digest_code(client.cookies[COOKIE].value)


def test_another_browser_begins_anew(filler, town):
    filler.post("applicant")
    other = Filler(Client(), town)
    assert other.get("place")["Location"] == other.step("applicant")
    assert other.client.get(other.url("start")).context["draft"] is None


@pytest.mark.parametrize("token", ["", "x", "0" * 32, "' OR 1=1 --"])
def test_a_made_up_token_opens_nothing(filler, town, token):
    filler.post("applicant")
    thief = Filler(Client(), town)
    thief.client.cookies[COOKIE] = token
    assert thief.get("place")["Location"] == thief.step("applicant")


def test_each_answer_puts_off_the_closing_and_keeps_the_token_as_long(filler, settings):
    filler.post("applicant")
    with at(AT + timedelta(hours=20)):
        response = filler.post("place")
    draft = Draft.objects.get()
    assert draft.closes_at == AT + timedelta(hours=20 + settings.DRAFT_HOURS_ANONYMOUS)
    assert response.cookies[COOKIE]["max-age"] == settings.DRAFT_HOURS_ANONYMOUS * 3600


# --- the account --------------------------------------------------------------------------------------------------------


def test_a_signed_in_person_needs_no_token(filler):
    user = make_person()
    filler.client.force_login(user)
    assert COOKIE not in filler.post("applicant").cookies
    draft = Draft.objects.get()
    assert (draft.owner, draft.token_digest) == (user, "")


def test_signing_in_by_the_door_joins_the_browsers_draft(filler, sms, settings):
    filler.post("applicant")
    user = person()
    login = filler.client.post("/fr/accounts/login/", {"login": PHONE, "by": "code"})
    code = re.search(r"\b\d{6}\b", sms()[-1])
    filler.client.post(login["Location"], {"code": code.group()})
    draft = Draft.objects.get()
    assert (draft.owner, draft.token_digest) == (user, "")
    assert draft.closes_at == AT + timedelta(days=settings.DRAFT_DAYS)
    assert filler.get("place").context["draft"] == draft
    elsewhere = Client()
    elsewhere.force_login(user)
    assert elsewhere.get(filler.step("place")).context["draft"] == draft


def test_signing_in_never_takes_the_draft_of_another_account(filler):
    owner, other = make_person(), make_person()
    filler.client.force_login(owner)
    filler.post("applicant")
    filler.client.force_login(other)
    assert filler.get("place")["Location"] == filler.step("applicant")
    assert Draft.objects.get().owner == owner


def test_the_browser_that_gave_its_draft_to_an_account_opens_it_no_more(filler):
    filler.post("applicant")
    token = filler.client.cookies[COOKIE].value
    filler.client.force_login(make_person())
    filler.get("place")
    Draft.objects.update(owner=make_person(), token_digest="")
    filler.client.logout()
    filler.client.cookies[COOKIE] = token
    assert filler.get("place")["Location"] == filler.step("applicant")


# --- my space -----------------------------------------------------------------------------------------------------------


def test_my_space_lists_the_persons_open_drafts_alone(filler, town):
    user = make_person()
    filler.client.force_login(user)
    filler.post("applicant")
    make_draft(owner=user, version=town.versions["U6"], commune=town.commune, state=Draft.State.CLOSED)
    make_draft(version=town.versions["U6"], commune=town.neighbour)
    response = filler.client.get("/fr/me/")
    html = response.content.decode()
    assert html.count(filler.url("start")) == 1
    assert str(town.neighbour.name_fr) not in html


# --- closing ------------------------------------------------------------------------------------------------------------


def test_closing_erases_answers_and_files_at_once(filler, private_files):
    filler.post("applicant")
    draft = Draft.objects.get()
    make_upload(draft)
    sure = {"back": filler.url("start"), "sure": "yes"}
    response = filler.client.post(f"/fr/drafts/{draft.pk}/close/", sure, follow=True)
    assert "fermé" in response.content.decode()
    draft.refresh_from_db()
    assert (draft.state, draft.data) == (Draft.State.CLOSED, {})
    assert not Upload.objects.exists()
    assert not StoredFile.objects.exists()
    assert [path for path in private_files.rglob("*") if path.is_file()] == []


def test_closed_twice_it_is_closed(filler):
    filler.post("applicant")
    address = f"/fr/drafts/{Draft.objects.get().pk}/close/"
    for _time in range(2):
        assert filler.client.post(address, {"back": "/fr/", "sure": "yes"}).status_code == 302


@pytest.mark.parametrize("language", ["ar", "fr", "zgh"])
def test_closing_is_asked_once_more_and_can_be_left(filler, language):
    filler.post("applicant")
    draft = Draft.objects.get()
    before = draft.data
    page = filler.client.post(f"/{language}/drafts/{draft.pk}/close/", {"back": filler.url("start")}).content.decode()
    assert f'href="{filler.url("start")}"' in page
    assert 'name="sure" value="yes"' in page
    draft.refresh_from_db()
    assert (draft.state, draft.data) == (Draft.State.OPEN, before)


def test_the_way_back_from_closing_leads_to_no_other_site(filler):
    filler.post("applicant")
    address = f"/fr/drafts/{Draft.objects.get().pk}/close/"
    assert "elsewhere" not in filler.client.post(address, {"back": "https://elsewhere.invalid/"}).content.decode()


def test_an_untouched_draft_closes_by_itself(filler, private_files):
    filler.post("applicant")
    draft = Draft.objects.get()
    make_upload(draft)
    assert close_expired(at=draft.closes_at - timedelta(seconds=1)) == 0
    with at(draft.closes_at):
        assert filler.get("place")["Location"] == filler.step("applicant")
        assert sweep_drafts() == "1 closed, 0 erased"
        assert sweep_drafts() == "0 closed, 0 erased"
    draft.refresh_from_db()
    assert draft.data == {}
    assert not StoredFile.objects.exists()


def test_what_was_closed_long_ago_is_erased(settings):
    closed = make_draft(state=Draft.State.CLOSED)
    make_draft()
    later = closed.touched_at + timedelta(days=settings.DRAFT_ERASE_DAYS, seconds=1)
    assert erase_old(at=later - timedelta(seconds=2)) == 0
    assert erase_old(at=later) == 1
    assert Draft.objects.get().state == Draft.State.OPEN


# --- another device -----------------------------------------------------------------------------------------------------


@pytest.fixture
def linked(filler, sms):
    """A draft of an account, and the address of the link that was sent."""
    user = person()
    filler.client.force_login(user)
    filler.post("applicant")
    draft = Draft.objects.get()
    filler.client.post(f"/fr/drafts/{draft.pk}/link/", {"back": filler.url("saved")})
    return user, draft, re.search(r"https?://[^/]+(\S+)", sms()[-1]).group(1)


def test_a_link_goes_to_the_verified_phone_and_only_its_digest_is_kept(linked):
    _user, _draft, address = linked
    code = address.rstrip("/").rsplit("/", 1)[-1]
    assert DraftLink.objects.get().digest == digest_code(code)


def test_a_link_asks_before_it_opens_and_works_once(linked):
    user, draft, address = linked
    elsewhere = Client()
    assert "/accounts/login/" in elsewhere.get(address)["Location"]
    elsewhere.force_login(user)
    assert elsewhere.get(address).status_code == 200
    assert elsewhere.get(address).status_code == 200
    assert elsewhere.post(address)["Location"] == "/fr/me/"
    response = elsewhere.post(address)
    assert response.status_code == 400
    assert "déjà servi" in response.content.decode()
    assert Draft.objects.get().owner == draft.owner


def test_a_link_too_old_opens_nothing(linked, settings):
    user, draft, address = linked
    Draft.objects.update(owner=None, token_digest="x")
    elsewhere = Client()
    elsewhere.force_login(user)
    with at(AT + timedelta(minutes=settings.DRAFT_LINK_MINUTES)):
        assert elsewhere.post(address).status_code == 400
    draft.refresh_from_db()
    assert draft.owner is None


def test_a_link_gives_nobody_the_draft_of_another_account(linked):
    _user, draft, address = linked
    stranger = Client()
    stranger.force_login(make_person())
    assert stranger.post(address).status_code == 400
    draft.refresh_from_db()
    assert draft.owner == _user


@pytest.mark.parametrize("code", ["x", "0" * 32])
def test_an_unknown_link_opens_nothing(filler, code):
    filler.client.force_login(make_person())
    assert filler.client.post(f"/fr/drafts/open/{code}/").status_code == 400


def test_a_link_to_a_closed_draft_opens_nothing(linked):
    user, _draft, address = linked
    Draft.objects.update(state=Draft.State.CLOSED)
    elsewhere = Client()
    elsewhere.force_login(user)
    assert elsewhere.post(address).status_code == 400


def test_without_a_phone_the_link_goes_to_the_verified_mail(filler):
    user = make_person(email="nom@exemple.invalid", language="fr")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    filler.client.force_login(user)
    filler.post("applicant")
    filler.client.post(f"/fr/drafts/{Draft.objects.get().pk}/link/", {"back": "/fr/"})
    assert mail.outbox[-1].to == ["nom@exemple.invalid"]
    assert "/fr/drafts/open/" in mail.outbox[-1].body


def test_without_anything_verified_no_link_is_sent(filler):
    filler.client.force_login(make_person())
    filler.post("applicant")
    assert filler.client.post(f"/fr/drafts/{Draft.objects.get().pk}/link/", {"back": "/fr/"}).status_code == 400
    assert not DraftLink.objects.exists()


def test_an_sms_to_a_reader_of_amazigh_is_in_arabic_and_leads_to_amazigh(filler, sms):
    user = make_person(phone=PHONE, phone_verified=True, language="zgh")
    filler.client.force_login(user)
    filler.post("applicant")
    filler.client.post(f"/fr/drafts/{Draft.objects.get().pk}/link/", {"back": "/fr/"})
    assert re.search("[\u0621-\u064a]", sms()[-1])
    assert "/zgh/drafts/open/" in sms()[-1]


def test_no_more_than_five_links_an_hour(filler, sms):
    filler.client.force_login(person())
    filler.post("applicant")
    address = f"/fr/drafts/{Draft.objects.get().pk}/link/"
    answers = [filler.client.post(address, {"back": "/fr/"}).status_code for _number in range(6)]
    assert answers == [302] * 5 + [429]
