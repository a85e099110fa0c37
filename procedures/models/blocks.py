"""The form of a procedure as ordered blocks: labels translate, keys, types and conditions do not.

wagtail-localize hands every text block to translators; what the code reads is therefore written in `LogicBlock`.
"""

from __future__ import annotations

from typing import Any

from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

# A key is a name of the condition language (`procedures.conditions`).
KEY = RegexValidator(
    r"^[a-z][a-z0-9_]*$", _("Use small Latin letters, digits and underscores, starting with a letter.")
)


class LogicBlock(blocks.CharBlock):
    """A short text that belongs to the law or to the code and is the same in every language."""

    def get_translatable_segments(self, value: str) -> list[Any]:
        return []

    def restore_translated_segments(self, value: str, segments: Any) -> str:
        return value


class OptionBlock(blocks.StructBlock):
    value = LogicBlock(label=_("stored value"), validators=[KEY])
    label = blocks.CharBlock(label=_("label"))

    class Meta:
        label = _("choice")


class ParameterBlock(blocks.StructBlock):
    """A limit of the question type: `min`, `max`, `max_length`, `unit`."""

    name = LogicBlock(label=_("name"), validators=[KEY])
    value = LogicBlock(label=_("value"))

    class Meta:
        label = _("limit")


class QuestionBlock(blocks.StructBlock):
    key = LogicBlock(label=_("key"), validators=[KEY])
    type = LogicBlock(label=_("type"), validators=[KEY])
    label = blocks.CharBlock(label=_("question"), max_length=300)
    help = blocks.TextBlock(label=_("help"), required=False)
    required = blocks.BooleanBlock(label=_("an answer is required"), required=False, default=True)
    asked_if = LogicBlock(label=_("asked if"), required=False)
    options = blocks.ListBlock(OptionBlock(), label=_("choices"), default=[])
    params = blocks.ListBlock(ParameterBlock(), label=_("limits"), default=[])

    class Meta:
        label = _("question")
        icon = "help"


class StepBlock(blocks.StructBlock):
    key = LogicBlock(label=_("word in the address"), validators=[KEY])
    title = blocks.CharBlock(label=_("title"), max_length=200)
    intro = blocks.TextBlock(label=_("introduction"), required=False)
    questions = blocks.ListBlock(QuestionBlock(), label=_("questions"), default=[])

    class Meta:
        label = _("step")
        icon = "form"


class FormBlock(blocks.StreamBlock):
    step = StepBlock()

    class Meta:
        required = False
