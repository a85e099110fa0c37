"""A person: signs in with a phone or an e-mail and a code; an officer is a person with a dated grant."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField

from .grant import ADMIN_ROLES


def _handle() -> str:
    return uuid.uuid4().hex


class PersonManager(UserManager["User"]):
    """Django's manager, less `is_staff`: it follows from the grants and is never given."""

    def _create_user_object(self, username: str, email: str | None, password: str | None, **fields: Any) -> User:
        fields.pop("is_staff", None)
        return super()._create_user_object(username, email, password, **fields)


class User(AbstractUser):
    """`username` is an internal handle nobody types; phone and e-mail are unique when given.

    `email` holds only an address that its owner has proven, or that an operator entered; one that still waits for its
    proof is an `EmailAddress` of allauth. `pending` marks a sign-up whose code was not yet typed: nobody can sign in to
    it, a new sign-up with the same phone or e-mail replaces it, and a sweep removes it.
    """

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

    # A person has one full name a script. The CMS greets by the first name, which is therefore the whole one.
    last_name = None  # type: ignore[assignment]

    pending = models.BooleanField(_("sign-up not finished"), default=False)

    objects: ClassVar[PersonManager] = PersonManager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.UniqueConstraint(
                models.functions.Lower("email"), condition=~Q(email=""), name="accounts_user_email_unique"
            )
        ]

    def __str__(self) -> str:
        return self.get_full_name() or self.email or str(self.phone or "")

    @property
    def is_staff(self) -> bool:  # type: ignore[override]
        """Whether the person may enter the admin today: a grant of `ADMIN_ROLES` is in force, or a superuser."""
        # The rights read the models, so the models cannot import them at the top.
        from portal.accounts.rights import has_role

        return self.is_active and (self.is_superuser or has_role(self, *ADMIN_ROLES))

    def has_usable_password(self) -> bool:
        """Whether a password was ever chosen; Django holds an empty one for usable."""
        return bool(self.password) and super().has_usable_password()

    @property
    def first_name(self) -> str:  # type: ignore[override]
        return self.get_full_name()

    def get_full_name(self) -> str:
        """The name in the reader's script when there is one, else the other."""
        arabic = (get_language() or "").startswith("ar")
        names = (self.full_name_ar, self.full_name) if arabic else (self.full_name, self.full_name_ar)
        return names[0] or names[1]

    def get_short_name(self) -> str:
        return self.get_full_name()
