"""The wizard's storage over `Draft`: formtools' contract, written once a request, and only if a step changed.

Two tabs are safe: each request writes the steps it changed into the draft as it is by then, under a lock; the revision
rises. Looking at a step writes nothing, since the address says which one it is. `reset` never deletes an upload.
"""

from __future__ import annotations

import copy
from typing import Any

from django.db import transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from formtools.wizard.storage.base import BaseStorage

from portal.kernel.now import now

from .holders import keep_open, locked
from .models import Draft

ANSWERS = "answers"


class DraftStorage(BaseStorage):
    """Reads `request.draft`; with none (nothing posted yet) it starts empty and `request.make_draft()` makes the row."""

    def __init__(self, prefix: str, request: HttpRequest, file_storage: object = None) -> None:
        super().__init__(prefix, request, file_storage)
        self.draft: Draft | None = getattr(request, "draft", None)
        if self.draft is not None and self.draft.data:
            self.data = copy.deepcopy(self.draft.data)
        else:
            self.init_data()
        self._before = copy.deepcopy(self.data)

    def init_data(self) -> None:
        super().init_data()
        self.data[ANSWERS] = {}

    def reset(self) -> None:
        self.init_data()

    def set_answers(self, step: str, answers: dict[str, Any]) -> None:
        """Keep the typed answers of one step; answers no longer asked are gone."""
        self.data[ANSWERS][step] = answers

    def forget_answers(self, step: str) -> None:
        """The step must be answered again."""
        self.data[ANSWERS].pop(step, None)

    def answers_but(self, step: str | None) -> dict[str, Any]:
        """Typed answers of every step but `step`."""
        return {k: v for name, given in self.data[ANSWERS].items() if name != step for k, v in given.items()}

    @property
    def answers(self) -> dict[str, Any]:
        return self.answers_but(None)

    def answered(self, step: str) -> bool:
        """Whether the step was posted and right."""
        return step in self.data[ANSWERS]

    def update_response(self, response: HttpResponseBase) -> None:
        super().update_response(response)
        changed = self._changed_steps()
        if not changed:
            return
        if self.draft is None:
            self.draft = self.request.make_draft(response)
        self._write(changed)
        keep_open(self.request, response, self.draft)

    def _changed_steps(self) -> set[str]:
        names = {
            name for data in (self.data, self._before) for part in (self.step_data_key, ANSWERS) for name in data[part]
        }
        return {
            name
            for name in names
            if any(self.data[part].get(name) != self._before[part].get(name) for part in (self.step_data_key, ANSWERS))
        }

    def _write(self, changed: set[str]) -> None:
        """Merge what this request changed into the row as another tab may have left it."""
        assert self.draft is not None
        with transaction.atomic():
            row = locked(self.draft)
            kept = row.data or {}
            for part in (self.step_data_key, self.step_files_key, self.extra_data_key, ANSWERS):
                kept.setdefault(part, {})
            kept[self.step_key] = self.data[self.step_key]
            kept[self.extra_data_key] = self.data[self.extra_data_key]
            for name in changed:
                for part in (self.step_data_key, ANSWERS):
                    if name in self.data[part]:
                        kept[part][name] = self.data[part][name]
                    else:
                        kept[part].pop(name, None)
            row.data = kept
            row.revision += 1
            row.touch(at=now())
            row.save(update_fields=["data", "revision", "touched_at", "closes_at"])
        for name in ("data", "revision", "touched_at", "closes_at"):
            setattr(self.draft, name, getattr(row, name))
        self._before = copy.deepcopy(self.data)
