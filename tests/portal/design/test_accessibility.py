"""axe-core finds nothing on a page of every element and on the error pages: three languages, two widths, light and dark."""

import datetime
import mimetypes
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles import finders
from django.core.paginator import Paginator
from django.template import engines
from django.test import RequestFactory
from django.utils.translation import override

from procedures.snapshot import DocumentRule, Sourced, Text

from .test_elements import ApplicantForm

SAMPLE = Path(__file__).parent / "samples" / "elements.html"
ERROR_PAGES = ("400.html", "403.html", "404.html", "429.html", "500.html", "503.html")
HOST = "http://portal.test"


def context():
    return {
        "trail": [("Tinghir", "/fr/tinghir/")],
        "form": ApplicantForm({}),
        "day": datetime.date(2026, 8, 20),
        "moment": datetime.datetime(2026, 11, 5, 13, 42, tzinfo=datetime.UTC),
        "documents": [
            DocumentRule("plan", "main", Text(ar="تصميم", fr="Plan"), help=Text(fr="À l'échelle"), asked_if="roof"),
            DocumentRule("photo", "information", Text(fr="Photo"), origin=Sourced("usage", "low")),
        ],
        "pages": Paginator(range(200), 10).page(4),
        "request_id": "1b46930b073e803",
    }


def written(template, language):
    request = RequestFactory().get(f"/{language}/sample/")
    with override(language):
        return template.render(context(), request)


@pytest.fixture
def served(browser):
    """Opens a page whose words are given and whose style sheets, scripts and drawings are the portal's own."""
    opened = []

    def answer(route):
        address = route.request.url.removeprefix(HOST).split("#")[0]
        if address.startswith("/static/"):
            found = finders.find(address.removeprefix("/static/"))
            kind = mimetypes.guess_type(address)[0] or "application/octet-stream"
            route.fulfill(body=Path(found).read_bytes(), content_type=kind) if found else route.abort()
        else:
            route.fulfill(body=answer.words, content_type="text/html; charset=utf-8")

    def show(words, *, width, theme):
        answer.words = words
        browser_context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=theme)
        opened.append(browser_context)
        page = browser_context.new_page()
        page.route("**/*", answer)
        page.goto(f"{HOST}/")
        page.wait_for_load_state("networkidle")
        return page

    yield show
    for browser_context in opened:
        browser_context.close()


def faults(page):
    return {v["id"]: [node["target"] for node in v["nodes"]] for v in Axe().run(page).response["violations"]}


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("language", ["ar", "fr", "zgh"])
def test_every_element_passes_axe_and_fits_a_narrow_phone(served, language, theme):
    words = written(engines["django"].from_string(SAMPLE.read_text(encoding="utf-8")), language)
    for width in (320, 1280):
        page = served(words, width=width, theme=theme)
        assert faults(page) == {}
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("language", ["ar", "fr", "zgh"])
def test_error_pages_pass_axe(served, language):
    for name in ERROR_PAGES:
        page = served(written(engines["django"].get_template(name), language), width=390, theme="light")
        assert faults(page) == {}, name


def test_the_summary_of_errors_has_the_focus_when_a_form_comes_back(served):
    words = written(engines["django"].from_string(SAMPLE.read_text(encoding="utf-8")), "ar")
    page = served(words, width=390, theme="light")
    assert page.evaluate("document.activeElement.className") == "error-summary"


def test_a_page_in_arabic_reads_from_right_to_left(served):
    words = written(engines["django"].from_string(SAMPLE.read_text(encoding="utf-8")), "ar")
    page = served(words, width=1280, theme="light")
    title = page.locator("h1").bounding_box()
    assert title["x"] + title["width"] > 1100
    assert page.evaluate("getComputedStyle(document.querySelector('.button-start .icon')).transform") != "none"
