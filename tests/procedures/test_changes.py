"""What changed between two versions, as sentences: law, form and words apart."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.utils.translation import override

from procedures.changes import Group, changes
from procedures.snapshot import (
    DocumentRule,
    FeeRule,
    Option,
    Prose,
    Question,
    Snapshot,
    Sourced,
    Stage,
    Step,
    TermRule,
    Text,
)


def text(fr: str, ar: str = "نص") -> Text:
    return Text(ar=ar, fr=fr)


AREA = Question("area", "number", text("Surface", "المساحة"), params={"unit": "m2"})
KIND = Question("kind", "one", text("Nature"), options=(Option("roof", text("Toit", "السقف")),))
PLAN = DocumentRule("plan", "main", text("Plan", "التصميم"), origin=Sourced("Décret", "high"))
TAX = FeeRule("tax", "fixed", text("Taxe"), ceiling="500")
OLD = Snapshot(
    code="T1",
    family="urbanism",
    act="permit",
    authority="president",
    prose=Prose(text("Permis", "رخصة"), explanation=text("<p>Un</p><p>Deux</p>")),
    terms=(TermRule(10, "working_days"),),
    documents=(PLAN,),
    fees=(TAX,),
    circuit=(Stage("visit", "visit", "desk", bodies=("commune",)), Stage("decide", "decide", "president")),
    steps=(Step("works", text("Travaux"), questions=(AREA, KIND)),),
)


def told(language: str = "fr", **parts) -> list[tuple[str, str]]:
    with override(language):
        return [(str(change.group), change.sentence) for change in changes(OLD, replace(OLD, **parts))]


def one_step(*questions: Question):
    return (Step("works", text("Travaux"), questions=questions),)


def test_the_same_text_changes_nothing():
    assert changes(OLD, OLD) == ()


@pytest.mark.parametrize(
    ("parts", "group", "sentence"),
    [
        ({"terms": (TermRule(12, "working_days"),)}, "law", "Délai : 10 jours ouvrables → 12 jours ouvrables"),
        ({"terms": ()}, "law", "Délai retiré : 10 jours ouvrables"),
        ({"documents": ()}, "law", "Document retiré : Plan"),
        (
            {"documents": (PLAN, DocumentRule("deed", "main", text("Acte")))},
            "law",
            "Document ajouté : Acte",
        ),
        (
            {"documents": (replace(PLAN, asked_if="area > 20"),)},
            "law",
            "Document « Plan » : désormais demandé si « Surface » est supérieur à 20 m².",
        ),
        ({"fees": (replace(TAX, ceiling="600"),)}, "law", "Taxe « Taxe », plafond, en dirhams : 500,00 DH → 600,00 DH"),
        (
            {"fees": (replace(TAX, exempt_if='kind == "roof"'),)},
            "law",
            "Taxe « Taxe », exonéré si : jamais → « Nature » est « Toit »",
        ),
        ({"circuit": OLD.circuit[::-1]}, "law", "L'ordre des étapes a changé."),
        ({"documents_confirmed": True}, "law", "La liste des documents est confirmée par un texte : non → oui"),
        ({"steps": one_step(AREA)}, "form", "Question retirée : Nature"),
        (
            {"steps": one_step(replace(AREA, required=False), KIND)},
            "form",
            "Question « Surface » : peut désormais rester sans réponse.",
        ),
        (
            {"steps": one_step(AREA, replace(KIND, asked_if="area > 20"))},
            "form",
            "Question « Nature » : désormais demandé si « Surface » est supérieur à 20 m².",
        ),
        (
            {"steps": one_step(AREA, replace(KIND, options=(*KIND.options, Option("wall", text("Mur")))))},
            "form",
            "Question « Nature » : choix ajouté : Mur",
        ),
        ({"steps": one_step(KIND, AREA)}, "form", "Écran « Travaux » : l'ordre des questions a changé."),
        (
            {"prose": replace(OLD.prose, title=text("Autorisation", "رخصة"))},
            "text",
            "Titre, en français : « Permis » → « Autorisation »",
        ),
        (
            {"prose": replace(OLD.prose, explanation=Text(fr="<p>Un</p><p>Deux</p>"))},
            "text",
            "Explication, texte manquant en arabe, qui était : « نص »",
        ),
    ],
)
def test_a_change_is_told_with_both_values_as_readers_see_them(parts, group, sentence):
    assert told(**parts) == [(group, sentence)]


def test_the_sentence_is_in_the_language_of_the_editor():
    assert told("ar", terms=(TermRule(12, "working_days"),)) == [("law", "الأجل: 10 أيام عمل ← 12 يوم عمل")]


def test_a_term_of_other_files_is_another_term():
    early = TermRule(60, "calendar_days", filed_until="2023-07-12")
    assert told(terms=(early, TermRule(10, "working_days"))) == [("law", "Délai ajouté : 60 jours")]


def test_a_change_of_confidence_is_one_of_law():
    (change,) = changes(OLD, replace(OLD, documents=(replace(PLAN, origin=Sourced("Décret", "low")),)))
    assert (change.group, change.place) == (Group.LAW, "documents/plan/confidence")


def test_prose_is_shown_without_its_tags():
    prose = replace(OLD.prose, explanation=text("<p>Un</p><p>Trois</p>"))
    assert told(prose=prose) == [("text", "Explication, en français : « Un Deux » → « Un Trois »")]


def test_french_words_keep_their_order_in_an_arabic_sentence():
    ((_group, sentence),) = told("ar", documents=(PLAN, DocumentRule("deed", "main", Text(fr="Acte"))), fees=OLD.fees)
    assert sentence == "وثيقة مضافة: Acte"
    quoted_in_arabic = told("ar", prose=replace(OLD.prose, title=Text(ar="رخصة", fr="Autorisation")))
    assert "\u2068Autorisation\u2069" in quoted_in_arabic[0][1]
