"""A simple declaration: registered at filing, never refused; and one that is completed later."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from portal.kernel.now import today

from .answers import ACTIVITY, REPAIR
from .people import DESK, PHONE

pytestmark = pytest.mark.journey


def declared(phone):
    return {
        **ACTIVITY,
        "applicant": {**ACTIVITY["applicant"], "phone": phone},
        "activity": {**ACTIVITY["activity"], "opening": today().isoformat()},
    }


def test_a_declaration_is_registered_at_once(portal, citizen, stranger, desk, photo):
    person, phone = citizen(language="ar", size=DESK), "+212612000004"
    person.read("declaration-activite")
    person.begin()
    person.answer(declared(phone))
    person.attach({"identity_copy": [photo], "right_on_place": [photo]})
    person.review()
    person.sign_up(phone)
    reference = person.file()
    expect(person.page.locator(".state-panel .chip-success")).to_be_visible()

    clerk = desk("clerk")
    clerk.open(reference)
    expect(clerk.page.locator(".panel-next a.button-lead")).to_have_count(0)

    stranger.check_code(reference)
    expect(stranger.page.locator(".state-panel")).to_be_visible()


def test_a_request_without_its_main_documents_is_received_then_completed(portal, citizen, desk, photo):
    person, phone = citizen(language="fr", size=PHONE), "+212612000005"
    person.read("permis-de-refection")
    person.begin()
    person.answer({**REPAIR, "applicant": {**REPAIR["applicant"], "phone": phone}})
    person.attach({"identity_copy": [photo]})
    person.review()
    person.sign_up(phone)
    reference = person.file()
    expect(person.page.locator("section.state-panel .chip-warning")).to_be_visible()

    technician = desk("technician")
    assert not technician.waits(reference)

    # From another device, by the door.
    person = citizen(language="fr", size=DESK)
    person.sign_in(phone)
    person.follow(reference)
    person.page.locator("main input[type=file]").first.set_input_files(str(photo))
    person.press(person.page.locator("form:has(input[type=file]) [type=submit]").first)
    person.follow(reference)
    expect(person.page.locator("section.state-panel .chip-warning")).to_have_count(0)
    assert technician.waits(reference)
