"""A terrace on the public domain: joint visit, and whether one negative opinion blocks it is the commune's own rule."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from portal.kernel.now import today

from .answers import TERRACE
from .papers import one_byte_changed
from .people import PHONE

pytestmark = pytest.mark.journey


def test_a_terrace_asked_for_in_amazigh(portal, citizen, stranger, desk, second_factors, photo):
    person, phone = citizen(language="zgh", size=PHONE), "+212612000003"
    period = {
        "period__from": (today() + timedelta(days=30)).isoformat(),
        "period__until": (today() + timedelta(days=394)).isoformat(),
    }
    person.read("occupation-terrasse")
    person.begin()
    person.answer(
        {
            **TERRACE,
            "applicant": {**TERRACE["applicant"], "phone": phone},
            "period": {**TERRACE["period"], **period},
        }
    )
    person.attach({"identity_copy": [photo], "right_on_place": [photo], "sketch": [photo]})
    person.review()
    person.sign_up(phone)
    reference = person.file()

    clerk = desk("clerk")
    clerk.open(reference)
    clerk.next(day=(today() + timedelta(days=4)).isoformat(), starts="09:00", ends="11:00")

    for member in ("member-commune", "member-authority"):
        officer = desk(member)
        officer.open(reference)
        officer.next(value="favourable")

    portal.days_later(5)
    clerk.open(reference)
    clerk.next(report="المكان خال ويبقى الممر كافيا")

    president = desk("president")
    president.open(reference)
    president.next()
    president.sign(second_factors)

    cashier = desk("cashier")
    cashier.open(reference)
    cashier.next(basis="القرار الجبائي 1", amount_="1200")
    cashier.open(reference)
    cashier.next(means="cash", amount="1200", quittance_number="0003")

    person.follow(reference)
    data, code = person.take_act()
    stranger.check_code(code)
    expect(stranger.page.locator(".state-panel .chip-success")).to_be_visible()
    assert stranger.check_file(data) == "success"
    assert stranger.check_file(one_byte_changed(data)) == "error"
