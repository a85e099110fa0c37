"""A small project: the province's committee on the spot, three members, the urban agency's opinion binds."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from portal.kernel.now import today

from .answers import HOUSE
from .papers import one_byte_changed
from .people import DESK

pytestmark = pytest.mark.journey


def test_a_house_asked_for_in_french(portal, citizen, stranger, desk, second_factors, photo, plan):
    person, phone = citizen(language="fr", size=DESK), "+212612000002"
    person.read("permis-de-construire")
    person.begin()
    person.answer({**HOUSE, "applicant": {**HOUSE["applicant"], "phone": phone}})
    person.attach(
        {
            "identity_copy": [photo],
            "ownership": [plan],
            "situation_plan": [plan],
            "boundary_plan": [plan],
            "architectural_plans": [plan, plan],
        }
    )
    person.review()
    person.sign_up(phone)
    reference = person.file()

    secretary = desk("secretary")
    secretary.open(reference)
    secretary.next(held_on=(today() + timedelta(days=1)).isoformat(), place="مقر العمالة")

    for member in ("member-province", "member-commune", "member-agency"):
        officer = desk(member)
        officer.open(reference)
        officer.next(value="favourable")

    portal.days_later(1)
    secretary.open(reference)
    secretary.next(minutes="لا ملاحظة")

    president = desk("president")
    president.open(reference)
    president.next()
    president.sign(second_factors)

    cashier = desk("cashier")
    cashier.open(reference)
    cashier.next(basis="القرار الجبائي 1", amount_="3600")
    cashier.open(reference)
    cashier.next(means="cash", amount="3600", quittance_number="0002")

    person.follow(reference)
    data, code = person.take_act()
    stranger.check_code(code)
    expect(stranger.page.locator(".state-panel .chip-success")).to_be_visible()
    assert stranger.check_file(data) == "success"
    assert stranger.check_file(one_byte_changed(data)) == "error"
