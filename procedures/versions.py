"""Which version of a procedure is in force on a day, and how a publication becomes a version.

A version is made when Arabic and French are complete, nothing blocks (`procedures.checks`), and law or words changed
since the last one: one change is one version, whatever number of languages were published. Of a withdrawn procedure only
changed law makes one that outlives its last day. An attempt never raises for what an editor can mend, since it may run
inside a batch of scheduled publications: it records why nothing was made.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import F, Max, Q
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail_localize.models import TranslationSource

from portal.kernel.now import local_date

from . import checks
from .assembly import Translations, assemble, texts_of
from .attachments import Finding
from .models import FreezeAttempt, Procedure, ProcedureKey, ProcedureVersion, VersionPeriod
from .snapshot import Snapshot

# Languages a version must speak completely; what is missing in another is shown as missing.
REQUIRED_LANGUAGES: Final = ("ar", "fr")


def version_in_force(key: ProcedureKey, *, on: date) -> ProcedureVersion | None:
    """The version that rules files filed on the local day `on`; `None` if the procedure is not in force then."""
    period = (
        VersionPeriod.objects.filter(version__key=key)
        .in_force(on=on)
        .select_related("version")
        .defer("version__content")
        .first()
    )
    return period.version if period is not None else None


def snapshot_of(procedure: Procedure) -> Snapshot:
    """What would be frozen of the source row as it now stands, published or not."""
    source, _created = TranslationSource.update_or_create_from_instance(procedure)
    return assemble(procedure, Translations.of(source))


def try_freeze(key: ProcedureKey, *, at: datetime) -> ProcedureVersion | None:
    """Make a version of what is published of `key`, in force from its date on; `None` if none was made.

    Safe to call any number of times and from several processes at once. The reason stands in `key.freeze_attempt`.
    """
    with transaction.atomic():
        locked = ProcedureKey.objects.select_for_update().get(pk=key.pk)
        version, findings = _freeze(locked, at=at)
        with override("fr"):
            written = [
                {"code": finding.code, "sentence": str(finding.sentence), "blocks": finding.blocks}
                for finding in findings
            ]
        FreezeAttempt.objects.update_or_create(
            key=locked,
            defaults={
                "attempted_at": at,
                "findings": written,
                **({"version": version} if version is not None else {}),
            },
        )
    return version


def sweep(*, at: datetime) -> list[ProcedureVersion]:
    """Try again every key published after its last attempt: a process may die between the commit and the attempt."""
    published = ProcedureKey.objects.annotate(published_at=Max("texts__last_published_at")).filter(
        Q(freeze_attempt=None) | Q(freeze_attempt__attempted_at__lt=F("published_at")), published_at__isnull=False
    )
    made = (try_freeze(key, at=at) for key in published)
    return [version for version in made if version is not None]


def law_digest(snapshot: Snapshot) -> str:
    """SHA-256 of the law and the form without their words, in hexadecimal: two versions of one law share it."""
    canonical = json.dumps(
        _without_words(snapshot.to_json()), sort_keys=True, ensure_ascii=False, separators=(",", ":")
    )
    return hashlib.sha256(canonical.encode()).hexdigest()


def _without_words(plain: Any) -> Any:
    if isinstance(plain, dict):
        if plain.keys() == {"ar", "fr", "zgh"}:
            return None
        return {name: _without_words(value) for name, value in plain.items()}
    if isinstance(plain, list):
        return [_without_words(value) for value in plain]
    return plain


def _freeze(key: ProcedureKey, *, at: datetime) -> tuple[ProcedureVersion | None, list[Finding]]:
    procedure = Procedure.objects.filter(key=key, locale_id=key.source_locale_id, live=True).first()
    if procedure is None:
        return None, [Finding("not_published", _("The text in its own language is not published."))]
    procedure.key = key
    snapshot = snapshot_of(procedure)
    found = [*_gaps(snapshot), *checks.findings(snapshot), *_other_rows(procedure)]
    if any(finding.blocks for finding in found):
        return None, found
    digest = snapshot.digest()
    last = key.versions.order_by("-number").first()
    if last is not None and last.digest == digest:
        return None, [Finding("unchanged", _("Nothing changed since the last version."), blocks=False)]
    since = _first_day(procedure, on=local_date(at))
    # Read again, not from the column: a later format of the snapshot must not pass for a change of law.
    same_law = last is not None and law_digest(last.snapshot) == law_digest(snapshot)
    ended = _ended(key) if same_law else None
    if ended is not None and (ended.version_id != last.pk or since > ended.until):
        sentence = _("The procedure is withdrawn: changed words alone do not bring it back into force.")
        return None, [Finding("withdrawn", sentence, blocks=False)]
    version = ProcedureVersion.objects.create(
        key=key,
        number=last.number + 1 if last is not None else 1,
        content=snapshot.to_json(),
        digest=digest,
        law_digest=law_digest(snapshot),
        frozen_at=at,
    )
    _open_period(version, since=since, ended=ended)
    return version, found


def _ended(key: ProcedureKey) -> VersionPeriod | None:
    """The last period of a procedure that is withdrawn, also from a later day on; `None` of any other."""
    period = VersionPeriod.objects.filter(version__key=key).order_by("-since", "-pk").first()
    return period if period is not None and period.until is not None else None


def _gaps(snapshot: Snapshot) -> Iterator[Finding]:
    """One finding a required language that lacks words which another language has."""
    texts = texts_of(snapshot)
    for language in REQUIRED_LANGUAGES:
        missing = [address for address, text in texts.items() if text and not getattr(text, language)]
        if missing:
            sentence = _("%(count)s texts have no %(language)s: %(places)s.")
            names = {"ar": _("Arabic"), "fr": _("French")}
            yield Finding(
                f"untranslated_{language}",
                sentence % {"count": len(missing), "language": names[language], "places": ", ".join(missing[:5])},
            )


def _other_rows(procedure: Procedure) -> Iterator[Finding]:
    """A published translation whose law lags or was edited by itself: it is never read, but its editor must know."""
    for other in Procedure.objects.filter(key=procedure.key, live=True).exclude(pk=procedure.pk):
        differing = differing_law(other, procedure)
        if differing:
            sentence = _("The law in the translation “%(language)s” differs from the original: %(columns)s.")
            yield Finding(
                "law_differs",
                sentence % {"language": other.locale.language_code, "columns": ", ".join(differing)},
                blocks=False,
            )


def differing_law(row: Procedure, source: Procedure) -> tuple[str, ...]:
    """The parts of the law in which the translated `row` differs from the `source` row, by name."""
    speechless = Translations("fr", {})
    mine, law = (_without_words(assemble(each, speechless).to_json()) for each in (row, source))
    return tuple(name for name in law if mine[name] != law[name])


def _first_day(procedure: Procedure, *, on: date) -> date:
    """The day written in the law when it lies ahead, or for a first version; otherwise the day of the change."""
    written = procedure.in_force_from
    if written is None:
        return on
    first = not VersionPeriod.objects.filter(version__key=procedure.key).exists()
    return written if first or written > on else on


def _open_period(version: ProcedureVersion, *, since: date, ended: VersionPeriod | None) -> None:
    """Open the version's period; end those before it; drop those that were to begin later and never did.

    `ended`: the period whose last day and reason the new one takes over.
    """
    periods = VersionPeriod.objects.filter(version__key=version.key)
    periods.filter(since__gt=since).delete()
    for period in periods.filter(Q(until__isnull=True) | Q(until__gte=since)):
        period.until = max(period.since, since - timedelta(days=1))
        period.save(update_fields=["until"])
    until, reason = (ended.until, ended.reason) if ended else (None, "")
    VersionPeriod.objects.create(version=version, since=since, until=until, reason=reason)


def withdraw(key: ProcedureKey, *, after: date, reason: str) -> int:
    """End the procedure: no file can be filed after the local day `after`. The number of periods ended.

    A version that was to begin later no longer does.
    """
    with transaction.atomic():
        ProcedureKey.objects.select_for_update().get(pk=key.pk)
        periods = VersionPeriod.objects.filter(version__key=key)
        periods.filter(since__gt=after).delete()
        return (
            periods.filter(since__lte=after)
            .filter(Q(until__isnull=True) | Q(until__gt=after))
            .update(until=after, reason=reason)
        )


def withdrawn_after(key: ProcedureKey, *, on: date) -> date | None:
    """The last day of a procedure that is over on the local day `on`; `None` if it was never in force before."""
    ends = VersionPeriod.objects.filter(version__key=key, until__lt=on)
    return ends.aggregate(last=Max("until"))["last"]


def blocking(findings: Iterable[Finding]) -> list[Finding]:
    """Those of `findings` that refuse a publication."""
    return [finding for finding in findings if finding.blocks]
