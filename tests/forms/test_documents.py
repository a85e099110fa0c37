"""Files of a draft: each refused one says why and leaves the others; nobody sees another's."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from forms.documents import asked_of, missing_main
from forms.models import Draft, Upload
from portal.kernel.models import StoredFile
from portal.kernel.now import at, now
from procedures.conditions import Place
from tests.factories import make_person

from .conftest import Filler
from .factories import FORM, make_draft, make_upload, pdf, picture

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("private_files", "clock")]


@pytest.fixture
def draft(filler) -> Draft:
    """The anonymous draft of the browser `client`."""
    filler.post("applicant")
    filler.post("place")
    return Draft.objects.get()


def send(client, draft, *files, document="identity_copy", back="/fr/"):
    return client.post(
        f"/fr/drafts/{draft.pk}/documents/{document}/", {"file": [io_file(*file) for file in files], "back": back}
    )


def io_file(name, content):
    return SimpleUploadedFile(name, content)


def sentences(client, filler) -> list[str]:
    """What the documents' screen says of the last sending."""
    return [str(message) for message in client.get(filler.step("documents")).context["messages"]]


# --- given ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("document", "name", "content", "kind"),
    [
        ("identity_copy", "بطاقتي.jpg", picture, "image/jpeg"),
        ("identity_copy", "carte.pdf", pdf, "application/pdf"),
        ("plan", "plan.pdf", pdf, "application/pdf"),
        ("photos", "photo.jpg", picture, "image/jpeg"),
    ],
)
def test_a_good_file_is_kept_at_once_under_its_document(filler, draft, document, name, content, kind):
    response = send(filler.client, draft, (name, content()), document=document)
    assert response["Location"] == f"/fr/#document-{document}"
    upload = Upload.objects.get()
    assert (upload.draft, upload.document_code, upload.name) == (draft, document, name)
    assert upload.file.content_type == kind
    assert name in filler.get("documents").content.decode()


def test_the_type_is_that_of_the_content_not_of_the_name(filler, draft):
    send(filler.client, draft, ("photo.exe", picture()))
    assert Upload.objects.get().file.content_type == "image/jpeg"


def test_its_holder_reads_it_and_no_cache_keeps_it(filler, draft):
    upload = make_upload(draft)
    response = filler.client.get(f"/fr/drafts/{draft.pk}/files/{upload.pk}/")
    assert b"".join(response.streaming_content) == picture()
    assert "no-store" in response["Cache-Control"]
    assert response["X-Content-Type-Options"] == "nosniff"
    response.close()


def test_giving_a_file_puts_off_the_closing_of_the_draft(filler, draft):
    Draft.objects.update(closes_at=draft.created_at + (draft.closes_at - draft.created_at) / 2)
    send(filler.client, draft, ("a.jpg", picture()))
    assert Draft.objects.get().closes_at == draft.closes_at


# --- refused ------------------------------------------------------------------------------------------------------------

