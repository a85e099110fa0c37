"""Runs in a process of its own on a portal's data: makes it, tells it, signs in it, writes to it until told to stop."""

from __future__ import annotations

import hashlib
import json
import select
import sys

import django


def demonstrate() -> None:
    """The accounts, keys and files of the demonstration, one of them a signed permit."""
    from home.demo.accounts import ensure_accounts
    from home.demo.content import ensure_content
    from portal.kernel.now import now

    ensure_accounts(at=now())
    ensure_content(at=now())


def tell() -> None:
    """What a person would find: files and their states, proofs of journals, papers and kept files."""
    from portal.accounts.models import User
    from portal.kernel.files import read_file
    from portal.kernel.models import StoredFile
    from tracking import journal
    from tracking.models import Act, Dossier

    files = {str(row.pk): row for row in StoredFile.objects.all()}
    _say(
        dossiers=dict(Dossier.objects.values_list("reference", "state")),
        people=User.objects.count(),
        broken_journals=[dossier.reference for dossier in Dossier.objects.all() if journal.verify(dossier)],
        broken_files=[
            pk for pk, row in files.items() if hashlib.sha256(read_file(row)).hexdigest() != row.sha256
        ],
        files=sorted(files),
        permits={act.number: _integrity(read_file(act.file)) for act in Act.objects.exclude(file=None)},
    )  # fmt: skip


def figures() -> None:
    """What the demonstration consists of, without what differs between two makings: numbers, moments, secrets."""
    from forms.models import Draft
    from portal.accounts.models import Grant, User
    from procedures.models import ProcedurePage, ProcedureVersion
    from tracking.models import Act, Dossier, Event

    _say(
        dossiers=sorted(Dossier.objects.values_list("idempotency_key", "reference", "state")),
        people=sorted(User.objects.values_list("username", flat=True)),
        grants=sorted(Grant.objects.values_list("user__username", "role")),
        words=sorted(ProcedurePage.objects.values_list("url_path", "title", "live")),
        counted=[model.objects.count() for model in (Act, Event, Draft, ProcedureVersion)],
    )


def change() -> None:
    """A new file, a decision, a draft, and an editor's change of a page."""
    from forms.models import Draft
    from home.demo.accounts import COMMUNE_CODE, find_account, user_of
    from home.demo.content import _REPAIR, _file
    from portal.kernel.now import now
    from portal.territory.models import Commune
    from procedures.models import ProcedurePage, ProcedureVersion

    commune, citizen = Commune.objects.get(code=COMMUNE_CODE), user_of(find_account("citizen"))
    dossier = _file("another", "U6", _REPAIR, commune, citizen, at=now())
    sign()
    version = ProcedureVersion.objects.get(pk=dossier.version_id)
    moments = {name: now() for name in ("created_at", "touched_at", "closes_at")}
    Draft.objects.create(key=version.key, version=version, commune=commune, owner=citizen, language="ar", **moments)
    page = ProcedurePage.objects.filter(commune=commune).first()
    page.title = "Un autre titre"
    page.save_revision(user=user_of(find_account("editor"))).publish()


def sign() -> None:
    """Grant the file that waits for its decision and sign the permit with the president's key."""
    from django.conf import settings

    from home.demo.accounts import find_account, user_of
    from portal.kernel.files import read_file
    from portal.kernel.now import now
    from tracking.actions.decide_dossier import decide_dossier
    from tracking.actions.sign_act import sign_act
    from tracking.models import Decision, Dossier
    from tracking.models.states import DossierState

    president = user_of(find_account("president"))
    dossier = Dossier.objects.get(state=DossierState.AWAITING_DECISION)
    act = decide_dossier(dossier=dossier, outcome=Decision.Outcome.GRANT, actor=president, at=now())
    signed = sign_act(act=act, code=settings.DEMO_SIGNING_CODE, actor=president, at=now())
    _say(number=signed.number, integrity=_integrity(read_file(signed.file)))


def write() -> None:
    """File requests one after the other until the input ends; each is told once it is kept."""
    from home.demo.accounts import COMMUNE_CODE, find_account, user_of
    from home.demo.content import _REPAIR, _file
    from portal.kernel.now import now
    from portal.territory.models import Commune

    commune, citizen, number = Commune.objects.get(code=COMMUNE_CODE), user_of(find_account("citizen")), 0
    while not select.select([sys.stdin], [], [], 0)[0]:
        number += 1
        _say(reference=_file(f"written-{number}", "U6", _REPAIR, commune, citizen, at=now()).reference)


def _integrity(paper: bytes) -> str:
    """What a stranger is told of `paper`: whether its seal is whole, and its signer known by the kept authority."""
    from django.conf import settings

    from portal.kernel.now import now
    from tracking.signature.authority import trust
    from tracking.signature.check import check_pdf

    roots, crls = trust(settings.SIGNING_KEYS_DIR)
    return check_pdf(paper, trust_roots=roots, at=now(), crls=crls).verdict.value


def _say(**found: object) -> None:
    sys.stdout.write(json.dumps(found) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    django.setup()
    {"demonstrate": demonstrate, "tell": tell, "figures": figures, "change": change, "sign": sign, "write": write}[
        sys.argv[1]
    ]()
