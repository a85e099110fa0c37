"""Two small views to hang on a page in the tests of the seam."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path
from django.utils.translation import get_language


def start(request: HttpRequest) -> HttpResponse:
    page = request.page
    return HttpResponse(
        "|".join(
            [page.key.code, get_language(), request.attached_prefix, request.attached_match.view_name, request.method]
        )
    )


def step(request: HttpRequest, step: str) -> HttpResponse:
    if request.method == "POST":
        return HttpResponseRedirect(request.page.attached_url("trial", "step", request, step="next"))
    return HttpResponse(f"step {step}", headers={"Cache-Control": "public, max-age=60"})


urlpatterns = [path("", start, name="start"), path("<slug:step>/", step, name="step")]
