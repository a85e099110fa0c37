"""Translations in wagtail-localize, which knows publication or nothing: who may, and *submit translation* beside it.

Its publication writes the source language into every gap, so one that is not complete is neither submitted nor
published; only a procedure may lack Amazigh, since a version shows the gap as a gap. A draft of a live translation is
never saved by `save_target(publish=False)`, which takes the live one offline: it is a revision of its own.
"""

from __future__ import annotations

from typing import Any, Final

from django.apps import apps
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Model
from django.db.models.signals import pre_save
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.coreutils import find_available_slug
from wagtail.models import Page, WorkflowState
from wagtail.whitelist import Whitelister, allow_without_attributes, attribute_rule
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from portal.accounts.models import User
from portal.kernel.errors import Refused
from procedures.models import Procedure
from procedures.versions import REQUIRED_LANGUAGES

# Changing words that wait would change what is approved behind the back of who approves.
_WRITES: Final = frozenset({"edit_string_translation", "edit_override", "upload_pofile", "machine_translate"})
_READS: Final = frozenset({"download_pofile", "preview_translation"})


def may_open(request: HttpRequest, user: User, name: str, kwargs: dict[str, Any]) -> bool:
    """Whether `user` may use the address `name` of wagtail-localize; one that is not named here, nobody may."""
    if name == "javascript_catalog":
        return True
    if name == "submit_page_translation":
        return _may(user, Page.objects.filter(pk=kwargs["page_id"]).first(), may_edit)
    if name == "convert_to_alias":
        return _may(user, Page.objects.filter(pk=kwargs["page_id"]).first(), may_publish)
    if name in ("submit_snippet_translation", "snippets_api_listing", "snippets_api_detail"):
        return user.has_perm(f"{kwargs['app_label']}.change_{kwargs['model_name']}")
    if name == "update_translations":
        return _may_update(request, user, kwargs["translation_source_id"])
    if name in ("translations_report", "translations_report_results"):
        return user.has_perm("procedures.change_procedure")
    if name in _WRITES | _READS | {"stop_translation"}:
        target = _target_of(kwargs["translation_id"])
        if name == "stop_translation":
            return _may(user, target, may_publish)
        return _may(user, target, may_edit) and not (name in _WRITES and _waits(target))
    return False


def may_edit(user: User, obj: Any) -> bool:
    if isinstance(obj, Page):
        return bool(obj.permissions_for_user(user).can_edit())
    return user.has_perm(f"{obj._meta.app_label}.change_{obj._meta.model_name}")


def may_publish(user: User, obj: Any) -> bool:
    """Whether `user` may publish `obj` alone, without an approval."""
    if isinstance(obj, Page):
        return bool(obj.permissions_for_user(user).can_publish())
    return user.has_perm(f"{obj._meta.app_label}.publish_{obj._meta.model_name}")


def _may(user: User, obj: Any, test: Any) -> bool:
    # Of what is not there, the view says so.
    return obj is None or test(user, obj)


def _waits(target: Any) -> bool:
    return target is not None and target.workflow_in_progress


def _target_of(translation_id: int) -> Any:
    translation = Translation.objects.filter(pk=translation_id).first()
    return target_of(translation) if translation is not None else None


def target_of(translation: Translation) -> Any:
    """The translated page or procedure; `None` when it was deleted."""
    try:
        return translation.get_target_instance()
    except ObjectDoesNotExist:
        return None


def original_of(source: TranslationSource) -> Any:
    """The page or procedure that is translated; `None` when it was deleted."""
    return source.object.get_instance_or_none(source.locale)


def _may_update(request: HttpRequest, user: User, source_id: int) -> bool:
    source = TranslationSource.objects.filter(pk=source_id).first()
    original = original_of(source) if source is not None else None
    if source is None or original is None:
        return True
    if not may_edit(user, original):
        return False
    if request.method != "POST" or not request.POST.get("publish_translations"):
        return True
    # It would publish every language at once, gaps included.
    targets = [(translation, target_of(translation)) for translation in source.translations.filter(enabled=True)]
    return all(
        target is not None and may_publish(user, target) and not _waits(target) and not lacks_words(translation)
        for translation, target in targets
    )


def translation_into(obj: Any) -> Translation | None:
    """The translation of which `obj` is the target and which is edited in wagtail-localize's own editor."""
    return Translation.objects.filter(
        source__object_id=obj.translation_key, target_locale_id=obj.locale_id, enabled=True
    ).first()


def lacks_words(translation: Translation) -> bool:
    """Whether a sentence that must be there has no translation. A page's address word may be the original's."""
    model = translation.source.specific_content_type.model_class()
    if issubclass(model, Procedure) and translation.target_locale.language_code not in REQUIRED_LANGUAGES:
        return False
    segments = translation.source.stringsegment_set.exclude(context__path="slug")
    missing: bool = segments.annotate_translation(translation.target_locale).filter(translation__isnull=True).exists()
    return missing


def refuse_publication(translation: Translation, target: Any) -> None:
    """Raise `Refused` for a translation that cannot be published now, whoever asks."""
    if target.workflow_in_progress:
        raise Refused(_("This translation waits for approval: decide on it instead."), code="waits")
    if lacks_words(translation):
        sentence = _("This translation is not complete: translate every sentence first.")
        raise Refused(sentence, code="incomplete")


@transaction.atomic
def submit(translation: Translation, *, user: User) -> WorkflowState:
    """Make a draft of the translation as it now stands and start, or resume, the approval of its page or procedure.

    Raises `PermissionDenied`, or `Refused` with the sentence why it cannot be submitted; then nothing is changed.
    """
    target = target_of(translation)
    if target is None or not may_edit(user, target):
        raise PermissionDenied
    if original_of(translation.source) is None:
        raise Refused(_("The original of this translation was deleted."), code="no_original")
    # The law and the order of the sentences are those of the original as it is published now.
    translation.source.update_from_db()
    refuse_publication(translation, target)
    workflow = target.get_workflow()
    if workflow is None:
        raise Refused(_("There is nobody to approve this page."), code="no_workflow")
    draft = translation.source.get_ephemeral_translated_instance(translation.target_locale, fallback=True)
    if isinstance(draft, Page):
        draft.slug = find_available_slug(draft.get_parent(), slugify(draft.slug), ignore_page_id=draft.pk)
    try:
        draft.save_revision(user=user, log_action=True)
    except ValidationError as error:
        raise Refused(" ".join(error.messages), code="invalid") from error
    state: WorkflowState | None = target.current_workflow_state
    if state is not None:
        state.resume(user)
        return state
    model: type[Model] = apps.get_model(target._meta.label)
    started: WorkflowState = workflow.start(model._default_manager.get(pk=target.pk), user)
    return started


class _TypedWords(Whitelister):
    """What a sentence may hold: the marks of wagtail-localize, whose links are only numbers."""

    element_rules = {
        "[document]": allow_without_attributes,
        "a": attribute_rule({"id": True}),
        **dict.fromkeys(("b", "br", "em", "i", "strong", "sub", "sup"), allow_without_attributes),
    }

    def clean_tag_node(self, doc: Any, tag: Any) -> None:
        if tag.name in ("script", "style", "template"):
            tag.decompose()
            return
        super().clean_tag_node(doc, tag)


@receiver(pre_save, sender=StringTranslation, dispatch_uid="home.typed_words")
def keep_words_only(sender: type[StringTranslation], instance: StringTranslation, **kwargs: Any) -> None:
    """A translator pastes anything; wagtail-localize would put it into the page as it is."""
    if instance.last_translated_by_id is not None and "<" in instance.data:
        instance.data = _TypedWords().clean(instance.data)
