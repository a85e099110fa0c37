"""The addresses of the desk, and what a browser sends back."""

from typing import Any


def page(pk: int) -> str:
    """The address of a file."""
    return f"/admin/tracking/dossier/{pk}/change/"


def screen(pk: int, name: str) -> str:
    """The address of one act on a file."""
    return f"/admin/tracking/dossier/{pk}/do/{name}/"


def hidden(response: Any) -> dict[str, str]:
    """The hidden values of the form on a page."""
    form = response.context["form"]
    return {field.html_name: str(field.value() or "") for field in form.hidden_fields()}
