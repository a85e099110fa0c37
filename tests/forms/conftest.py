"""The form of `factories` published by two communes, and a browser that fills it as a person would."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from home.opening import open_province
from portal.kernel.now import at
from procedures.models import ProcedurePage
from tests.factories import Town, make_town

from .factories import AT, FORM, POSTED


@pytest.fixture
def town(db: None) -> Town:
    """The province, opened: its pages stand and the form is in force."""
    place = make_town()
    place.version(FORM)
    open_province(place.province, at=AT)
    return place


@pytest.fixture
def clock() -> Any:
    """The moment of the tests."""
    with at(AT):
        yield


class Filler:
    """A browser on the wizard of one commune's page."""

    def __init__(self, client: Client, town: Town, *, language: str = "fr", commune: Any = None) -> None:
        self.client = client
        self.page = ProcedurePage.objects.get(commune=commune or town.commune, locale__language_code=language)

    def url(self, name: str, **kwargs: Any) -> str:
        return str(self.page.attached_url("apply", name, **kwargs))

    def step(self, step: str) -> str:
        return self.url("step", step=step)

    def get(self, step: str, **more: Any) -> Any:
        return self.client.get(self.step(step), **more)

    def data(self, step: str, **changes: str) -> dict[str, str]:
        posted = {f"{step}-{name}": value for name, value in {**POSTED.get(step, {}), **changes}.items()}
        return {f"apply_{self.page.pk}-current_step": step, **posted}

    def post(self, step: str, *, query: str = "", leave: bool = False, **changes: str) -> Any:
        data = self.data(step, **changes)
        if leave:
            data["leave"] = "yes"
        return self.client.post(self.step(step) + query, data)

    def fill(self) -> None:
        """Answer everything and pass the documents."""
        for step in (*POSTED, "documents"):
            assert self.post(step).status_code == 302, step

    def review(self) -> Any:
        return self.client.get(self.url("review"))

    def submit(self, draft: Any, *, truth: str = "yes") -> Any:
        return self.client.post(self.url("submit"), {"draft": str(draft.pk), "truth": truth})


@pytest.fixture
def filler(client: Client, town: Town, clock: None) -> Filler:
    return Filler(client, town)
