"""Recordings: who may add which, what is refused, where they are heard, and that the file goes with its recording."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from home.opening import open_province
from portal.accounts.models import Grant, Role, User
from portal.territory.models import Commune
from procedures.models import Recording
from procedures.said import recordings_at
from tests.factories import make_town, prepared_act
from tests.portal.kernel.test_sound import FRAME

pytestmark = pytest.mark.django_db

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    # A law editor's second factor is tested with the accounts.
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if not name.endswith("OfficerDoorMiddleware")]


def officer(client, role: Role, **place) -> User:
    user = User.objects.create(email=f"{role}@example.org", full_name="X", full_name_ar="س", language="fr")
    Grant.objects.create(user=user, role=role, valid_from=date(2020, 1, 1), reason="Décision", **place)
    client.force_login(user)
    return user


@pytest.fixture
def neighbour(commune) -> Commune:
    return Commune.objects.create(
        code="98.001.01.02", slug="voisine", name_fr="Voisine", name_ar="جارة", province=commune.province
    )


def typed(key, commune=None, *, content: bytes = FRAME, name: str = "voix.mp3", **more) -> dict:
    plain = {
        "key": key.pk,
        "commune": commune.pk if commune else "",
        "place": "guide",
        "part": "",
        "language": "ary",
        "title": "كيفاش نصاوب السقف",
        "transcript": "جيب معاك البطاقة الوطنية.",
        "file": SimpleUploadedFile(name, content),
    }
    return {**plain, **more}


def test_an_editor_records_for_their_own_commune_and_it_is_heard_there_alone(client, loaded, commune, neighbour):
    open_province(commune.province, at=AT)
    officer(client, Role.EDITOR, commune=commune)
    assert client.post(reverse("recording_add"), typed(loaded.key, commune, name="../<x>.html")).status_code == 302
    row = Recording.objects.get()
    # The name is the portal's, the ending by content.
    assert row.file.name.startswith("audio/")
    assert row.file.name.endswith(".mp3")
    client.logout()
    for language in ("ar", "fr", "zgh"):
        html = client.get(f"/{language}/province-essai/ville/permis-essai/").content.decode()
        assert f'<audio controls preload="none" lang="ary" src="/media/{row.file.name}"' in html
        assert "جيب معاك البطاقة الوطنية." in html
    assert "<audio" not in client.get("/fr/province-essai/voisine/permis-essai/").content.decode()
    sound = client.get(f"/media/{row.file.name}")
    assert (sound["Content-Type"], b"".join(sound)) == ("audio/mpeg", FRAME)


def test_the_recording_for_all_is_heard_where_the_commune_made_none(client, loaded, commune, neighbour):
    open_province(commune.province, at=AT)
    officer(client, Role.LAW_EDITOR)
    assert client.post(reverse("recording_add"), typed(loaded.key, title="للجميع")).status_code == 302
    assert client.post(reverse("recording_add"), typed(loaded.key, commune, title="هنا")).status_code == 302
    client.logout()
    here = client.get("/fr/province-essai/ville/permis-essai/").context["guide"].recordings
    there = client.get("/fr/province-essai/voisine/permis-essai/").context["guide"].recordings
    assert ([each.title for each in here], [each.title for each in there]) == (["هنا"], ["للجميع"])


def test_another_communes_recording_is_not_found_and_none_is_made_there(client, loaded, commune, neighbour):
    officer(client, Role.EDITOR, commune=commune)
    other = Recording.objects.create(
        key=loaded.key, commune=neighbour, language="ary", title="x", transcript="x", file="audio/x.mp3", recorded_at=AT
    )
    for_all = Recording.objects.create(
        key=loaded.key, language="zgh", title="y", transcript="y", file="audio/y.mp3", recorded_at=AT
    )
    assert list(client.get(reverse("recordings")).context["recordings"]) == []
    for row in (other, for_all):
        assert client.get(reverse("recording", args=[row.pk])).status_code == 404
        assert client.post(reverse("recording_remove", args=[row.pk])).status_code == 404
    for place in (neighbour, None):
        refused = client.post(reverse("recording_add"), typed(loaded.key, place))
        assert refused.context["form"].errors["commune"]
    assert Recording.objects.count() == 2


@pytest.mark.parametrize("role", [Role.CLERK, Role.OPERATOR])
def test_who_writes_no_pages_has_no_recordings(client, loaded, commune, role):
    officer(client, role, **({"commune": commune} if role == Role.CLERK else {}))
    assert client.get(reverse("recordings")).url.startswith("/cms/login/")


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"content": b"<html>"}, "file"),
        ({"content": FRAME + bytes(20 * 1024 * 1024)}, "file"),
        ({"content": b""}, "file"),
        ({"transcript": ""}, "transcript"),
        ({"place": "step", "part": "nowhere"}, "part"),
    ],
    ids=["fake", "20 MB", "empty", "no transcript", "no such step"],
)
def test_what_is_wrong_is_told_and_what_was_typed_stays(client, loaded, commune, more, field):
    officer(client, Role.EDITOR, commune=commune)
    refused = client.post(reverse("recording_add"), typed(loaded.key, commune, **more))
    assert refused.status_code == 200
    assert list(refused.context["form"].errors) == [field]
    assert "كيفاش نصاوب السقف" in refused.content.decode()
    assert not Recording.objects.exists()


def test_a_place_has_one_recording_a_language(client, loaded, commune):
    officer(client, Role.LAW_EDITOR)
    for place in (None, commune):
        assert client.post(reverse("recording_add"), typed(loaded.key, place)).status_code == 302
        assert client.post(reverse("recording_add"), typed(loaded.key, place)).status_code == 200
    assert Recording.objects.count() == 2


def test_the_file_goes_when_it_is_replaced_or_taken_away(
    client, loaded, commune, django_capture_on_commit_callbacks, tmp_path
):
    officer(client, Role.EDITOR, commune=commune)
    client.post(reverse("recording_add"), typed(loaded.key, commune))
    row = Recording.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("recording", args=[row.pk]), typed(loaded.key, commune, content=FRAME * 2))
    assert [path.stat().st_size for path in (tmp_path / "audio").iterdir()] == [2 * len(FRAME)]
    kept = {**typed(loaded.key, commune, title="عنوان آخر")}
    del kept["file"]
    client.post(reverse("recording", args=[row.pk]), kept)
    assert Recording.objects.get().title == "عنوان آخر"
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("recording_remove", args=[row.pk]))
    assert list((tmp_path / "audio").iterdir()) == []


def test_a_step_has_its_own(client, loaded, commune):
    officer(client, Role.EDITOR, commune=commune)
    from procedures.versions import version_in_force

    step = version_in_force(loaded.key, on=date(2026, 3, 2)).snapshot.steps[0].key
    assert client.post(reverse("recording_add"), typed(loaded.key, commune, place="step", part=step)).status_code == 302
    assert [each.language for each in recordings_at(loaded.key.pk, commune.pk, "step", step)] == ["ary"]
    assert recordings_at(loaded.key.pk, commune.pk, "step", "other") == ()
    assert recordings_at(loaded.key.pk, commune.pk, "guide", "") == ()


def test_the_last_notice_of_a_file_has_its_own():
    town = make_town()
    act = prepared_act(town)
    dossier = act.dossier
    kind = dossier.notices.order_by("-created_at", "-pk").filter(recipient=dossier.applicant).first().kind
    Recording.objects.create(
        key=dossier.key,
        place="notice",
        part=kind,
        language="zgh",
        title="ⵉⵏⴰⵏ",
        transcript="x",
        file="audio/z.mp3",
        recorded_at=AT,
    )
    client = Client()
    client.force_login(dossier.applicant)
    html = client.get(f"/fr/dossiers/{dossier.reference}/").content.decode()
    assert '<audio controls preload="none" lang="zgh" src="/media/audio/z.mp3"' in html
