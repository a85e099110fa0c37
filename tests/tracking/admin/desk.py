"""The addresses of the desk, and what a browser sends back."""

import io
from typing import Any

import pikepdf
from django.core.files.uploadedfile import SimpleUploadedFile


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


def pdf(name: str = "scan.pdf") -> SimpleUploadedFile:
    """One empty page, as a person uploads it."""
    document = pikepdf.new()
    document.add_blank_page()
    buffer = io.BytesIO()
    # Else the file differs from one second to the next, and sent twice it would be two files.
    document.save(buffer, deterministic_id=True)
    return SimpleUploadedFile(name, buffer.getvalue(), content_type="application/pdf")


def do(client: Any, dossier: Any, name: str, **entered: Any) -> Any:
    """Open the screen, fill it, send it: as a person does."""
    opened = client.get(screen(dossier.pk, name))
    assert opened.status_code == 200, opened.headers.get("Location")
    return client.post(screen(dossier.pk, name), {**hidden(opened), **entered})


def done(response: Any, dossier: Any) -> str:
    """The act was done: the browser is sent on. Reads the file again."""
    assert response.status_code == 302, [str(error) for error in response.context["form"].errors.values()]
    dossier.refresh_from_db()
    return dossier.state


def refused(response: Any) -> None:
    """The act was refused: the form is still there, with a sentence and with what was typed."""
    assert response.status_code in (400, 403, 409, 503)
    body = response.content.decode()
    assert "act-refused" in body
