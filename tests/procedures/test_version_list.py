"""The versions of a procedure in the CMS, and what a publication of the draft would change."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from portal.accounts.models import User
from procedures.models import Procedure
from procedures.version_list import listed_versions
from procedures.versions import withdraw

from .conftest import change_row

pytestmark = pytest.mark.django_db


def address(loaded) -> str:
    return reverse(Procedure.snippet_viewset.get_url_name("versions"), args=[loaded.row("fr").pk])


def shown(cms, loaded) -> str:
    return cms.get(address(loaded)).content.decode()


def test_a_text_like_the_last_version_changes_nothing(cms, loaded):
    assert "Rien : le texte dit ce que dit la dernière version." in shown(cms, loaded)


def test_what_a_draft_would_change_is_told_before_it_is_published(cms, loaded):
    row = loaded.row("fr")
    change_row(row, "terms", amount=12)
    row.summary = "Menus travaux."
    row.save_revision()
    page = shown(cms, loaded)
    assert "Délai : 10 jours ouvrables → 12 jours ouvrables" in page
    assert "Résumé, en français : « Petits travaux. » → « Menus travaux. »" in page
    # The Arabic summary translates the old words: publishing would be refused.
    assert "<bdi>L-01</bdi> · 1 texte n&#x27;a pas de version en arabe : Résumé." in page
    assert loaded.row("ar").summary == "أشغال صغيرة."


def test_each_version_says_what_it_changed_who_published_it_and_when_it_was_in_force(
    cms, loaded, django_capture_on_commit_callbacks
):
    row = loaded.row("fr")
    change_row(row, "terms", amount=12)
    publisher = User.objects.create(full_name="Juriste", email="juriste@exemple.invalid", is_superuser=True)
    with django_capture_on_commit_callbacks(execute=True):
        row.save_revision(user=publisher).publish(user=publisher)
    withdraw(loaded.key, after=date(2099, 1, 1), reason="Décret d'abrogation")
    latest, first = listed_versions(loaded.row("fr"))
    assert (latest.version.number, first.version.number) == (2, 1)
    assert first.first
    assert [change.sentence for part in latest.differences for change in part.changes] == [
        "Délai : 10 jours ouvrables → 12 jours ouvrables"
    ]
    assert latest.publisher == str(publisher)
    page = shown(cms, loaded)
    assert "Décret d&#x27;abrogation" in page
    assert f"publiée par {publisher}" in page


def test_a_translation_leads_to_the_versions_of_its_law(cms, loaded):
    name = Procedure.snippet_viewset.get_url_name("versions")
    assert cms.get(reverse(name, args=[loaded.row("ar").pk])).context["object"] == loaded.row("fr")


def test_the_editor_leads_to_what_would_change(cms, loaded):
    edit = reverse(Procedure.snippet_viewset.get_url_name("edit"), args=[loaded.row("fr").pk])
    assert address(loaded) in cms.get(edit).content.decode()
