"""Filing: by a signed-in person, once, under the version in force that day, with what the answers ask for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.test import Client

from forms.models import Draft, Upload
from forms.submission import submit_draft
from portal.kernel.errors import Invalid, NotFound
from portal.kernel.models import StoredFile
from portal.kernel.now import local_date
from procedures.models import VersionPeriod
from procedures.snapshot import DocumentRule, Question, Step, Text
from tests.factories import make_person, make_version
from tracking.models import Dossier, LegalDelay

from .factories import ANSWERS, AT, FORM, make_draft, make_upload

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("private_files")]


@pytest.fixture
def user(db):
    return make_person(phone="+212661223344", phone_verified=True)


@pytest.fixture
def draft(filler, town, user) -> Draft:
    """A filled draft of the signed-in person."""
    filler.client.force_login(user)
    return make_draft(owner=user, version=town.versions["U6"], commune=town.commune, filled=True)


def replace_version(town, snapshot=None):
    """Another version is in force from today on."""
    VersionPeriod.objects.update(until=local_date(AT) - timedelta(days=1))
    return make_version(snapshot or replace(FORM, fees=()), since=local_date(AT))


# --- the review ---------------------------------------------------------------------------------------------------------


def test_the_review_shows_every_answer_and_what_is_missing(filler, draft):
    make_upload(draft)
    response = filler.review()
    assert response.status_code == 200
    assert [d.rule.code for d in response.context["missing_main"]] == ["plan"]
    html = response.content.decode()
    assert "AB123456" in html
    assert filler.url("submit") in html


def test_looking_at_the_review_twice_files_nothing_and_empties_nothing(filler, draft):
    first, second = filler.review(), filler.review()
    assert first.status_code == second.status_code == 200
    assert not Dossier.objects.visible_to(draft.owner).exists()
    assert Draft.objects.get().answers == draft.answers


def test_no_review_before_every_step_is_answered(filler, draft):
    del draft.data["answers"]["works"]
    draft.save()
    assert filler.review()["Location"] == filler.step("works")


def test_no_filing_before_every_step_is_answered(filler, draft, user):
    del draft.data["answers"]["works"]
    draft.save()
    assert filler.submit(draft)["Location"] == filler.url("review")
    assert not Dossier.objects.visible_to(user).exists()


# --- filing -------------------------------------------------------------------------------------------------------------


def test_filing_asks_for_the_declaration(filler, draft, user):
    assert filler.submit(draft, truth="")["Location"] == f"{filler.url('review')}#truth"
    assert not Dossier.objects.visible_to(user).exists()
    # Said once, beside the box to tick, where the page opens again.
    page = filler.review().content.decode()
    assert page.count("Confirmez que ce que vous déclarez") == 1
    assert page.index('id="truth"') < page.index("Confirmez que ce que vous déclarez") < page.index('id="id_truth"')
    assert 'aria-describedby="id_truth_error"' in page
    assert "id_truth_error" not in filler.review().content.decode()


def test_filing_asks_who_is_there_and_comes_back_to_the_review(filler):
    filler.fill()
    response = filler.submit(Draft.objects.get())
    assert response["Location"].startswith("/fr/accounts/login/?next=%2Ffr%2Ftinghir%2Ftinghir%2Fu6%2Fapply%2Freview")
    assert not Dossier.objects.visible_to(make_person()).exists()
    assert Draft.objects.get().state == Draft.State.OPEN


def test_a_filing_gives_a_dossier_with_its_answers_and_pieces(filler, draft, user):
    upload = make_upload(draft)
    response = filler.submit(draft)
    dossier = Dossier.objects.visible_to(user).get()
    assert response["Location"] == f"/fr/tinghir/tinghir/u6/follow/{dossier.reference}/?filed=1"
    assert (dossier.applicant, dossier.commune, dossier.filed_at) == (user, draft.commune, AT)
    assert [(piece.document_code, piece.file) for piece in dossier.pieces.all()] == [("identity_copy", upload.file)]
    draft.refresh_from_db()
    assert (draft.state, draft.dossier_reference) == (Draft.State.FILED, dossier.reference)


def test_an_answer_whose_question_is_hidden_is_not_filed(draft, user):
    draft.data["answers"]["deed"] = {"deed_name": "caché"}
    draft.save()
    dossier = submit_draft(draft=draft, actor=user, at=AT)
    assert "deed_name" not in str(dossier.answers)


def test_a_file_for_a_document_no_longer_asked_is_not_filed_but_erased(draft, user, private_files):
    kept, unasked = make_upload(draft), make_upload(draft, "title_deed")
    dossier = submit_draft(draft=draft, actor=user, at=AT)
    assert [piece.file for piece in dossier.pieces.all()] == [kept.file]
    assert list(Upload.objects.all()) == [kept]
    assert not StoredFile.objects.filter(pk=unasked.file.pk).exists()
    assert len([path for path in private_files.rglob("*") if path.is_file()]) == 1


def test_a_main_document_that_is_missing_does_not_prevent_filing(filler, draft, user):
    assert filler.submit(draft).status_code == 302
    assert Dossier.objects.visible_to(user).get().complete_at is None


def test_a_double_click_files_once(filler, draft, user):
    first, second = filler.submit(draft), filler.submit(draft)
    dossier = Dossier.objects.visible_to(user).get()
    assert first["Location"] == f"/fr/tinghir/tinghir/u6/follow/{dossier.reference}/?filed=1"
    assert second["Location"] == f"/fr/tinghir/tinghir/u6/follow/{dossier.reference}/"


def test_two_calls_at_the_register_give_the_same_dossier(draft, user):
    assert submit_draft(draft=draft, actor=user, at=AT) == submit_draft(draft=draft, actor=user, at=AT)


def test_the_draft_of_another_person_is_not_found_and_not_filed(filler, draft, user):
    stranger = Client()
    stranger.force_login(make_person())
    filler.client = stranger
    assert filler.submit(draft).status_code == 404
    assert stranger.post(filler.url("submit"), {"draft": "x", "truth": "yes"}).status_code == 404
    assert not Dossier.objects.visible_to(user).exists()


def test_a_draft_is_filed_from_its_own_page_alone(filler, draft, user, town):
    draft.commune = town.neighbour
    draft.save()
    assert filler.submit(draft).status_code == 404
    assert not Dossier.objects.visible_to(user).exists()


def test_a_closed_draft_is_not_filed(draft, user):
    Draft.objects.update(state=Draft.State.CLOSED)
    with pytest.raises(NotFound):
        submit_draft(draft=draft, actor=user, at=AT)


def test_a_filed_draft_is_no_longer_filled(filler, draft):
    filler.submit(draft)
    assert filler.get("works")["Location"] == filler.step("applicant")


def test_erasing_an_old_draft_leaves_the_files_to_the_dossier(draft, user):
    from forms.expiry import erase_old

    upload = make_upload(draft)
    submit_draft(draft=draft, actor=user, at=AT)
    erase_old(at=AT + timedelta(days=400))
    assert not Draft.objects.exists()
    assert StoredFile.objects.filter(pk=upload.file.pk).exists()


# --- when the law moves under a draft -----------------------------------------------------------------------------------


def test_a_version_replaced_meanwhile_is_shown_before_it_is_filed(filler, draft, user, town):
    new = replace_version(town)
    response = filler.review()
    assert response.context["must_move"]
    assert filler.url("submit") not in response.content.decode()
    assert filler.submit(draft)["Location"] == filler.url("move")
    assert not Dossier.objects.visible_to(user).exists()
    assert filler.client.get(filler.url("move")).status_code == 200
    assert filler.client.post(filler.url("move"))["Location"] == filler.url("review")
    draft.refresh_from_db()
    assert draft.version == new
    assert filler.client.post(filler.step("documents"), filler.data("documents")).status_code == 302
    filler.submit(draft)
    assert Dossier.objects.visible_to(user).get().version == new


def test_what_changed_is_told_in_words(filler, draft, town):
    first, *others = FORM.steps
    changed = replace(
        FORM,
        documents=(*FORM.documents[1:], DocumentRule("estimate", "main", Text(fr="Devis", ar="بيان"))),
        steps=(
            replace(first, questions=(*first.questions, Question("email", "email", Text(fr="Courriel", ar="بريد")))),
            *others,
        ),
        terms=(replace(FORM.terms[0], amount=7),),
    )
    replace_version(town, changed)
    kinds = [(change.kind, change.words) for change in filler.client.get(filler.url("move")).context["changes"]]
    assert [kind for kind, _words in kinds] == ["added", "removed", "added", "changed"]
    words = " ".join(words for _kind, words in kinds)
    for told in ("Devis", "Carte d'identité", "Courriel", "7 jours ouvrables"):
        assert told in words


def test_answers_that_still_fit_are_kept_composite_ones_too(filler, draft, town):
    replace_version(town)
    filler.client.post(filler.url("move"))
    draft.refresh_from_db()
    assert draft.data["answers"] == ANSWERS


def test_a_new_question_is_asked_even_when_it_may_stay_empty(filler, draft, town):
    first, *others = FORM.steps
    optional = Question("email", "email", Text(fr="Courriel", ar="بريد"), required=False)
    replace_version(town, replace(FORM, steps=(replace(first, questions=(*first.questions, optional)), *others)))
    filler.client.post(filler.url("move"))
    assert filler.review()["Location"] == filler.step("applicant")
    html = filler.get("applicant").content.decode()
    assert 'value="AB123456"' in html
    assert 'class="error-summary"' not in html


def test_an_answer_that_no_longer_fits_is_asked_again(filler, draft, town):
    applicant, place, deed, works = FORM.steps
    stricter = replace(works, questions=(*works.questions[:2], replace(works.questions[2], params={"max": 5})))
    replace_version(town, replace(FORM, steps=(applicant, place, deed, stricter)))
    filler.client.post(filler.url("move"))
    draft.refresh_from_db()
    assert set(draft.data["answers"]) == {"applicant", "place"}


def test_files_stay_when_the_draft_moves(filler, draft, town):
    upload = make_upload(draft)
    replace_version(town)
    filler.client.post(filler.url("move"))
    assert list(draft.uploads.all()) == [upload]


def test_moving_without_need_leads_to_the_start(filler, draft):
    assert filler.client.get(filler.url("move"))["Location"] == filler.url("start")
    assert filler.client.post(filler.url("move"))["Location"] == filler.url("start")


def test_a_version_withdrawn_meanwhile_keeps_the_draft_and_says_so(filler, draft, user):
    VersionPeriod.objects.update(until=date(2026, 11, 1), reason="abrogé")
    assert filler.get("works").status_code == 200
    response = filler.review()
    assert response.context["closed"]
    assert filler.url("submit") not in response.content.decode()
    answer = filler.submit(draft)
    assert answer.status_code == 409
    assert "brouillon" in answer.content.decode()
    assert not Dossier.objects.visible_to(user).exists()
    assert Draft.objects.get().answers == draft.answers


def test_a_gap_in_the_dated_law_keeps_the_draft_and_says_so(filler, draft, user):
    LegalDelay.objects.filter(code="give_pieces").delete()
    make_upload(draft)
    response = filler.submit(draft)
    assert response.headers["Location"] == filler.url("review")
    html = filler.review().content.decode()
    assert "Il manque au portail une règle" in html
    assert "AB123456" in html
    draft.refresh_from_db()
    assert (draft.state, draft.uploads.count()) == (Draft.State.OPEN, 1)
    assert not Dossier.objects.visible_to(user).exists()


def test_a_commune_that_stopped_taking_it_online_keeps_the_draft_and_says_so(filler, draft, user, town):
    town.publish(FORM, online=False)
    assert filler.review().context["closed"]
    assert filler.submit(draft).status_code == 409
    assert not Dossier.objects.visible_to(user).exists()


def test_a_move_in_another_window_is_noticed(draft, user, town):
    replace_version(town)
    with pytest.raises(Invalid) as refused:
        submit_draft(draft=draft, actor=user, at=AT)
    assert refused.value.code == "version_changed"


def test_an_empty_form_step_is_not_needed_to_file(filler, draft, town, user):
    """A version whose last step asks nothing of this person."""
    deed = Step("more", Text(fr="Suite", ar="تتمة"), questions=(Question("x", "text", Text(fr="X"), asked_if="false"),))
    replace_version(town, replace(FORM, steps=(*FORM.steps, deed)))
    filler.client.post(filler.url("move"))
    assert filler.review().status_code == 200
