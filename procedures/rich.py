"""The HTML a frozen text may hold: paragraphs, headings, lists, bold, links to http, https, mailto and tel. All else is dropped.

An editor pastes anything; a translator types anything; what is frozen and shown is only this.
"""

from __future__ import annotations

from typing import Any, Final

from wagtail.rich_text import expand_db_html
from wagtail.whitelist import Whitelister, allow_without_attributes, attribute_rule, check_url

RICH_FEATURES: Final = ["bold", "ol", "ul", "link", "h3"]


class _FrozenHtml(Whitelister):
    # Their content is no text: it goes with them.
    dropped_whole = frozenset({"script", "style", "template"})
    element_rules = {
        "[document]": allow_without_attributes,
        "a": attribute_rule({"href": check_url}),
        "b": allow_without_attributes,
        "br": allow_without_attributes,
        "h3": allow_without_attributes,
        "li": allow_without_attributes,
        "ol": allow_without_attributes,
        "p": allow_without_attributes,
        "strong": allow_without_attributes,
        "ul": allow_without_attributes,
    }

    def clean_tag_node(self, doc: Any, tag: Any) -> None:
        if tag.name in self.dropped_whole:
            tag.decompose()
            return
        super().clean_tag_node(doc, tag)


def clean(html: str) -> str:
    """`html` as it may be frozen: links to pages become addresses, unknown elements lose their tags, scripts vanish."""
    return _FrozenHtml().clean(expand_db_html(html)).strip()
