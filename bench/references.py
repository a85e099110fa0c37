"""What each measure stands beside: a plain two-query view, a stateless form page, a plain list.

They go through the same middleware and use Django's own templates, so that a ratio tells what the portal adds.
"""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from portal.territory.models import Commune
from procedures.models import ProcedureVersion
from tracking.models import Dossier


def two_queries(request: HttpRequest) -> HttpResponse:
    """Two rows by key and a page of the same words and size, in one plain template."""
    commune = Commune.objects.select_related("province").get(code="08.577.01.11")
    version = ProcedureVersion.objects.filter(key__code="U6").order_by("-number")[0]
    return render(request, "bench/page.html", {"commune": commune, "content": version.content})


class ApplicantForm(forms.Form):
    """The questions of the first step of the réfection, with the same inputs, choices and hints."""

    full_name = forms.CharField(
        label="Nom et prénom",
        max_length=150,
        help_text="Comme sur votre carte, en arabe si possible : l'acte est rédigé en arabe.",
        widget=forms.TextInput({"autocomplete": "name"}),
    )
    kind = forms.ChoiceField(
        label="Nature du document",
        choices=[("cnie", "Carte nationale d'identité"), ("residence", "Carte de séjour"), ("passport", "Passeport")],
        initial="cnie",
        widget=forms.RadioSelect,
    )
    number = forms.CharField(label="Numéro", max_length=30, widget=forms.TextInput({"autocomplete": "off"}))
    phone = forms.CharField(
        label="Téléphone",
        max_length=40,
        help_text="Vous y recevrez les avis par SMS.",
        widget=forms.TextInput({"type": "tel", "autocomplete": "tel"}),
    )
    email = forms.EmailField(label="Adresse électronique", required=False)
    quality = forms.ChoiceField(
        label="Vous êtes",
        choices=[
            ("owner", "Propriétaire"),
            ("heir", "Cohéritier dans l'indivision"),
            ("tenant", "Locataire ou occupant"),
            ("representative", "Mandataire du propriétaire"),
        ],
        widget=forms.RadioSelect,
    )


def form_page(request: HttpRequest) -> HttpResponse:
    """The same form in the portal's frame and fields, by a view that keeps nothing and asks the database nothing."""
    return render(request, "bench/form.html", {"form": ApplicantForm(prefix="applicant")})


def rows(request: HttpRequest) -> HttpResponse:
    """As many dossiers as the inbox shows, by the same index, in a plain table."""
    found = Dossier.objects.filter(commune__code="08.577.01.11", closed_at=None).order_by("due_on", "pk")[:50]
    return render(request, "bench/rows.html", {"rows": list(found)})
