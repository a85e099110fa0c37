"""Réfection, no opinion asked: from the guide on a phone in Arabic to a sealed permit that anyone verifies."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from .answers import REPAIR
from .papers import judged_apart, one_byte_changed
from .people import PHONE

pytestmark = pytest.mark.journey
PROCEDURE = "permis-de-refection"


@pytest.mark.journey_sqlite
def test_a_repair_permit_on_a_phone_in_arabic(portal, citizen, stranger, desk, second_factors, photo, tmp_path):
    person, phone = citizen(language="ar", size=PHONE), "+212612000001"
    person.read(PROCEDURE)
    person.begin()
    person.answer({**REPAIR, "applicant": {**REPAIR["applicant"], "phone": phone}})
    person.attach({"identity_copy": [photo], "right_on_place": [photo, photo]})
    person.review()
    person.sign_up(phone)
    reference = person.file()
    assert any(reference in text for text in portal.sms(phone))

    technician = desk("technician")
    assert technician.waits(reference)
    technician.open(reference)
    technician.next(finding="أشغال صغيرة لا تمس الواجهة ولا الهيكل")

    president = desk("president")
    assert president.waits(reference)
    president.open(reference)
    president.next()
    president.sign(second_factors)

    person.follow(reference)
    assert person.papers.locator("a[href^='/files/']").count() == 0, "the act is withheld until it is paid"

    cashier = desk("cashier")
    cashier.open(reference)
    cashier.next(basis="القرار الجبائي 1", amount_="500")
    cashier.open(reference)
    cashier.next(means="cash", amount="500", quittance_number="0001")

    person.follow(reference)
    data, code = person.take_act()
    stranger.check_code(code)
    expect(stranger.page.locator(".state-panel .chip-success")).to_be_visible()
    assert stranger.check_file(data) == "success"
    assert stranger.check_file(one_byte_changed(data)) == "error"
    assert judged_apart(data, portal, tmp_path) == "intact"
    assert judged_apart(one_byte_changed(data), portal, tmp_path) == "altered"
