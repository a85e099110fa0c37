"""A person: signs in with a phone or an e-mail and a code; an officer is a person with a dated grant."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField


def _handle() -> str:
    return uuid.uuid4().hex


class User(AbstractUser):
    """`username` is an internal handle nobody types; phone and e-mail are unique when given."""

    class Kind(models.TextChoices):
        CITIZEN = "citizen", _("Citizen")
        ARCHITECT = "architect", _("Architect")
        ENGINEER = "engineer", _("Specialised engineer")
        SURVEYOR = "surveyor", _("Surveyor")
        OFFICER = "officer", _("Officer")

    username = models.CharField(_("handle"), max_length=64, unique=True, default=_handle)
    full_name = models.CharField(_("full name"), max_length=200, blank=True)
    full_name_ar = models.CharField(_("full name in Arabic"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = PhoneNumberField(_("phone"), null=True, blank=True, unique=True)
    phone_verified = models.BooleanField(_("phone verified"), default=False)
    language = models.CharField(_("language"), max_length=5, default="ar")
    kind = models.CharField(_("kind of account"), max_length=12, choices=Kind.choices, default=Kind.CITIZEN)
    cnie = models.CharField(_("national identity card number"), max_length=12, blank=True)
    address = models.CharField(_("address"), max_length=300, blank=True)
    order_number = models.CharField(_("number on the roll of the Order"), max_length=30, blank=True)

    objects: ClassVar[UserManager[User]] = UserManager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.UniqueConstraint(
                models.functions.Lower("email"), condition=~Q(email=""), name="accounts_user_email_unique"
            )
        ]

    def __str__(self) -> str:
        return self.full_name or self.email or str(self.phone or "")

    def get_full_name(self) -> str:
        return self.full_name

    def get_short_name(self) -> str:
        return self.full_name
