"""The demonstration's accounts: which role each has, over which territory, and where it begins its day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import Grant, Role, User
from portal.accounts.rights import decides
from portal.accounts.second_factor import has_second_factor
from portal.kernel.now import local_date
from portal.territory.models import Body, Commune
from tracking.signature.authority import ensure_authority, issue_certificate
from tracking.signature.protocol import SignerRole

COMMUNE_CODE: Final = "08.577.01.11"
# Grants of the demonstration begin well before any dossier it holds.
GRANTED_FROM: Final = date(2024, 1, 1)
REASON: Final = "Démonstration"


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """`home`: where the role begins (`space`, `admin` or `cms`). `signs`: the capacity of its demonstration key."""

    slug: str
    title: object
    work: object
    name_fr: str
    name_ar: str
    home: str
    role: Role | None = None
    over: str = ""
    body_kind: str = ""
    kind: str = User.Kind.OFFICER
    signs: SignerRole | None = None


ACCOUNTS: Final[tuple[DemoAccount, ...]] = (
    DemoAccount(
        "citizen", _("Citizen"), _("Reads a guide, files a request, follows it, receives the permit."),
        "Usager de démonstration", "مرتفق تجريبي", "space", kind=User.Kind.CITIZEN,
    ),
    DemoAccount(
        "architect", _("Architect"), _("Files a building permit for a client."),
        "Architecte de démonstration", "مهندس معماري تجريبي", "space", kind=User.Kind.ARCHITECT,
    ),
    DemoAccount(
        "clerk", _("Registry clerk"), _("Receives files, asks for missing pieces, schedules visits."),
        "Agent du bureau d'ordre (démonstration)", "عون مكتب الضبط (نموذج تجريبي)", "admin", Role.CLERK, "commune",
    ),
    DemoAccount(
        "technician", _("Technical service"), _("Checks works that need no opinion."),
        "Service technique (démonstration)", "المصلحة التقنية (نموذج تجريبي)", "admin", Role.TECHNICIAN, "commune",
    ),
    DemoAccount(
        "secretary", _("Secretary of the provincial planning committee"),
        _("Puts small projects before the commission and keeps its minutes."),
        "Secrétariat du comité provincial d'urbanisme (démonstration)",
        "كتابة اللجنة الإقليمية للتعمير (نموذج تجريبي)", "admin", Role.COMMITTEE_SECRETARY, "province",
    ),
    DemoAccount(
        "member-province", _("Commission member: province"), _("Gives the province's opinion."),
        "Membre : province (démonstration)", "عضو: الإقليم (نموذج تجريبي)", "admin", Role.MEMBER, "body", "province",
        signs=SignerRole.MEMBER,
    ),
    DemoAccount(
        "member-commune", _("Commission member: commune"), _("Gives the opinion of the commune's services."),
        "Membre : commune (démonstration)", "عضو: الجماعة (نموذج تجريبي)", "admin", Role.MEMBER, "body", "commune",
        signs=SignerRole.MEMBER,
    ),
    DemoAccount(
        "member-agency", _("Commission member: urban agency"), _("Gives the opinion that binds the president."),
        "Membre : agence urbaine (démonstration)", "عضو: الوكالة الحضرية (نموذج تجريبي)", "admin", Role.MEMBER, "body",
        "urban_agency", signs=SignerRole.MEMBER,
    ),
    DemoAccount(
        "member-authority", _("Member of the joint visit: local authority"), _("Gives an opinion on the ground."),
        "Membre : autorité locale (démonstration)", "عضو: السلطة المحلية (نموذج تجريبي)", "admin", Role.MEMBER, "body",
        "local_authority", signs=SignerRole.MEMBER,
    ),
    DemoAccount(
        "president", _("President of the council"), _("Decides, and signs with a code."),
        "Président du conseil (démonstration)", "رئيس المجلس (نموذج تجريبي)", "admin", Role.PRESIDENT, "commune",
        signs=SignerRole.PRESIDENT,
    ),
    DemoAccount(
        "cashier", _("Revenue officer"), _("Records the payment that releases the permit."),
        "Régisseur des recettes (démonstration)", "شسيع المداخيل (نموذج تجريبي)", "admin", Role.CASHIER, "commune",
    ),
    DemoAccount(
        "governor", _("Governor"), _("Watches delays, certifies silence."),
        "Gouverneur (démonstration)", "عامل الإقليم (نموذج تجريبي)", "admin", Role.GOVERNOR, "province",
        signs=SignerRole.GOVERNOR,
    ),
    DemoAccount(
        "follow-up", _("Member of the follow-up committee"), _("Sees figures only, no file."),
        "Comité provincial de suivi (démonstration)", "لجنة التتبع الإقليمية (نموذج تجريبي)", "admin",
        Role.FOLLOW_UP_MEMBER, "province",
    ),
    DemoAccount(
        "controller", _("Urbanism controller"), _("Checks on the site what was permitted."),
        "Contrôleur de l'urbanisme (démonstration)", "مراقب التعمير (نموذج تجريبي)", "admin", Role.CONTROLLER,
        "province",
    ),
    DemoAccount(
        "editor", _("Municipal editor"), _("Publishes the commune's pages and local facts."),
        "Rédacteur municipal (démonstration)", "محرر الجماعة (نموذج تجريبي)", "cms", Role.EDITOR, "commune",
    ),
)  # fmt: skip


def find_account(slug: str) -> DemoAccount | None:
    """The demonstration account named `slug`."""
    return next((account for account in ACCOUNTS if account.slug == slug), None)


def made_accounts() -> list[tuple[DemoAccount, User]]:
    """The accounts of the demonstration that are there, in their order: none before it is made."""
    users = User.objects.in_bulk([f"demo-{account.slug}" for account in ACCOUNTS], field_name="username")
    rows = ((account, users.get(f"demo-{account.slug}")) for account in ACCOUNTS)
    return [(account, user) for account, user in rows if user is not None]


def user_of(account: DemoAccount) -> User:
    """The person behind a demonstration account. Raises `User.DoesNotExist` before the demonstration was made."""
    return User.objects.get(username=f"demo-{account.slug}")


def ensure_accounts(*, at: datetime) -> None:
    """Make every account with its grant, its second factor if it decides, its key if it signs; what exists is left as it is."""
    commune = Commune.objects.select_related("province").get(code=COMMUNE_CODE)
    for number, account in enumerate(ACCOUNTS, start=1):
        user, _made = User.objects.get_or_create(
            username=f"demo-{account.slug}",
            defaults={
                "full_name": account.name_fr,
                "full_name_ar": account.name_ar,
                "email": f"{account.slug}@demonstration.invalid",
                "phone": f"+2126000000{number:02d}",
                "phone_verified": True,
                "language": "ar",
                "kind": account.kind,
                "order_number": "0000" if account.kind == User.Kind.ARCHITECT else "",
            },
        )
        if account.role is not None:
            Grant.objects.get_or_create(
                user=user,
                role=account.role,
                **dict(_territory(account, commune)),
                defaults={"valid_from": min(GRANTED_FROM, local_date(at)), "reason": REASON},
            )
        if decides(user) and not has_second_factor(user):
            TOTP.activate(user, generate_totp_secret())
        if account.signs is not None:
            _issue_key(account, user, commune, at=at)


def _territory(account: DemoAccount, commune: Commune) -> Iterator[tuple[str, object]]:
    if account.over == "commune":
        yield "commune", commune
    elif account.over == "province":
        yield "province", commune.province
    elif account.over == "body":
        bodies = Body.objects.filter(kind=account.body_kind)
        yield "body", bodies.filter(communes=commune).first() or bodies.get(provinces=commune.province)


def _issue_key(account: DemoAccount, user: User, commune: Commune, *, at: datetime) -> None:
    # The demonstration's files begin some days before it was made: the authority stands from before the first, and is then
    # brought up to date.
    begun = at - timedelta(days=60)
    for moment in (begun, at):
        ensure_authority(settings.SIGNING_KEYS_DIR, at=moment)
    issue_certificate(
        settings.SIGNING_KEYS_DIR,
        name=user.username,
        subject_ar=account.name_ar.split(" (")[0],
        subject_fr=account.name_fr.split(" (")[0],
        role=account.signs,
        commune_code=commune.code if account.over == "commune" else "",
        passphrase=settings.DEMO_SIGNING_CODE,
        at=at,
        valid_from=begun,
    )
