"""What the wizard cannot show, said before a version is published: unknown question types, steps named like its own screens."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from django.utils.translation import gettext as _

from procedures.attachments import Finding
from procedures.snapshot import Snapshot

from .fields import registered

# Addresses of the wizard beside its steps (forms/urls.py), and its own screen.
RESERVED: Final = frozenset({"saved", "move", "submit", "review", "documents"})
_STEP: Final = re.compile(r"[-a-zA-Z0-9_]+")


def check_form(snapshot: Snapshot) -> Iterator[Finding]:
    """Findings that refuse the publication of `snapshot`."""
    if snapshot.takes_files and not snapshot.steps:
        yield Finding("no_step", _("The form has no step."), number="Q-01", place="form")
    known = registered()
    for step in snapshot.steps:
        place = f"steps/{step.key}/key"
        if step.key in RESERVED or not _STEP.fullmatch(step.key):
            sentence = _("A step cannot be named “%(name)s”.") % {"name": step.key}
            yield Finding("step_name", sentence, number="Q-02", place=place)
        if not step.questions:
            sentence = _("The step “%(name)s” asks nothing.") % {"name": step.key}
            yield Finding("step_empty", sentence, number="Q-03", place=place)
        for question in step.questions:
            if question.type not in known:
                sentence = _("%(question)s: there is no question type “%(type)s”.")
                values = {"question": question.key, "type": question.type}
                place = f"questions/{question.key}/type"
                yield Finding("question_type_unknown", sentence % values, number="Q-04", place=place)
