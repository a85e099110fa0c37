"""Nobody is kept out: axe on every kind of public page and screen, without scripts, with the keyboard alone."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from .answers import REPAIR
from .people import COMMUNE, DESK, PHONE

pytestmark = pytest.mark.journey
REPAIR_GUIDE = "permis-de-refection"
# Whether what has the focus, or the label around it, is drawn as such.
SHOWN = """
() => [document.activeElement, document.activeElement.closest("label")].some((element) => {
  const style = element && getComputedStyle(element);
  return style && (style.outlineStyle !== "none" || style.boxShadow !== "none");
})
"""
PUBLIC = ("", "tinghir/", f"{COMMUNE}/", f"{COMMUNE}/{REPAIR_GUIDE}/", "search/?q=permis", "verify/", "follow/")


@pytest.mark.parametrize("language", ["ar", "fr", "zgh"])
def test_axe_finds_nothing_on_public_pages(citizen, language):
    for size in (PHONE, DESK):
        person = citizen(language=language, size=size)
        for path in PUBLIC:
            person.go(f"/{language}/{path}")
            person.look(axe=True)


@pytest.mark.parametrize("language", ["ar", "fr", "zgh"])
def test_axe_finds_nothing_on_the_screens_of_a_request(citizen, photo, language):
    person = citizen(language=language, size=PHONE)
    person.go(person.guide(REPAIR_GUIDE))
    person.begin()
    person.press(person.page.locator("main form .actions button").first)
    expect(person.page.locator(".error-summary")).to_be_focused()
    person.look(axe=True)
    phone = f"+21261200001{('ar', 'fr', 'zgh').index(language)}"
    person.answer({**REPAIR, "applicant": {**REPAIR["applicant"], "phone": phone}})
    person.attach({"identity_copy": [photo]})
    person.look(axe=True)
    person.review()
    person.look(axe=True)
    person.sign_up(phone)
    person.file()
    person.look(axe=True)
    person.go(f"/{language}/me/")
    person.look(axe=True)


def test_a_request_needs_no_script(citizen, photo):
    person, phone = citizen(language="ar", size=PHONE, scripts=False), "+212612000020"
    person.go(person.guide(REPAIR_GUIDE))
    person.begin()
    person.answer({**REPAIR, "applicant": {**REPAIR["applicant"], "phone": phone}})
    person.attach({"identity_copy": [photo], "right_on_place": [photo]})
    person.review()
    person.sign_up(phone)
    person.file()


def test_a_step_needs_no_mouse(citizen):
    person = citizen(language="ar", size=DESK)
    page = person.page
    person.go(person.guide(REPAIR_GUIDE))
    person.begin()
    page.keyboard.press("Tab")
    expect(page.locator(".skip-link")).to_be_focused()
    page.keyboard.press("Enter")
    _tab_to(page, "applicant-full_name")
    page.keyboard.type("مرتفق تجريبي")
    _tab_to(page, "applicant-identity__kind")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    _tab_to(page, "applicant-identity__number")
    page.keyboard.type("ZZ000000")
    _tab_to(page, "applicant-phone")
    page.keyboard.type("0612000021")
    _tab_to(page, "applicant-quality")
    page.keyboard.press("Space")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "/apply/place/" in page.url


def _tab_to(page, name):
    """Press Tab until the field has the focus; every place on the way shows where it is."""
    for _press in range(15):
        page.keyboard.press("Tab")
        outline = page.evaluate(SHOWN)
        assert outline, page.evaluate("document.activeElement.outerHTML")
        if page.evaluate("document.activeElement.name") == name:
            return
    raise AssertionError(f"{name} cannot be reached with the keyboard")
