"""From what a person wants to do to a request that begins with their answers: the pages of the needs."""

from __future__ import annotations

import html
import re

import pytest

from home.needs import MOST_ON_HOME, open_needs
from home.opening import open_province
from procedures import catalogue_file
from procedures.management.commands.load_catalogue import FOLDER
from procedures.models import ProcedurePage, VersionPeriod
from procedures.orientation.reader import trees
from tests.factories import make_version

from .conftest import AT

pytestmark = pytest.mark.django_db

CODES = ("U1", "U6", "E1", "D1")
SMALL = "what=house&land=town&zone=subdivision&height=11%2C5&area=200&connected=yes&right=title"
REPAIR = "works=repair&facade=no&parts=none&land=town"
MOST_QUERIES = 8


@pytest.fixture
def law(province, communes):
    """Four procedures of the catalogue in force, open in the province."""
    files = {file.snapshot.code: file for file in catalogue_file.read_folder(FOLDER)}
    for code in CODES:
        make_version(files[code].snapshot)
    open_province(province, at=AT)


def _page(client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return html.unescape(response.content.decode())


def test_nothing_is_promised_that_is_not_in_force(law):
    assert [tree.need for tree in open_needs()] == ["build", "repair", "shop", "street", "connect", "site"]
    VersionPeriod.objects.exclude(version__key__code="D1").delete()
    assert [tree.need for tree in open_needs()] == ["shop", "street"]


@pytest.mark.parametrize("language", ["ar", "fr", "zgh"])
def test_the_home_page_leads_to_the_first_needs_and_to_all(client, law, language):
    home = _page(client, f"/{language}/")
    shown = re.findall(rf'href="/{language}/needs/([a-z]+)/"', home)
    assert shown == [tree.need for tree in open_needs()[:MOST_ON_HOME]]
    assert f'href="/{language}/needs/"' in home
    every = re.findall(rf'href="/{language}/needs/([a-z]+)/"', _page(client, f"/{language}/needs/"))
    assert every == [tree.need for tree in open_needs()]


@pytest.mark.parametrize("slug", ["demolish", "nothing"])
def test_a_need_that_nothing_answers_is_not_found(client, law, slug):
    assert client.get(f"/fr/needs/{slug}/").status_code == 404


def test_each_answer_is_a_link_that_keeps_those_before_it(client, law):
    page = _page(client, "/fr/needs/build/?what=house&land=town")
    ways = [f"?what=house&land=town&zone={zone}" for zone in ("subdivision", "plan", "none")]
    assert all(f'href="{way}"' in page for way in ways)
    assert 'href="?what=house"' in page  # changes where
    assert "Question 3 sur 7 au plus" in page


def test_a_number_is_typed_and_shown_again_with_what_is_wrong(client, law):
    asked = "/fr/needs/build/?what=house&land=town&zone=plan"
    assert 'name="height"' in _page(client, asked)
    page = _page(client, f"{asked}&height=haut")
    assert 'value="haut"' in page
    assert "Saisissez un nombre, en chiffres." in page
    assert "d’au plus 200" in _page(client, f"{asked}&height=900")
    assert "au moins 2" in _page(client, f"{asked}&height=1")
    assert "Quelle sera la surface" in _page(client, f"{asked}&height=٨٫٥")


@pytest.mark.parametrize(
    "query", ["what=dragon", "what=<script>alert(1)</script>", "land=town&zone=none", "what=house&what=x"]
)  # fmt: skip
def test_a_forged_answer_leads_back_to_the_question(client, law, query):
    page = client.get(f"/fr/needs/build/?{query}")
    assert page.status_code == 200
    assert "Que voulez-vous construire" in page.content.decode()
    assert "<script>alert" not in page.content.decode()


def test_what_no_permit_is_needed_for_says_so_with_its_law(client, law):
    page = _page(client, "/fr/needs/build/?what=house&land=country")
    assert "Aucun permis n'est exigé" in page
    assert "arts 40 et 42" in page
    assert "communes/?procedure" not in page


def test_another_authority_is_named_with_its_place(client, law):
    page = _page(client, "/fr/needs/build/?what=other&other=well")
    assert "L'agence du bassin hydraulique" in page
    assert "à confirmer" in page


def test_an_outcome_that_is_not_in_force_sends_to_the_desk(client, law):
    page = _page(client, "/fr/needs/repair/?works=repair&facade=changes&place=town")
    assert "n’est pas encore ouverte sur ce portail" in page
    assert "communes/?procedure" not in page


def test_the_answers_go_along_to_the_form(client, law):
    """Outcome, municipality, guide, start: each carries the answers that the form asks for, and no other."""
    said = "nature=new&zone=subdivision&height=11.5&covered_area=200&connected=yes&land_right=title"
    page = _page(client, f"/fr/needs/build/?{SMALL}")
    (address,) = re.findall(r'href="(/fr/communes/\?procedure=u1[^"]*)"', page)
    assert sorted(address.partition("procedure=u1&")[2].split("&")) == sorted(said.split("&"))
    chooser = _page(client, address)
    (guide,) = re.findall(r'href="(/fr/essai/tinerhir/u1/[^"]*)"', chooser)
    assert 'name="height" value="11.5"' in chooser
    starts = set(re.findall(r'href="(/fr/essai/tinerhir/u1/apply/[^"]*)"', _page(client, guide)))
    (start,) = starts
    (first,) = set(re.findall(r'href="([^"]*/apply/applicant/[^"]*)"', _page(client, start)))
    assert sorted(first.partition("?")[2].split("&")) == sorted(said.split("&"))


def test_the_chooser_and_the_guide_forget_what_the_form_does_not_ask(client, law):
    forged = "height=999&full_name=x&phone=0612345678&nature=dragon&connected=no"
    chooser = _page(client, f"/fr/communes/?procedure=u1&{forged}")
    assert 'href="/fr/essai/tinerhir/u1/?connected=no"' in chooser
    guide = _page(client, f"/fr/essai/tinerhir/u1/?{forged}")
    assert set(re.findall(r'href="/fr/essai/tinerhir/u1/apply/([^"]*)"', guide)) == {"?connected=no"}


def test_a_municipality_that_does_not_publish_the_procedure_is_not_offered(client, law):
    for page in ProcedurePage.objects.filter(commune__slug="ait-hani", key__code="U6"):
        page.unpublish()
    chooser = _page(client, "/fr/communes/?procedure=u6")
    assert 'href="/fr/essai/tinerhir/u6/"' in chooser
    assert "ait-hani" not in chooser


def test_the_chooser_names_the_procedure_and_forgets_one_that_is_not_in_force(client, law):
    assert "Permis de réfection" in _page(client, "/fr/communes/?procedure=u6")
    VersionPeriod.objects.filter(version__key__code="U6").delete()
    chooser = _page(client, "/fr/communes/?procedure=u6")
    assert "Permis de réfection" not in chooser
    assert 'href="/fr/essai/tinerhir/"' in chooser


@pytest.mark.parametrize(
    "address", ["needs/", "needs/build/", f"needs/build/?{SMALL}", f"needs/repair/?{REPAIR}", "needs/build/?height=x"]
)  # fmt: skip
def test_a_page_of_the_needs_takes_few_queries(client, law, address, django_assert_max_num_queries):
    with django_assert_max_num_queries(MOST_QUERIES):
        client.get(f"/fr/{address}")


@pytest.mark.parametrize("language", ["ar", "fr", "zgh"])
@pytest.mark.parametrize("need", trees())
def test_every_need_can_be_read_in_every_language(client, province, communes, need, language):
    for file in catalogue_file.read_folder(FOLDER):
        if file.snapshot.code in trees()[need].codes:
            make_version(file.snapshot)
    open_province(province, at=AT)
    assert client.get(f"/{language}/needs/{need}/").status_code == 200
