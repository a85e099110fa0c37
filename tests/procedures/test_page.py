"""The page of a procedure in a commune: what it shows, what hangs on it, how many queries it takes."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.urls import NoReverseMatch, reverse
from wagtail.models import Page, PageViewRestriction

from home.opening import open_province
from portal.kernel.now import at as at_moment
from procedures import attachments
from procedures.models import LocalPublication, ProcedurePage
from procedures.versions import try_freeze

from .conftest import change_row

pytestmark = pytest.mark.django_db

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
ADDRESS = "/fr/province-essai/ville/permis-essai/"


@pytest.fixture
def site(loaded, commune):
    open_province(commune.province, at=AT)
    return commune


@pytest.fixture
def attached(monkeypatch):
    monkeypatch.setattr(attachments, "_urlconfs", {**attachments._urlconfs})
    attachments.attach("trial", "tests.procedures.urls_attached")


def _page(language: str) -> ProcedurePage:
    return ProcedurePage.objects.get(locale__language_code=language)


# --- what it shows ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("language", "title"), [("fr", "Permis d'essai"), ("ar", "رخصة الاختبار"), ("zgh", "ⵜⵓⵔⴰⴳⵜ")])
def test_the_guide_is_in_the_readers_language(client, site, language, title):
    response = client.get(f"/{language}/province-essai/ville/permis-essai/")
    assert response.status_code == 200
    assert title in response.content.decode().replace("&#x27;", "'")
    assert response["Content-Language"] == language


def test_a_gap_is_shown_in_another_language_with_its_own_mark(client, site):
    page = client.get("/zgh/province-essai/ville/permis-essai/").content.decode()
    assert '<span lang="ar" dir="rtl">أشغال صغيرة.</span>' in page


def test_the_page_shows_no_rate_that_the_commune_has_not_published(client, site):
    guide = client.get(ADDRESS).context["guide"]
    assert [fee.rate for fee in guide.fees] == [None]
    LocalPublication.objects.create(
        commune=site, key=_page("fr").key, since=datetime(2020, 1, 1, tzinfo=UTC), facts={"rates": {"tax": "300.50"}}
    )
    response = client.get(ADDRESS)
    assert [fee.rate for fee in response.context["guide"].fees] == ["300.50"]
    assert '<bdi class="ltr" dir="ltr">300,50</bdi> DH' in response.content.decode()


def test_a_change_of_law_is_on_every_page_at_once(client, site, loaded, publish):
    assert client.get(ADDRESS).context["guide"].terms[0].rule.amount == 10
    row = loaded.row("fr")
    change_row(row, "terms", amount=12)
    publish(row)
    for language in ("fr", "ar", "zgh"):
        guide = client.get(f"/{language}/province-essai/ville/permis-essai/").context["guide"]
        assert guide.terms[0].rule.amount == 12


def test_a_page_without_a_version_says_so(client, site):
    with at_moment(datetime(2020, 1, 1, tzinfo=UTC)):
        response = client.get(ADDRESS)
    assert response.status_code == 200
    assert response.context["guide"] is None


def test_a_public_page_is_no_ones_own(client, site):
    response = client.get(ADDRESS)
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")


# --- queries ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["fr", "ar", "zgh"])
def test_a_procedure_page_takes_at_most_six_queries(client, site, loaded, language, django_assert_max_num_queries):
    address = f"/{language}/province-essai/ville/permis-essai/"
    # Two of them, the paths of the homes, are asked once and then kept in the cache.
    with django_assert_max_num_queries(6):
        client.get(address)


@pytest.mark.parametrize("language", ["fr", "ar", "zgh"])
def test_finding_the_page_takes_at_most_six_queries(site, language, django_assert_max_num_queries):
    from django.utils.translation import override

    request = RequestFactory().get("/")
    with override(language), django_assert_max_num_queries(6):
        result = Page.route_for_request(request, "province-essai/ville/permis-essai/")
        list(result.page.get_view_restrictions())
    assert result.page.key.code == "T1"


# --- the seam ---------------------------------------------------------------------------------------------------------


def test_what_is_attached_is_served_beneath_the_page_in_its_language(client, site, attached):
    for language in ("fr", "ar", "zgh"):
        response = client.get(f"/{language}/province-essai/ville/permis-essai/trial/")
        assert response.content.decode() == f"T1|{language}|trial|start|GET"


def test_addresses_come_from_the_page_alone(site, attached):
    page = _page("ar")
    assert page.attached_url("trial", "step", step="land") == "/ar/province-essai/ville/permis-essai/trial/land/"
    request = RequestFactory().get("/")
    template = Template('{% load procedure_pages %}{% attached_url page "trial" "step" step="land" %}')
    assert template.render(Context({"page": page, "request": request})) == page.attached_url(
        "trial", "step", step="land"
    )
    with pytest.raises(NoReverseMatch):
        page.attached_url("trial", "unknown")
    with pytest.raises(NoReverseMatch):
        reverse("step", kwargs={"step": "land"})


def test_an_attached_view_redirects_beneath_its_page(client, site, attached):
    response = client.post(f"{ADDRESS}trial/land/")
    assert response.status_code == 302
    assert response["Location"] == f"{ADDRESS}trial/next/"


@pytest.mark.parametrize("path", ["trial/", "trial/land/"])
def test_no_cache_may_keep_what_is_personal(client, site, attached, path):
    control = client.get(ADDRESS + path)["Cache-Control"]
    assert "private" in control
    assert "no-store" in control
    assert "public" not in control


def test_an_address_unknown_to_what_is_attached_is_not_found(client, site, attached):
    assert client.get(f"{ADDRESS}trial/a/b/").status_code == 404
    assert client.get(f"{ADDRESS}other/").status_code == 404


def test_an_unpublished_page_takes_its_attached_addresses_with_it(client, site, attached):
    for language in ("fr", "ar", "zgh"):
        _page(language).unpublish()
    assert client.get(f"{ADDRESS}trial/").status_code == 404


def test_a_restriction_of_the_page_holds_beneath_it(client, site, attached):
    PageViewRestriction.objects.create(page=_page("fr").page_ptr, restriction_type=PageViewRestriction.LOGIN)
    assert client.get(f"{ADDRESS}trial/").status_code == 302


@pytest.mark.parametrize("steps_up", [1, 2])
def test_a_restriction_above_the_page_holds_for_it(client, site, steps_up):
    above = _page("fr").get_ancestors().reverse()[steps_up - 1]
    PageViewRestriction.objects.create(page=above, restriction_type=PageViewRestriction.LOGIN)
    assert client.get(ADDRESS).status_code == 302
    assert client.get(ADDRESS.replace("/fr/", "/ar/")).status_code == 200


def test_a_restriction_of_its_source_holds_for_an_alias(client, site):
    source = _page("fr")
    ProcedurePage.objects.filter(locale__language_code="ar").update(alias_of=source)
    PageViewRestriction.objects.create(page=source.page_ptr, restriction_type=PageViewRestriction.LOGIN)
    assert client.get(ADDRESS.replace("/fr/", "/ar/")).status_code == 302


def test_one_prefix_belongs_to_one_app():
    with pytest.raises(ValueError, match="apply"):
        attachments.attach("apply", "tests.procedures.urls_attached")
    with pytest.raises(ValueError, match="prefix"):
        attachments.attach("a/b", "tests.procedures.urls_attached")


def test_a_page_has_no_children_that_would_hide_what_is_attached():
    assert ProcedurePage.subpage_types == []


# --- the tree ---------------------------------------------------------------------------------------------------------


def test_the_address_word_is_the_keys_in_every_language(site):
    page = _page("ar")
    page.slug = "رخصة"
    page.save()
    assert page.slug == "permis-essai"


def test_a_page_stays_out_of_the_search_index(site):
    assert not ProcedurePage.get_indexed_objects().exists()


def test_an_attempt_that_makes_nothing_leaves_the_page_as_it_was(client, site, loaded):
    assert try_freeze(loaded.key, at=AT) is None
    assert client.get(ADDRESS).status_code == 200
