"""The CMS as its editors meet it: the law editor's form, previews, and the municipal editor's local facts."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.urls import reverse
from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from home.opening import open_province
from procedures.local import facts_in_force
from procedures.models import Procedure, ProcedurePage
from procedures.previews import modes

pytestmark = pytest.mark.django_db

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def _typed(row: Procedure, *, asked_if: str = "", summary: str = "Petits travaux.") -> dict[str, str]:
    """What the browser posts for the source row, with one document and one question."""
    origin = {"source": "Décret", "confidence": "high"}
    return nested_form_data(
        {
            "title": row.title,
            "summary": summary,
            "who": row.who,
            "outcome": "",
            "explanation": rich_text("<p>Mots</p>"),
            "warning": rich_text(""),
            "appeal": rich_text(""),
            "key": str(row.key_id),
            "act": "permit",
            "authority": "president",
            "in_force_from": "",
            "silence_source": "",
            "silence_confidence": "low",
            "validity_amount": "",
            "validity_unit": "months",
            "validity_starts": "delivered",
            "validity_source": "",
            "validity_confidence": "low",
            "terms": inline_formset(
                [
                    {
                        "amount": "12",
                        "unit": "working_days",
                        "start_event": "complete_filing",
                        "stop_event": "notified",
                        "when": "",
                        **origin,
                    }
                ]
            ),
            "legal_bases": inline_formset([]),
            "documents": inline_formset(
                [
                    {
                        "code": "request",
                        "nature": "main",
                        "label": "Demande",
                        "help": "",
                        "asked_if": asked_if,
                        "kinds": "pdf",
                        "max_files": "3",
                        "max_megabytes": "10",
                        **origin,
                    }
                ]
            ),
            "circuit": inline_formset([]),
            "fees": inline_formset([]),
            "form": streamfield(
                [
                    (
                        "step",
                        {
                            "key": "works",
                            "title": "Travaux",
                            "intro": "",
                            "questions": _listed(
                                [
                                    {
                                        "key": "area",
                                        "type": "number",
                                        "label": "Surface",
                                        "help": "",
                                        "required": "on",
                                        "asked_if": "",
                                        "options": _listed([]),
                                        "params": _listed([]),
                                    }
                                ]
                            ),
                        },
                    )
                ]
            ),
        }
    )


def _listed(values: list[dict]) -> dict[str, str]:
    data = {"count": str(len(values))}
    for number, value in enumerate(values):
        data |= {f"{number}-deleted": "", f"{number}-order": str(number), f"{number}-type": "item"}
        data[f"{number}-value"] = value
    return data


def _edit_address(row: Procedure) -> str:
    return reverse(row.snippet_viewset.get_url_name("edit"), args=[row.pk])


def test_the_law_editor_publishes_a_change(cms, loaded, django_capture_on_commit_callbacks):
    row = loaded.row("fr")
    with django_capture_on_commit_callbacks(execute=True):
        response = cms.post(_edit_address(row), {**_typed(row), "action-publish": "1"})
    assert response.status_code == 302, response.context["form"].errors
    row = loaded.row("fr")
    # The browser posted one new row and left those it did not show.
    assert [term.amount for term in row.terms.all()] == [10, 12]
    assert row.form[0].value["questions"][0]["key"] == "area"


@pytest.mark.parametrize("condition", ["area >", "stranger > 3", "area.__class__"])
def test_a_condition_that_cannot_be_applied_is_refused_and_nothing_is_lost(cms, loaded, condition):
    row = loaded.row("fr")
    response = cms.post(_edit_address(row), {**_typed(row, asked_if=condition, summary="Neuf"), "action-publish": "1"})
    assert response.status_code == 200
    assert response.context["form"].errors
    assert 'value="' + condition.replace(">", "&gt;") + '"' in response.content.decode()
    assert "Neuf" in response.content.decode()
    assert loaded.row("fr").summary == "Petits travaux."


def test_the_editor_of_the_source_sees_the_law_and_that_of_a_translation_does_not(cms, loaded):
    page = cms.get(_edit_address(loaded.row("fr"))).content.decode()
    assert 'name="silence_source"' in page
    assert 'name="documents-0-code"' in page


@pytest.mark.parametrize(
    ("mode", "words"),
    [("guide-fr", "Permis d&#x27;essai"), ("guide-ar", "رخصة الاختبار"), ("guide-zgh", "ⵜⵓⵔⴰⴳⵜ")],
)
def test_the_guide_is_previewed_in_each_language(rf, loaded, mode, words):
    response = loaded.row("fr").make_preview_request(preview_mode=mode)
    assert response.status_code == 200
    assert words in response.content.decode()


def test_a_preview_disturbs_no_translation(loaded):
    row = loaded.row("fr")
    row.summary = "Autre résumé"
    row.make_preview_request(preview_mode="guide-ar")
    assert loaded.row("ar").summary == "أشغال صغيرة."


def test_every_preview_mode_has_a_name_and_a_label():
    assert {name for name, _label in modes()} == {"guide-ar", "guide-fr", "guide-zgh"}


def test_the_municipal_editor_publishes_local_facts(cms, loaded, commune, django_capture_on_commit_callbacks):
    open_province(commune.province, at=AT)
    page = ProcedurePage.objects.get(carries_facts=True)
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    shown = cms.get(address).content.decode()
    # Drawn once: a field that stands twice posts twice, and the empty one wins.
    for name in ("online", "hours_ar", "rate_tax"):
        assert shown.count(f'name="local_{name}"') == 1
    assert shown.count('name="notes"') == 1
    typed = {
        "title": page.title,
        "slug": page.slug,
        "key": str(page.key_id),
        "notes": rich_text(""),
        "local_online": "on",
        "local_hours_ar": "من 9 إلى 12",
        "local_rate_tax": "300",
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
        "action-publish": "1",
    }
    refused = cms.post(address, {**typed, "local_rate_tax": "501"})
    assert refused.status_code == 200
    assert "local_rate_tax" in refused.context["form"].errors
    response = cms.post(address, typed)
    assert response.status_code == 302, response.context["form"].errors
    local = facts_in_force(commune, loaded.key, at=datetime(2099, 1, 1, tzinfo=UTC))
    assert local.facts == {"online": True, "hours": {"ar": "من 9 إلى 12"}, "rates": {"tax": "300"}}
    assert local.published_by.email == "root@example.org"


def test_the_other_languages_carry_no_facts(cms, loaded, commune):
    open_province(commune.province, at=AT)
    page = ProcedurePage.objects.get(locale__language_code="fr")
    shown = cms.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert 'name="local_online"' not in shown


def test_the_explorer_of_a_municipality_opens(cms, loaded, commune):
    open_province(commune.province, at=AT)
    town = Page.objects.get(slug="ville", locale__language_code="ar")
    assert cms.get(reverse("wagtailadmin_explore", args=[town.pk])).status_code == 200
