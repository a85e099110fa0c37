"""One screen, one act: a small form that parses, calls one action and says what happened.

A screen shows no right of its own: what may be done is `lifecycle.available`, and the action asks the policy again. The
hidden key makes a double click one act.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Final

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.kernel.files import discard, store
from procedures.snapshot import DocumentRule

from ...lifecycle.available import blocked, open_to
from ...lifecycle.case import Case
from ...lifecycle.guards import Guard
from ...lifecycle.table import APPLICANT, MANDATARY, Transition, find
from ...models import Dossier, Piece
from ...policies import roles_over
from ...service import FiledPiece

ARABIC_AREA: Final[Mapping[str, Any]] = {"rows": 5, "lang": "ar", "dir": "rtl"}


@dataclass(frozen=True, slots=True)
class Done:
    """What happened, and the screen to go on with (empty: the file's page)."""

    message: Promise | str
    then: str = ""


class ActionForm(forms.Form):
    """`name`: the word in the address. `transitions`: the screen is offered while one of them can be done.

    `fresh`: the second factor is asked again first. `grave`: what cannot be taken back, told apart by colour and words.
    `template`: the page, where the common one does not do.
    """

    name: ClassVar[str]
    transitions: ClassVar[tuple[str, ...]]
    title: ClassVar[Promise]
    intro: ClassVar[Promise | str] = ""
    button: ClassVar[Promise]
    fresh: ClassVar[bool] = False
    grave: ClassVar[bool] = False
    template: ClassVar[str] = "admin/tracking/dossier/screen.html"
    # A page names screens without making forms of them.
    do_not_call_in_templates: ClassVar[bool] = True

    use_required_attribute = False
    key = forms.CharField(max_length=60, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, dossier: Dossier, actor: User, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.dossier = dossier
        self.actor = actor
        self.at = at
        self.case = Case(dossier, at)
        self.fields["key"].initial = f"desk:{uuid.uuid4().hex}"
        self.prepare()

    def prepare(self) -> None:
        """Add the fields that depend on the file."""

    @classmethod
    def offered(cls, case: Case, actor: User) -> bool:
        """Whether the screen makes sense now, beyond what the table of transitions says."""
        return True

    def perform(self) -> Done:
        """Call the one action with what was entered. Raises `DomainError`."""
        raise NotImplementedError

    @property
    def idempotency_key(self) -> str | None:
        return self.cleaned_data["key"] or None

    @property
    def language(self) -> str:
        return (get_language() or "fr").split("-")[0]

    @property
    def common(self) -> dict[str, Any]:
        """What every action is given."""
        return {
            "dossier": self.dossier,
            "actor": self.actor,
            "at": self.at,
            "idempotency_key": self.idempotency_key,
        }

    @property
    def is_upload(self) -> bool:
        return self.is_multipart()


class Reasoned(ActionForm):
    """Reasons in Arabic and the text they rest on (law 03-01)."""

    reasons = forms.CharField(
        label=_("Reasons, in Arabic"),
        help_text=_("The person and the judge read them: what is not in order, and why."),
        widget=forms.Textarea(attrs=dict(ARABIC_AREA)),
    )
    legal_ground = forms.CharField(
        label=_("Legal ground"),
        help_text=_("The law or decree, and the article."),
        max_length=200,
    )


def piece_fields(form: ActionForm, documents: Iterable[DocumentRule], *, required: bool = False) -> None:
    """One file field a document, in the order of the list."""
    for document in documents:
        form.fields[f"document_{document.code}"] = forms.FileField(
            label=document.label.read(form.language).words, required=required
        )


@contextmanager
def filed_pieces(form: ActionForm) -> Iterator[list[FiledPiece]]:
    """The uploaded documents as stored pieces; what the action does not take is removed again.

    Raises `Invalid` for a file that cannot be kept.
    """
    pieces: list[FiledPiece] = []
    try:
        for field, value in form.cleaned_data.items():
            if field.startswith("document_") and isinstance(value, UploadedFile):
                kept = store(value, name=value.name or "", at=form.at)
                pieces.append(FiledPiece(document_code=field.removeprefix("document_"), file=kept, name=kept.name))
        yield pieces
    finally:
        # Refused, or done already by the first of two clicks.
        taken = set(Piece.objects.filter(file__in=[piece.file for piece in pieces]).values_list("file", flat=True))
        for piece in pieces:
            if piece.file.pk not in taken:
                discard(piece.file)


class Offers:
    """What `actor` can do as an officer with a file at a moment: the transitions open to them, asked of the table once.

    On the applicant's side there is nothing to do here: the applicant and the mandatary act from the file's public page.
    """

    def __init__(self, dossier: Dossier, actor: User, at: datetime) -> None:
        self.dossier = dossier
        self.actor = actor
        self.at = at
        self.case = Case(dossier, at)
        roles = frozenset(roles_over(actor, dossier, at=at))
        self.on_applicants_side = not roles.isdisjoint({APPLICANT, MANDATARY})
        self._held = roles - {APPLICANT, MANDATARY}
        self.transitions: list[Transition] = open_to(self._held, dossier, at)
        self._names = {transition.name for transition in self.transitions}

    def offers(self, screen: type[ActionForm]) -> bool:
        """Whether `screen` can be done now."""
        return bool(self._names.intersection(screen.transitions)) and screen.offered(self.case, self.actor)

    def may(self, screen: type[ActionForm]) -> bool:
        """Whether one of the actor's roles over the file has `screen` at all, whatever the state."""
        return any(self._held & find(name).roles for name in screen.transitions)

    def why_not(self, screen: type[ActionForm]) -> Promise | str:
        """The sentence that says why `screen` cannot be done now."""
        for name in screen.transitions:
            transition = find(name)
            if self.dossier.state in transition.sources:
                guards: list[Guard] = blocked(transition, self.dossier, self.at)
                if guards:
                    return guards[0].sentence
        return _("The file has moved on in the meantime. Look at it again before you act.")
