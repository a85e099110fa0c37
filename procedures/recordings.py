"""The recordings in the CMS: an editor's or reviewer's for the communes of their grant, a law editor's for all.

Views of their own, since Wagtail's permissions are per model: what is not one's own is not found.
"""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from wagtail.admin import messages

from portal.accounts.models import Role, User
from portal.accounts.rights import grants_of, has_role
from portal.context import current_language
from portal.kernel.errors import Invalid
from portal.kernel.now import now, today
from portal.kernel.sound import extension_of
from portal.territory.models import Commune

from .models import ProcedureKey, Recording
from .models.page import titles_by_key
from .versions import version_in_force

_LOCAL_ROLES: Final = (Role.EDITOR, Role.REVIEWER)


def may_record(user: User) -> bool:
    """Whether `user` has recordings of any place."""
    return _for_all(user) or has_role(user, *_LOCAL_ROLES)


def _for_all(user: User) -> bool:
    return user.is_superuser or has_role(user, Role.LAW_EDITOR)


def communes_of(user: User) -> QuerySet[Commune]:
    """The communes for which `user` may record."""
    if _for_all(user):
        return Commune.objects.all()
    grants = [grant for grant in grants_of(user) if grant.role in _LOCAL_ROLES]
    return Commune.objects.filter(
        Q(pk__in=[grant.commune_id for grant in grants if grant.commune_id])
        | Q(province__in=[grant.province_id for grant in grants if grant.province_id])
    )


def recordings_of(user: User) -> QuerySet[Recording]:
    """Those that `user` may change."""
    rows = Recording.objects.select_related("key", "commune").order_by("key__code", "place", "part", "language")
    return rows if _for_all(user) else rows.filter(commune__in=communes_of(user))


class RecordingForm(forms.ModelForm):
    class Meta:
        model = Recording
        fields = ("key", "commune", "place", "part", "language", "title", "transcript", "file")
        widgets = {"file": forms.FileInput(attrs={"accept": ".mp3,.m4a,.ogg,audio/*"})}
        help_texts = {
            "part": _("The key of the step or the kind of the notice; empty for the guide."),
            "file": _("MP3, M4A or OGG, 5 megabytes at most: some twenty seconds of a voice are enough."),
            "transcript": _("For those who do not hear, and for those who read along."),
        }

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        titles = titles_by_key(current_language())
        keys: Any = self.fields["key"]
        keys.queryset = ProcedureKey.objects.order_by("code")
        keys.label_from_instance = lambda key: f"{key.code} · {titles.get(key.pk, key.slug)}"
        communes: Any = self.fields["commune"]
        communes.queryset = communes_of(user).order_by("code")
        communes.required = not _for_all(user)
        communes.empty_label = _("All communes") if _for_all(user) else None

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if "file" in self.changed_data:
            try:
                self.instance.extension = extension_of(file)
            except Invalid as invalid:
                raise ValidationError(invalid.sentence) from invalid
        return file

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        key, part = cleaned.get("key"), cleaned.get("part")
        if key and part and cleaned.get("place") == Recording.Place.STEP:
            version = version_in_force(key, on=today())
            steps = [step.key for step in version.snapshot.steps] if version is not None else []
            if part not in steps:
                sentence = _("This procedure has no such step. Its steps: %(steps)s.")
                self.add_error("part", ValidationError(sentence, params={"steps": ", ".join(steps) or "-"}))
        return cleaned


def _officer(request: HttpRequest) -> User:
    user = request.user
    if not isinstance(user, User) or not may_record(user):
        raise PermissionDenied
    return user


@require_GET
def recordings(request: HttpRequest) -> HttpResponse:
    """The list."""
    user = _officer(request)
    context = {"recordings": recordings_of(user), "titles": titles_by_key(current_language())}
    return render(request, "procedures/editing/recordings.html", context)


@require_http_methods(["GET", "POST"])
def recording(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """The form of one recording, new without `pk`."""
    user = _officer(request)
    row = get_object_or_404(recordings_of(user), pk=pk) if pk is not None else Recording(recorded_at=now())
    former = row.file.name
    form = RecordingForm(request.POST or None, request.FILES or None, instance=row, user=user)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            saved = form.save()
            if former and saved.file.name != former:
                transaction.on_commit(lambda: default_storage.delete(former))
        messages.success(request, _("The recording is heard from now on."))
        return redirect("recordings")
    return render(request, "procedures/editing/recording.html", {"form": form, "recording": row if pk else None})


@require_POST
def remove_recording(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a recording away, with its file."""
    row = get_object_or_404(recordings_of(_officer(request)), pk=pk)
    name = row.file.name
    with transaction.atomic():
        row.delete()
        transaction.on_commit(lambda: default_storage.delete(name))
    messages.success(request, _("The recording is no longer heard."))
    return redirect("recordings")


def urls() -> list[URLPattern]:
    return [
        path("recordings/", recordings, name="recordings"),
        path("recordings/add/", recording, name="recording_add"),
        path("recordings/<int:pk>/", recording, name="recording"),
        path("recordings/<int:pk>/remove/", remove_recording, name="recording_remove"),
    ]
