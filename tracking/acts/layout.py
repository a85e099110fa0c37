"""The frame every document shares: letterhead, facts, signature, QR of the permanent address, French courtesy page.

What a document says stands in its own module; how it is set, in `portal.kernel.paper`. The place of the visible seal is
left in the file as an empty signature field, which the signer fills and a hand may sign.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.conf import settings

from portal.kernel.now import LOCAL, local_date
from portal.kernel.paper import Paper, QrCode, isolate, seal_picture
from portal.kernel.paper.dates import long_date, long_date_with_hijri
from portal.kernel.paper.words import DEMO_LINE
from portal.territory.models import Commune

from ..addresses import act_address
from ..issuing import FIELD
from ..models import Act
from ..signature.protocol import SignerIdentity
from .wording import Clause, say, words

Names = Mapping[str, Any]


def names_of(commune: Commune) -> tuple[Names, Names]:
    """The names of a commune and of its province, in the shape of an act's frozen facts."""
    province = commune.province
    return (
        {"ar": commune.name_ar, "fr": commune.name_fr, "zgh": commune.name_zgh},
        {
            "ar": province.name_ar,
            "fr": province.name_fr,
            "zgh": province.name_zgh,
            "prefecture": province.is_prefecture,
        },
    )


def new_paper(*, title: str, created: datetime, reference: str, subject: str, spell: bool = False) -> Paper:
    """An Arabic document of the moment `created`. `subject`: its permanent address, which verification reads back."""
    return Paper(
        title=title,
        lang="ar",
        created=created,
        demo=settings.DEMO,
        reference=reference,
        author=say("kingdom", "ar"),
        subject=subject,
        unprintable="spell" if spell else "refuse",
    )


def draw_head(paper: Paper, *, commune: Names | None, province: Names) -> None:
    """Kingdom, ministry, province, commune: Arabic, and Tifinagh where a word and a name are known.

    Without `commune`: the head of the governor's own acts.
    """
    paper.letterhead(ar=_authority(commune, province, "ar"), zgh=_authority(commune, province, "zgh"))


def draw_courtesy_head(paper: Paper, *, commune: Names | None, province: Names) -> None:
    """The head of the French page, with the sentence that only the Arabic text counts."""
    paper.page_break(lang="fr")
    paper.letterhead(ar=_authority(commune, province, "ar"), fr=_authority(commune, province, "fr"))
    paper.notice(say("courtesy", "fr"), lang="fr")


def _authority(commune: Names | None, province: Names, language: str) -> list[str]:
    place = "prefecture" if province.get("prefecture") else "province"
    # A line that a language lacks is left free: what stands side by side is the same in every language.
    lines = [_read("kingdom", language), _read("ministry", language) or " "]
    for key, names in ((place, province), ("commune", commune)):
        words_of_key = _read(key, language)
        if words_of_key and names and names.get(language):
            lines.append(words_of_key.format(name=names[language]))
    return [line for line in lines if line]


def _read(key: str, language: str) -> str:
    clause: Clause = words("common")[key]
    return clause.zgh if language == "zgh" else clause.read(language)


def full_day(moment: datetime | date, language: str) -> str:
    """A day as documents head it: with the Hijri date in Arabic."""
    day = local_date(moment) if isinstance(moment, datetime) else moment
    return long_date_with_hijri(day) if language == "ar" else long_date(day, language)


def draw_signature(paper: Paper, act: Act, *, place: str, quality: str, name: str) -> None:
    """Place and date, the signer, the empty frame, and the code that leads to verification."""
    caption = (say("verify", "ar"), say("code", "ar", code=isolate(spelled(act.code))), say("copies", "ar"))
    paper.signature_block(
        place=place,
        date_text=long_date(local_date(act.prepared_at), "ar"),
        quality=quality,
        name=name,
        note=say("signature_note", "ar"),
        qr=QrCode(act_address(act.code), caption),
    )


def draw_verify(paper: Paper, address: str, language: str) -> None:
    """The address that checks the paper, on a page without a code."""
    paper.paragraph(say("verify_at", language, address=isolate(address)), lang=language, voice="small")


def draw_follow(paper: Paper, address: str, language: str) -> None:
    """The address of the file, on a page without a code."""
    paper.paragraph(say("follow_at", language, address=isolate(address)), lang=language, voice="small")


def spelled(code: str) -> str:
    """A verification code in groups of five, as it is read aloud."""
    return "-".join(code[start : start + 5] for start in range(0, len(code), 5))


def finish(paper: Paper) -> bytes:
    """The bytes of the document, with an empty signature field where the visible seal will stand."""
    if paper.seal_box is not None:
        paper.signature_field(FIELD, say("signature_note", "ar"))
    return paper.pdf()


def draw_seal(act: Act, identity: SignerIdentity, at: datetime) -> bytes:
    """The picture laid into the signature field: who signed, that it was electronic, when, which number."""
    hour = isolate(f"{at.astimezone(LOCAL):%H:%M}")
    lines = [
        identity.display_name("ar"),
        say("signed_electronically", "ar"),
        say("sealed_at", "ar", day=long_date(local_date(at), "ar"), hour=hour),
        say("act_number", "ar", number=isolate(act.number)),
    ]
    if settings.DEMO:
        lines.append(DEMO_LINE.partition("·")[0].strip())
    return seal_picture(lines, lang="ar", created=at)
