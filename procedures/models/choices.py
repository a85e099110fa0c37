"""The closed lists the law is written with; every stored value is one the snapshot documents."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Confidence(models.TextChoices):
    HIGH = "high", _("The text was read")
    MEDIUM = "medium", _("Excerpt or press")
    LOW = "low", _("Practice or memory: to be confirmed")


class ActKind(models.TextChoices):
    PERMIT = "permit", _("Permit")
    ORDER = "order", _("Order")
    CERTIFICATE = "certificate", _("Certificate")
    DECLARATION_RECEIPT = "declaration_receipt", _("Receipt of a declaration")


class Authority(models.TextChoices):
    PRESIDENT = "president", _("President of the communal council")
    GOVERNOR = "governor", _("Governor of the province")
    URBAN_AGENCY = "urban_agency", _("Urban agency")
    STATE = "state", _("Ministry or its delegate")


class Unit(models.TextChoices):
    WORKING_DAYS = "working_days", _("working days")
    CALENDAR_DAYS = "calendar_days", _("calendar days")
    MONTHS = "months", _("months")


class ValidityUnit(models.TextChoices):
    WORKING_DAYS = "working_days", _("working days")
    CALENDAR_DAYS = "calendar_days", _("calendar days")
    MONTHS = "months", _("months")
    ASKED = "asked", _("the period asked for")


class StartEvent(models.TextChoices):
    COMPLETE_FILING = "complete_filing", _("filing of the complete file")
    FILING = "filing", _("filing")


class StopEvent(models.TextChoices):
    NOTIFIED = "notified", _("notification of the decision")


class ValidityStart(models.TextChoices):
    DELIVERED = "delivered", _("delivery of the act")


class ValidityEnd(models.TextChoices):
    EXPIRED = "expired", _("the act expires")
    LAPSE_PRESUMED = "lapse_presumed", _("the act is presumed lapsed if the works have not begun")


class StageAction(models.TextChoices):
    CHECK = "check", _("Check by the technical service")
    CONSULT = "consult", _("Bodies give their opinions")
    SESSION = "session", _("Examined in session")
    VISIT = "visit", _("Joint visit")
    REGISTER = "register", _("Registered at filing")
    DECIDE = "decide", _("Decision")
    PAY = "pay", _("Payment")


class Holder(models.TextChoices):
    DESK = "desk", _("Registry desk")
    TECHNICAL = "technical", _("Technical service")
    BODIES = "bodies", _("Consulted bodies")
    SECRETARIAT = "secretariat", _("Secretariat of the review body")
    PRESIDENT = "president", _("President of the council")
    CASHIER = "cashier", _("Revenue officer")


class DocumentNature(models.TextChoices):
    MAIN = "main", _("Main document: inadmissible without it")
    INFORMATION = "information", _("Information document: may come until delivery")


class FileKinds(models.TextChoices):
    PDF_OR_IMAGE = "pdf,image", _("PDF or picture")
    PDF = "pdf", _("PDF only")
    IMAGE = "image", _("Picture only")


class FeeBase(models.TextChoices):
    NONE = "none", _("no fee")
    FIXED = "fixed", _("fixed amount")
    PER_SQUARE_METRE = "per_square_metre", _("per square metre")
    PER_SQUARE_METRE_QUARTER = "per_square_metre_quarter", _("per square metre and quarter")


class Payee(models.TextChoices):
    COMMUNE = "commune", _("Commune")
    OPERATOR = "operator", _("Network operator")
    STATE = "state", _("State")
