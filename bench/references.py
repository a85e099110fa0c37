"""What each measure stands beside: a plain two-query view, a stateless form page, a plain list.

They go through the same middleware and use Django's own templates, so that a ratio tells what the portal adds.
"""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.template import engines

from portal.territory.models import Commune
from procedures.models import ProcedureVersion
from tracking.models import Dossier

_PAGE = """<!doctype html><html lang="fr"><title>{{ commune.name_fr }}</title><h1>{{ commune.name_fr }}</h1>
{% for document in content.documents %}<p>{{ document.label.fr }}</p>{% endfor %}
{% for step in content.steps %}<h2>{{ step.title.fr }}</h2>
{% for q in step.questions %}<p>{{ q.label.fr }}</p>{% endfor %}{% endfor %}</html>"""
_FORM = '<!doctype html><html lang="fr"><form method="post">{% csrf_token %}{{ form }}<button>OK</button></form></html>'
_ROWS = """<!doctype html><html lang="fr"><table>{% for d in rows %}<tr><td>{{ d.reference }}</td><td>{{ d.applicant_name }}</td>
<td>{{ d.get_state_display }}</td><td>{{ d.due_on }}</td></tr>{% endfor %}</table></html>"""


def _render(source: str, context: dict[str, object], request: HttpRequest) -> HttpResponse:
    return HttpResponse(engines["django"].from_string(source).render(context, request))


def two_queries(request: HttpRequest) -> HttpResponse:
    """Two rows by key and a page of the same words."""
    commune = Commune.objects.get(code="08.577.01.11")
    version = ProcedureVersion.objects.filter(key__code="U6").order_by("-number")[0]
    return _render(_PAGE, {"commune": commune, "content": version.content}, request)


class EightFields(forms.Form):
    """As many questions as the first step of the réfection asks, and a few more."""

    one = forms.CharField()
    two = forms.ChoiceField(choices=[("a", "A"), ("b", "B"), ("c", "C")], widget=forms.RadioSelect)
    three = forms.CharField()
    four = forms.CharField()
    five = forms.EmailField(required=False)
    six = forms.ChoiceField(choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)


def form_page(request: HttpRequest) -> HttpResponse:
    """A form of the same size that keeps nothing."""
    return _render(_FORM, {"form": EightFields()}, request)


def rows(request: HttpRequest) -> HttpResponse:
    """As many dossiers as the inbox shows, by the same index, in a plain table."""
    found = Dossier.objects.filter(commune__code="08.577.01.11").order_by("due_on", "pk")[:50]
    return _render(_ROWS, {"rows": list(found)}, request)
