"""The rules that no text read says outright: listed by the command and in the CMS, the same."""

from __future__ import annotations

import csv
import io

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from portal.accounts.models import Role
from tests.factories import make_officer

pytestmark = pytest.mark.django_db
# Of `repair.yaml`: what is not of high confidence.
PLACES = ["silence", "documents", "documents/request", "documents/estimate", "fees/tax"]


def written(**options) -> str:
    out = io.StringIO()
    call_command("review_law", stdout=out, **options)
    return out.getvalue()


def rows(**options) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(written(format="csv", **options))))


def test_every_rule_below_high_confidence_is_listed_with_its_source(loaded):
    listed = rows()
    assert [row["place"] for row in listed] == PLACES
    assert listed[0] == {
        "code": "T1",
        "place": "silence",
        "rule": "Le silence vaut accord.",
        "source": "Décret, liste",
        "confidence": "medium",
    }
    assert "« Surface » est supérieur à 20 m²" in listed[3]["rule"]


def test_the_list_is_narrowed(loaded):
    assert [row["place"] for row in rows(confidence="low")] == ["documents", "documents/request", "documents/estimate"]
    assert "5 rules" in written(code="T1")
    with pytest.raises(CommandError, match="X9"):
        written(code="X9")


def test_the_list_is_in_arabic_when_asked(loaded):
    assert "السكوت بمثابة موافقة." in written(language="ar")


def test_the_report_of_the_cms_shows_the_same_and_is_exported(cms, loaded):
    address = reverse("law_report")
    assert [row.place for row in cms.get(address).context["object_list"]] == PLACES
    narrowed = cms.get(address, {"confidence": "medium", "code": "T1"}).context["object_list"]
    assert [row.place for row in narrowed] == ["silence", "fees/tax"]
    exported = cms.get(address, {"export": "csv"}).content.decode()
    assert exported.splitlines()[0].startswith("Procédure,Lieu,Règle,Source,")
    assert len(exported.splitlines()) == len(PLACES) + 1
    assert cms.get(address, {"export": "xlsx"}).status_code == 200


@pytest.mark.parametrize("query", [{"confidence": "x"}, {"code": "'"}, {"p": "zzz"}])
def test_a_forged_filter_shows_the_report(cms, loaded, query):
    assert cms.get(reverse("law_report"), query).status_code == 200


def test_the_report_is_the_law_editors(cms, client, loaded, commune):
    for role, place, status in ((Role.EDITOR, {"commune": commune}, 302), (Role.LAW_EDITOR, {}, 200)):
        client.force_login(make_officer(role, **place), backend="portal.accounts.backends.DoorBackend")
        assert client.get(reverse("law_report")).status_code in (status, 403 if status == 302 else 200)
