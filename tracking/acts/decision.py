"""The decision a president or governor signs, over its model: heading, facts, visas, numbered articles, signature.

In Arabic, with Amazigh headings; the French page says the same from the same data and counts for nothing by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from portal.accounts.models import Role
from portal.kernel.now import local_date
from portal.kernel.paper import Paper, isolate
from portal.kernel.paper.dates import long_date

from ..addresses import act_address
from ..models import Act
from . import layout
from .matter import Matter
from .wording import Model, Visa, model_of, say

Rows = Sequence[tuple[str, str]]
Extra = Callable[[Paper, Matter], None]


# How many articles go over to the page of the signature when it would stand there alone.
_CARRIED: Final = 2
_HAVING_SEEN: Final = "بناء على"


def render_decision(
    act: Act, *, facts: Callable[[Matter], Rows], after_articles: Extra | None = None, signed: bool = True
) -> bytes:
    """The document of `act`, before any signature.

    `facts`: the ruled table under the heading; `after_articles`: what ends the text; `signed`: whether somebody signs it.
    """
    text = _Text(Matter(act, "ar"), model_of(act.kind, act.facts["procedure"]["code"]), facts, after_articles)
    paper, alone = _compose(text, signed=signed)
    if alone:
        # A signature on a page of its own could be put under another text.
        paper, _still = _compose(text, signed=signed, carried=_CARRIED)
    return layout.finish(paper)


@dataclass(frozen=True, slots=True)
class _Text:
    matter: Matter
    model: Model
    facts: Callable[[Matter], Rows]
    after_articles: Extra | None


def _compose(text: _Text, *, signed: bool, carried: int = 0) -> tuple[Paper, bool]:
    """The whole document, and whether what ends it, signature or code, stands on a page without any text."""
    matter, model = text.matter, text.model
    act = matter.act
    province = act.facts["province"]
    # The commune does not certify its own silence, and its name is not over the paper that does.
    commune = None if by_governor(act) else act.facts["commune"]
    paper = layout.new_paper(
        title=heading_of(model, matter),
        created=act.prepared_at,
        reference=act.facts["reference"],
        subject=act_address(act.code),
    )
    layout.draw_head(paper, commune=commune, province=province)
    _draw_text(paper, text, matter, carried=carried)
    pages = paper.pages
    if signed:
        place = place_of(act, "ar")
        layout.draw_signature(paper, act, place=place, quality=quality_of(act, "ar"), name=signer_of(act))
    else:
        _draw_done(paper, act, "ar")
        caption = [say("verify", "ar"), say("code", "ar", code=isolate(layout.spelled(act.code)))]
        paper.qr(act_address(act.code), caption)
    alone = paper.pages > pages
    layout.draw_courtesy_head(paper, commune=commune, province=province)
    _draw_text(paper, text, matter.in_language("fr"))
    _draw_done(paper, act, "fr")
    layout.draw_verify(paper, act_address(act.code), "fr")
    paper.paragraph(say("code", "fr", code=layout.spelled(act.code)), lang="fr", voice="small")
    return paper, alone


def _draw_done(paper: Paper, act: Act, language: str) -> None:
    """Where and when, by whom: what ends a page that nobody signs."""
    done = say(
        "done_at", language, place=place_of(act, language), date=long_date(local_date(act.prepared_at), language)
    )
    paper.space(8)
    paper.paragraph(f"{done}\n{quality_of(act, language)}", lang=language)


def heading_of(model: Model, matter: Matter) -> str:
    """The title of the act."""
    return model.heading.read(matter.language).format_map({"procedure": matter.procedure})


def common_rows(matter: Matter, *, person: str = "holder") -> list[tuple[str, str]]:
    """Holder (or `person`: who holds nothing is an applicant) and file: what every decision states first."""
    language, act = matter.language, matter.act
    filed = matter.day(matter.facts["filed_at"])
    separator = "، " if language == "ar" else ", "
    return [
        (say(person, language), act.holder_name),
        (say("receipt_number", language), f"{isolate(matter.facts['reference'])}{separator}{filed}"),
    ]


def _draw_text(paper: Paper, text: _Text, matter: Matter, *, carried: int = 0) -> None:
    language, model = matter.language, text.model
    amazigh = model.heading.zgh if language == paper.lang else ""
    paper.heading(heading_of(model, matter), zgh=amazigh, lang=language)
    day = layout.full_day(matter.act.prepared_at, language)
    numbered = say("numbered", language, number=matter.number, date=day)
    paper.paragraph(numbered, lang=language, voice="emphasis", centred=True)
    paper.facts(text.facts(matter), lang=language)
    values = matter.values()
    signer = author_of(matter.act, language)
    paper.paragraph(say("having_seen", language, signer=signer), lang=language, voice="emphasis", leads=True)
    for line in visas_of(model.visas, matter, values, on=local_date(matter.act.prepared_at)):
        paper.paragraph(line, lang=language)
    first_carried = max(1, len(model.articles) - carried + 1) if carried else 0
    if first_carried == 1:
        paper.page_break()
    paper.subheading(model.decides.read(language), lang=language)
    only = len(model.articles) == 1
    for number, article in enumerate(model.articles, start=1):
        if number == first_carried > 1:
            paper.page_break()
        paper.article(number, article.read(language).format_map(values), lang=language, only=only)
    if text.after_articles is not None:
        text.after_articles(paper, matter)


def visas_of(visas: Sequence[Visa], matter: Matter, values: dict[str, str], *, on: date) -> list[str]:
    """The visas in force on that day, without those whose event did not happen, the repeated ones repeated."""
    lines = []
    for visa in visas:
        if not visa.in_force(on) or (visa.needs and not values[visa.needs]):
            continue
        repeated = matter.each(visa.each) if visa.each else [{}]
        lines += [visa.clause.read(matter.language).format_map({**values, **own}) for own in repeated]
    # In Arabic all but the first are joined by «و», whichever of them is left out or repeated.
    return [f"و{line}" if at and line.startswith(_HAVING_SEEN) else line for at, line in enumerate(lines)]


def by_governor(act: Act) -> bool:
    """Whether it is the governor's act and not the commune's."""
    return act.kind == "silence_certificate"


def place_of(act: Act, language: str) -> str:
    """Where the act is made: the commune, or the seat of the province, which bears its name."""
    return str(act.facts["province" if by_governor(act) else "commune"][language])


def author_of(act: Act, language: str) -> str:
    """Whose act it is: the president's, also when a delegate signs; the governor's; the desk's."""
    facts = act.facts
    if by_governor(act):
        key = "governor_of_prefecture" if facts["province"].get("prefecture") else "governor"
        return say(key, language, province=facts["province"][language])
    key = "desk" if act.kind == "not_required" else "president"
    return say(key, language, commune=facts["commune"][language])


def quality_of(act: Act, language: str) -> str:
    """In what quality the act is signed."""
    if act.facts.get("decided_by", {}).get("role") == str(Role.DELEGATE):
        return say("delegate", language, commune=act.facts["commune"][language])
    return author_of(act, language)


def signer_of(act: Act) -> str:
    """The name of who decided, in Arabic where the register has it."""
    decided_by = act.facts.get("decided_by", {})
    return str(decided_by.get("name_ar") or decided_by.get("name") or "")