BAD = [
    ("identity_copy", "vide.jpg", b"", "vide"),
    ("identity_copy", "note.txt", b"bonjour", "n’est pas accepté"),
    ("identity_copy", "page.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "n’est pas accepté"),
    ("identity_copy", "casse.pdf", b"%PDF-1.7 tronque", "ne peut pas être lu"),
    ("identity_copy", "gros.jpg", b"x" * (1024 * 1024 + 1), "dépasse 1 Mo"),
    ("plan", "photo.jpg", picture(), "PDF"),
    ("photos", "plan.pdf", pdf, "photo"),
]


@pytest.mark.parametrize(("document", "name", "content", "words"), BAD)
def test_a_bad_file_is_refused_with_a_sentence_and_nothing_stays(
    filler, draft, private_files, document, name, content, words
):
    send(filler.client, draft, (name, content() if callable(content) else content), document=document)
    assert not Upload.objects.exists()
    assert not StoredFile.objects.exists()
    assert [path for path in private_files.rglob("*") if path.is_file()] == []
    said = sentences(filler.client, filler)
    assert len(said) == 1
    assert name in said[0]
    assert words in said[0].replace("'", "’")


def test_of_several_files_the_good_ones_are_kept(filler, draft):
    send(filler.client, draft, ("a.jpg", picture()), ("b.txt", b"non"), ("c.jpg", picture(width=50)))
    assert [upload.name for upload in Upload.objects.order_by("name")] == ["a.jpg", "c.jpg"]
    assert len(sentences(filler.client, filler)) == 1


def test_no_more_files_than_the_document_may_have(filler, draft):
    for name in ("a.jpg", "b.jpg", "c.jpg"):
        send(filler.client, draft, (name, picture()))
    assert Upload.objects.count() == 2
    assert "Retirez" in sentences(filler.client, filler)[0]


def test_all_files_together_have_a_limit(filler, draft, settings):
    settings.UPLOAD_MAX_TOTAL_MEGABYTES = 0
    send(filler.client, draft, ("a.jpg", picture()))
    assert not Upload.objects.exists()
    assert not StoredFile.objects.exists()


def test_a_sending_without_a_file_says_so(filler, draft):
    assert send(filler.client, draft).status_code == 302
    assert len(sentences(filler.client, filler)) == 1


def test_the_sentence_stands_beside_its_document(filler, draft):
    send(filler.client, draft, ("note.txt", b"bonjour"), document="plan")
    html = filler.get("documents").content.decode()
    assert html.count("note.txt") == 1
    section = html[html.index('id="document-plan"') : html.index('id="document-photos"')]
    assert "note.txt" in section


@pytest.mark.parametrize("document", ["unknown", "steps"])
def test_a_document_that_the_version_does_not_have_is_not_found(filler, draft, document):
    assert send(filler.client, draft, ("a.jpg", picture()), document=document).status_code == 404


def test_the_way_back_never_leaves_the_portal(filler, draft):
    assert send(filler.client, draft, ("a.jpg", picture()), back="https://exemple.invalid/")["Location"].startswith(
        "/#"
    )


# --- taken back ---------------------------------------------------------------------------------------------------------


def test_a_file_taken_back_is_erased(filler, draft, private_files):
    upload = make_upload(draft)
    filler.client.post(f"/fr/drafts/{draft.pk}/files/{upload.pk}/remove/", {"back": "/fr/"})
    assert not Upload.objects.exists()
    assert not StoredFile.objects.exists()
    assert [path for path in private_files.rglob("*") if path.is_file()] == []


def test_taken_back_twice_it_is_no_longer_there(filler, draft):
    upload = make_upload(draft)
    address = f"/fr/drafts/{draft.pk}/files/{upload.pk}/remove/"
    filler.client.post(address, {"back": "/fr/"})
    assert filler.client.post(address, {"back": "/fr/"}).status_code == 404


# --- another's ----------------------------------------------------------------------------------------------------------


def test_another_persons_draft_and_one_that_does_not_exist_are_alike(filler, draft):
    upload = make_upload(draft)
    stranger = Client()
    stranger.force_login(make_person())
    answers = []
    for pk, file in ((draft.pk, upload.pk), (uuid.UUID(int=7), uuid.UUID(int=8))):
        base = f"/fr/drafts/{pk}"
        got = [
            stranger.get(f"{base}/files/{file}/"),
            stranger.post(f"{base}/files/{file}/remove/", {"back": "/"}),
            stranger.post(f"{base}/documents/plan/", {"file": io_file("a.pdf", b"x"), "back": "/"}),
            stranger.post(f"{base}/close/", {"back": "/"}),
            stranger.post(f"{base}/link/", {"back": "/"}),
        ]
        answers.append([(response.status_code, _without_ids(response.content.decode())) for response in got])
    assert answers[0] == answers[1]
    assert {status for status, _words in answers[0]} == {404}
    assert Upload.objects.count() == 1


def _without_ids(html: str) -> str:
    start = html.index("<main")
    return html[start : html.index("</main>")]


def test_a_file_is_not_found_through_another_draft_of_the_same_person(filler, draft, town):
    person = make_person()
    filler.client.force_login(person)
    mine = make_draft(owner=person, version=town.versions["U6"], commune=town.commune)
    other = make_upload(draft)
    assert filler.client.get(f"/fr/drafts/{mine.pk}/files/{other.pk}/").status_code == 404
    assert filler.client.post(f"/fr/drafts/{mine.pk}/files/{other.pk}/remove/", {"back": "/"}).status_code == 404


@pytest.mark.parametrize("state", [Draft.State.CLOSED, Draft.State.FILED])
def test_a_draft_that_is_no_longer_open_takes_and_gives_no_file(filler, draft, state):
    upload = make_upload(draft)
    Draft.objects.update(state=state)
    send(filler.client, draft, ("a.jpg", picture()))
    filler.client.post(f"/fr/drafts/{draft.pk}/files/{upload.pk}/remove/", {"back": "/fr/"})
    assert list(Upload.objects.all()) == [upload]
    assert filler.client.get(f"/fr/drafts/{draft.pk}/files/{upload.pk}/").status_code == 404


# --- what is asked --------------------------------------------------------------------------------------------------------


def test_the_documents_asked_follow_the_answers(draft):
    place = Place.of(draft.commune)
    codes = {
        right: [document.rule.code for document in asked_of(draft, FORM, {"land_right": right}, place)]
        for right in ("title", "other")
    }
    assert codes["title"] == ["identity_copy", "plan", "title_deed", "photos"]
    assert codes["other"] == ["identity_copy", "plan", "photos"]


def test_only_a_main_document_can_be_missing(filler, draft):
    make_upload(draft)
    missing = missing_main(asked_of(draft, FORM, draft.answers, Place.of(draft.commune)))
    assert [document.rule.code for document in missing] == ["plan"]
    response = filler.get("documents")
    assert [document.rule.code for document in response.context["missing_main"]] == ["plan"]


def test_the_files_of_a_commune_are_not_those_of_its_neighbour(client, town, draft):
    make_upload(draft)
    there = Filler(client, town, commune=town.neighbour)
    there.post("applicant")
    assert [document.uploads for document in there.get("documents").context["asked"]] == [()] * 3


# --- how much without an account ----------------------------------------------------------------------------------------


def big(kilobytes: int) -> bytes:
    return picture() + b"\0" * (kilobytes * 1024)


def test_an_address_sends_only_so_much_without_an_account_whatever_the_drafts(filler, draft, town, settings):
    settings.UPLOAD_ANONYMOUS_MEGABYTES_AN_HOUR = 1
    send(filler.client, draft, ("a.jpg", big(600)))
    elsewhere = Filler(Client(), town)
    elsewhere.post("applicant")
    elsewhere.post("place")
    second = Draft.objects.exclude(pk=draft.pk).get()
    send(elsewhere.client, second, ("b.jpg", big(600)))
    assert "Attendez une heure" in sentences(elsewhere.client, elsewhere)[0]
    assert [upload.name for upload in Upload.objects.all()] == ["a.jpg"]


def test_many_tiny_files_are_not_free(filler, draft, settings):
    settings.UPLOAD_ANONYMOUS_MEGABYTES_AN_HOUR = 1
    for number in range(4):
        send(filler.client, draft, (f"{number}.jpg", picture()))
    assert not any("Attendez une heure" in sentence for sentence in sentences(filler.client, filler))
    send(filler.client, draft, ("5.jpg", picture()))
    assert "Attendez une heure" in sentences(filler.client, filler)[-1]


def test_another_address_and_the_next_hour_are_counted_apart(filler, draft, settings):
    settings.UPLOAD_ANONYMOUS_MEGABYTES_AN_HOUR = 1
    send(filler.client, draft, ("a.jpg", big(600)))
    send(filler.client, draft, ("b.jpg", big(600)))
    filler.client.defaults["REMOTE_ADDR"] = "192.0.2.7"
    send(filler.client, draft, ("c.jpg", big(600)))
    del filler.client.defaults["REMOTE_ADDR"]
    with at(now() + timedelta(hours=1)):
        send(filler.client, draft, ("d.jpg", big(600)), document="photos")
    assert [upload.name for upload in Upload.objects.order_by("given_at", "name")] == ["a.jpg", "c.jpg", "d.jpg"]


def test_an_account_is_not_counted_by_its_address(filler, draft, settings):
    settings.UPLOAD_ANONYMOUS_MEGABYTES_AN_HOUR = 1
    owner = make_person()
    Draft.objects.update(owner=owner, token_digest="")
    filler.client.force_login(owner)
    for name in ("a.jpg", "b.jpg"):
        send(filler.client, draft, (name, big(600)))
    assert Upload.objects.count() == 2
