"""A mail to a reader of Amazigh is in Amazigh, whatever it tells; only its SMS is in Arabic."""

import re

import pytest

from tests.factories import filed_dossier, make_applicant, make_person
from tracking.models import Notice
from tracking.notifications.kinds import KINDS, Audience
from tracking.notifications.wording import words_of

DATA = {
    "reference": "085770111-U6-2026-000001-4C",
    "commune": {"ar": "تنغير", "fr": "Tinghir", "zgh": "ⵜⵉⵏⵖⵉⵔ"},
    "due_on": "2026-10-19",
    "wait_until": "2026-11-04",
    "held_on": "2026-10-08",
    "starts_at": "2026-10-07T09:00:00+00:00",
    "ends_at": "2026-10-07T10:00:00+00:00",
    "count": 2,
    "authority": "ⵜⴰⴷⴱⵍⵜ",
    "amount": "300.00",
}
_OF_THE_CITIZEN = [kind for kind in KINDS if kind.audience == Audience.APPLICANT]


@pytest.mark.parametrize("kind", _OF_THE_CITIZEN, ids=lambda kind: kind.code)
def test_a_mail_in_amazigh_has_no_arabic_and_no_french(kind):
    subject, text = words_of(Notice(kind=kind.code, channel="mail", language="zgh", data=DATA))
    told = re.sub(r"https?://\S+|[0-9A-Z]{9}-\S+", "", subject + text)
    assert not re.search("[\u0600-\u06ff]|[A-Za-z]{2}", told)


def test_a_notice_kept_without_the_amazigh_name_of_the_commune_gives_its_arabic_one():
    data = {**DATA, "commune": {"ar": "تنغير", "fr": "Tinghir"}}
    _subject, text = words_of(Notice(kind="admitted", channel="mail", language="zgh", data=data))
    assert "تنغير" in text


def test_a_new_notice_keeps_the_three_names_of_the_commune(town):
    person = make_person(email="zgh@exemple.invalid")
    dossier = filed_dossier(town, applicant=make_applicant(person, language="zgh"))
    named = dossier.notices.get(channel="mail", kind="admitted").data["commune"]
    assert set(named) == {"ar", "fr", "zgh"}
