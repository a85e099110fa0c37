"""Permissions of Django's own screens, computed from the dated grants: nothing is stored on a user or a group.

`GrantBackend` answers `has_perm` for the admin and the CMS from the roles in force today; which rows a role sees, and
what it may do with a dossier, is decided in `tracking.policies`. `DoorBackend` is allauth's sign-in, stripped of
permissions: a group that outlives its grant gives no right.
"""

from __future__ import annotations

from typing import Any, Final

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.models import AnonymousUser
from django.db.models import Model

from .models import ADMIN_ROLES, CMS_ROLES, Role, User
from .rights import grants_of

# "app.action_model", where * stands for any action, any model or both. A role that is not named has no screen of its own.
_REGISTER: Final = ("tracking.view_*", "territory.view_*")
_CMS: Final = ("wagtailadmin.access_admin", "wagtail_localize.submit_translation")
PERMISSIONS: Final[dict[Role, tuple[str, ...]]] = {
    Role.CLERK: _REGISTER,
    Role.TECHNICIAN: _REGISTER,
    Role.CASHIER: _REGISTER,
    Role.PRESIDENT: _REGISTER,
    Role.DELEGATE: _REGISTER,
    Role.MEMBER: _REGISTER,
    Role.COMMITTEE_SECRETARY: _REGISTER,
    Role.CONTROLLER: _REGISTER,
    Role.GOVERNOR: _REGISTER,
    # Figures only: no model of the register, not even to look at.
    Role.FOLLOW_UP_MEMBER: ("territory.view_*",),
    Role.EDITOR: _CMS,
    Role.REVIEWER: _CMS,
    Role.LAW_EDITOR: (
        *_CMS,
        "procedures.view_*",
        "procedures.add_*",
        "procedures.change_*",
        # No publication: a second law editor approves (`procedures.models.LawApproval`).
        "procedures.lock_*",
        "procedures.unlock_*",
        "tracking.view_legaldelay",
        "tracking.add_legaldelay",
        "tracking.change_legaldelay",
        "tracking.view_countingrule",
        "tracking.add_countingrule",
        "tracking.change_countingrule",
        "territory.view_*",
    ),
    # People and places; never a dossier.
    Role.OPERATOR: (
        "accounts.view_*",
        "accounts.add_user",
        "accounts.change_user",
        "accounts.add_grant",
        "accounts.change_grant",
        "accounts.add_mandate",
        "accounts.change_mandate",
        "territory.view_*",
        "territory.change_*",
        "territory.add_decreedday",
        "territory.delete_decreedday",
        "territory.add_body",
        "territory.add_reviewbody",
        "territory.add_reviewregime",
        "django_q.view_*",
    ),
}


def _matches(pattern: str, permission: str) -> bool:
    return permission.startswith(pattern[:-1]) if pattern.endswith("*") else permission == pattern


class GrantBackend(BaseBackend):
    """Answers permissions, signs nobody in."""

    def has_perm(self, user_obj: User | AnonymousUser, perm: str, obj: Model | None = None) -> bool:
        """Whether a role in force today has the screen `perm` (`app.action_model`); never about one object."""
        if obj is not None:
            return False
        return any(_matches(pattern, perm) for pattern in self._patterns(user_obj))

    def has_module_perms(self, user_obj: User | AnonymousUser, app_label: str) -> bool:
        """Whether a role in force today has any screen of the app."""
        return any(pattern.partition(".")[0] == app_label for pattern in self._patterns(user_obj))

    def _patterns(self, user: User | AnonymousUser) -> set[str]:
        return {pattern for grant in grants_of(user) for pattern in PERMISSIONS[Role(grant.role)]}


class DoorBackend(AuthenticationBackend):
    """allauth's sign-in by e-mail or phone and password; it gives no permission."""

    def get_user_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        return set()

    def get_group_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        return set()

    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        return set()

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        return False

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        return False


def may_enter(user: User | AnonymousUser, *, cms: bool) -> bool:
    """Whether a grant in force today opens the CMS (`cms`) or the admin."""
    if isinstance(user, User) and user.is_superuser and user.is_active:
        return True
    roles = CMS_ROLES if cms else ADMIN_ROLES
    return any(grant.role in roles for grant in grants_of(user))
