"""A grant gives one person one role over one territory or body, from a day to a day: the only source of rights.

Legal roles: law 113-14 (president), RGC 10-17 (desk, planning committee), RGC 26 (members), 12-90 arts 65-66
(controller), RGC 49 (governor). What a role may do with a dossier stands in `tracking.policies`.
"""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    CLERK = "clerk", _("Registry clerk")
    TECHNICIAN = "technician", _("Technical service")
    CASHIER = "cashier", _("Revenue officer")
    PRESIDENT = "president", _("President of the council")
    DELEGATE = "delegate", _("Delegate of the president")
    MEMBER = "member", _("Commission member")
    COMMITTEE_SECRETARY = "committee_secretary", _("Secretary of the provincial planning committee")
    FOLLOW_UP_MEMBER = "follow_up_member", _("Member of the follow-up committee")
    CONTROLLER = "controller", _("Urbanism controller")
    GOVERNOR = "governor", _("Governor")
    EDITOR = "editor", _("Municipal editor")
    REVIEWER = "reviewer", _("Provincial reviewer of pages")
    LAW_EDITOR = "law_editor", _("Law editor")
    OPERATOR = "operator", _("Operator of the portal")


# Roles that decide or sign: a second factor is demanded at the door and again, fresh, at signing.
DECIDING_ROLES = frozenset(
    {Role.PRESIDENT, Role.DELEGATE, Role.GOVERNOR, Role.MEMBER, Role.CASHIER, Role.LAW_EDITOR, Role.OPERATOR}
)

# Roles that work in the CMS, and those that work in the admin; law editors keep the dated delays there too.
CMS_ROLES = frozenset({Role.EDITOR, Role.REVIEWER, Role.LAW_EDITOR})
ADMIN_ROLES = frozenset(Role) - {Role.EDITOR, Role.REVIEWER}


class GrantQuerySet(models.QuerySet["Grant"]):
    def in_force(self, *, on: date) -> GrantQuerySet:
        """Grants whose dates include `on`; no end means without end."""
        return self.filter(Q(valid_until__isnull=True) | Q(valid_until__gte=on), valid_from__lte=on)

    def of(self, *roles: Role) -> GrantQuerySet:
        return self.filter(role__in=roles)


class Grant(models.Model):
    """`valid_from` and `valid_until` are local days, both included. Exactly the territory a role needs is given."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="grants", verbose_name=_("person"))
    role = models.CharField(_("role"), max_length=24, choices=Role.choices)
    commune = models.ForeignKey(
        "territory.Commune", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("commune")
    )
    province = models.ForeignKey(
        "territory.Province", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("province")
    )
    body = models.ForeignKey(
        "territory.Body", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("body")
    )
    valid_from = models.DateField(_("from"))
    valid_until = models.DateField(_("until"), null=True, blank=True)
    reason = models.CharField(_("act of appointment"), max_length=200)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("given by")
    )

    objects: ClassVar[models.Manager[Grant]] = GrantQuerySet.as_manager()

    class Meta:
        verbose_name = _("grant")
        verbose_name_plural = _("grants")
        ordering = ["user_id", "role", "valid_from"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="accounts_grant_dates_in_order",
            ),
            models.CheckConstraint(
                condition=(
                    Q(role__in=["law_editor", "operator"], commune=None, province=None, body=None)
                    | Q(
                        role__in=["clerk", "technician", "cashier", "president", "delegate", "editor"],
                        commune__isnull=False,
                        province=None,
                        body=None,
                    )
                    | Q(
                        role__in=["committee_secretary", "follow_up_member", "governor", "reviewer"],
                        province__isnull=False,
                        commune=None,
                        body=None,
                    )
                    | Q(role="member", body__isnull=False, province=None)
                    | Q(role="controller", body=None)
                    & (Q(commune__isnull=False, province=None) | Q(province__isnull=False, commune=None))
                ),
                name="accounts_grant_territory_of_role",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} - {self.commune or self.province or self.body or ''}"
