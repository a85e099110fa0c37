"""The people of a journey, each in a browser of their own: whatever they meet must be in their language and without fault."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect

from .server import Portal
from .words import COLLECT, english

PHONE = (390, 844)
DESK = (1280, 900)
COMMUNE = "tinghir/tinghir"


@dataclass
class Person:
    """Somebody with a browser. `faults` gathers what the browser complains of; it must stay empty."""

    portal: Portal
    browser: Browser
    language: str = "ar"
    size: tuple[int, int] = DESK
    scripts: bool = True
    faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.context = self.browser.new_context(
            viewport={"width": self.size[0], "height": self.size[1]},
            locale={"ar": "ar-MA", "fr": "fr-MA", "zgh": "fr-MA"}[self.language],
            java_script_enabled=self.scripts,
            accept_downloads=True,
        )
        self.context.set_default_timeout(20_000)
        self.page = self.context.new_page()
        self._listen(self.page)

    def _listen(self, page: Page) -> None:
        page.on("console", lambda message: self._said(message.type, message.text, page.url))
        page.on("pageerror", lambda error: self.faults.append(f"{page.url}: {error}"))
        page.on("response", lambda answer: self._answered(answer.status, answer.url))

    def _said(self, kind: str, text: str, url: str) -> None:
        # An address that fails is noted with its status by `_answered`.
        if kind in ("error", "warning") and not text.startswith("Failed to load resource"):
            self.faults.append(f"{url}: {text}")

    def _answered(self, status: int, url: str) -> None:
        if status >= 400:
            self.faults.append(f"{status} {url}")

    def leave(self) -> None:
        self.context.close()

    # --- seeing ---

    def go(self, path: str) -> None:
        self.page.goto(self.portal.url(path))
        self.look()

    def look(self, *, axe: bool = False) -> None:
        """The page is in this person's language, has its one title, fits the screen and, if asked, passes axe."""
        page = self.page
        where = page.url.removeprefix(self.portal.address)
        html = page.locator("html")
        assert html.get_attribute("lang") == self.language, where
        assert html.get_attribute("dir") == ("rtl" if self.language == "ar" else "ltr"), where
        assert page.locator("h1").count() == 1, where
        if not self.scripts:
            return
        left_over = english(page.evaluate(COLLECT), self.language)
        assert left_over == [], (where, left_over)
        assert page.evaluate("document.documentElement.scrollWidth") <= self.size[0], where
        if axe:
            found = Axe().run(page).response["violations"]
            assert [(fault["id"], [node["target"] for node in fault["nodes"]]) for fault in found] == [], where

    def press(self, control: Locator) -> None:
        """Press what leads to another page, and wait for it."""
        with self.page.expect_navigation():
            control.click()
        self.look()

    def bytes_of(self, address: str) -> bytes:
        answer = self.context.request.get(self.portal.url(address) if address.startswith("/") else address)
        assert answer.ok, (answer.status, address)
        return answer.body()


class Citizen(Person):
    """Somebody who asks for a permit."""

    def guide(self, procedure: str) -> str:
        return f"/{self.language}/{COMMUNE}/{procedure}/"

    def read(self, procedure: str) -> None:
        """Find the procedure from the home of the language, and read its guide."""
        self.go(f"/{self.language}/")
        self.go(f"/{self.language}/{COMMUNE}/")
        self.press(self.page.locator(f"main a[href*='{procedure}']").first)

    def begin(self) -> None:
        self.press(self.page.locator("main a.button-start").first)
        self.press(self.page.locator("main a.button-start").first)

    def answer(self, answers: Mapping[str, Mapping[str, Any]]) -> None:
        """Every step in turn; questions that an answer opens are answered when the page shows them."""
        for step, given in answers.items():
            for _time in range(3):
                assert f"/apply/{step}/" in self.page.url, (step, self.page.url)
                for name, value in given.items():
                    enter(self.page, f"{step}-{name}", value)
                self.press(self.page.locator("main form .actions button").first)
                if f"/apply/{step}/" not in self.page.url:
                    break

    def attach(self, files: Mapping[str, Sequence[Path]]) -> None:
        """Give files, each kept as soon as it is chosen."""
        for document, paths in files.items():
            section = self.page.locator(f"#document-{document}")
            chooser = section.locator("input[type=file]")
            if self.scripts:
                with self.page.expect_navigation():
                    chooser.set_input_files(list(paths))
            else:
                chooser.set_input_files(list(paths))
                section.locator("form.add-file button").click()
            expect(section.locator(".given-file")).to_have_count(len(paths))
        self.look()

    def review(self) -> None:
        self.press(self.page.locator("main form .actions button").first)
        assert "/apply/review/" in self.page.url

    def sign_up(self, phone: str) -> None:
        """From the review, through the door: a phone and a code, and back to the review."""
        self.press(self.page.locator("form[data-once] .button-start"))
        self.press(self.page.locator("main a[href*='/accounts/signup/']"))
        self.page.fill("[name=phone]", phone)
        self.press(self.page.locator("main form [type=submit]").first)
        self.enter_code(phone)
        assert "/apply/review/" in self.page.url, self.page.url

    def sign_in(self, phone: str) -> None:
        """By the door, with a code to the phone."""
        self.go(f"/{self.language}/accounts/login/")
        self.page.fill("[name=login]", phone)
        self.press(self.page.locator("main form [type=submit]").first)
        self.enter_code(phone)

    def enter_code(self, phone: str) -> None:
        self.page.fill("[name=code]", self.portal.code(phone))
        self.press(self.page.locator("main form [type=submit]").first)

    def file(self) -> str:
        """Send the request: the receipt's number is there at once. Gives the reference."""
        self.page.check("[name=truth]")
        self.press(self.page.locator("form[data-once] .button-start"))
        found = re.search(r"/follow/([^/]+)/", self.page.url)
        assert found is not None, self.page.url
        reference = found.group(1)
        expect(self.page.locator("main .notice-success")).to_contain_text(reference)
        receipt = self.bytes_of(f"{self.page.url.split('?')[0]}receipt/")
        assert receipt.startswith(b"%PDF-")
        return reference

    def follow(self, reference: str) -> None:
        """Through my space to the request."""
        self.go(f"/{self.language}/me/")
        self.press(self.page.locator(f"main a[href*='{reference}']").first)

    @property
    def papers(self) -> Locator:
        """The papers to take, on the request's page."""
        return self.page.locator("section[aria-labelledby=papers-title]")

    def take_act(self) -> tuple[bytes, str]:
        """The sealed PDF and the code of its verification page, from the request's page."""
        link = self.papers.locator("a[href^='/files/']").first.get_attribute("href")
        code = self.page.locator(f"main a[href*='/{self.language}/verify/']").first.get_attribute("href")
        assert link
        assert code
        return self.bytes_of(link), code.rstrip("/").rsplit("/", 1)[-1]


class Stranger(Person):
    """Anybody who holds a permit in their hands."""

    def check_code(self, code: str) -> None:
        self.go(f"/{self.language}/verify/")
        self.page.fill("[name=code]", code)
        self.press(self.page.locator("form[action$='/verify/'] [type=submit]"))

    def check_file(self, data: bytes) -> str:
        """Gives `success` (intact), `error` (altered) or `warning` (nothing proves it)."""
        self.go(f"/{self.language}/verify/")
        self.page.set_input_files("[name=file]", {"name": "act.pdf", "mimeType": "application/pdf", "buffer": data})
        self.press(self.page.locator("form[action$='/verify/file/'] [type=submit]"))
        notice = self.page.locator("section[aria-labelledby=document-title] .notice").first
        found = re.search(r"notice-(\w+)", notice.get_attribute("class") or "")
        assert found is not None
        return found.group(1)


class Officer(Person):
    """A role of the demonstration, entered by its button; its desk is in Arabic."""

    slug = ""

    def enter(self, slug: str) -> None:
        self.slug = slug
        self.page.goto(self.portal.url("/demo/"))
        with self.page.expect_navigation():
            self.page.locator(f"form[action$='/demo/enter/{slug}/'] button").click()
        self.look()

    def open(self, reference: str) -> None:
        """Find the file by its number."""
        self.go(f"/admin/tracking/dossier/?tab=all&q={reference}")
        self.press(self.page.locator("table.inbox-list th a").first)
        expect(self.page.locator("main, #content").first).to_contain_text(reference)

    def waits(self, reference: str) -> bool:
        """Whether the file stands in the list of what waits for this officer."""
        self.go("/admin/tracking/dossier/")
        return self.page.locator("table.inbox-list").filter(has_text=reference).count() > 0

    def next(self, **entered: Any) -> None:
        """The one next act of the open file: read its screen, fill it, send it."""
        self.press(self.page.locator(".panel-next a.button-lead"))
        self.send(**entered)

    def send(self, **entered: Any) -> None:
        for name, value in entered.items():
            enter(self.page, name, value)
        self.press(self.page.locator("form.act-form button[type=submit]"))
        expect(self.page.locator(".act-refused")).to_have_count(0)

    def sign(self, used: set[str]) -> None:
        """On the screen of signature: the second factor anew if it is asked, then the code of the key."""
        if "/reauthenticate/" in self.page.url:
            self.page.fill("[name=code]", self._second_factor(used))
            self.press(self.page.locator("main form [type=submit]").first)
        self.send(code=self.portal.signing_code)

    def _second_factor(self, used: set[str]) -> str:
        """The code that /demo/ shows; each is taken once only, so a used one is waited out."""
        for _second in range(70):
            html = self.context.request.get(self.portal.url("/demo/")).text()
            role = next(part for part in html.split('<li class="demo-role">') if f"/demo/enter/{self.slug}/" in part)
            found = re.search(r"demo-code.*?(\d{6})", role, re.DOTALL)
            assert found is not None, "no second factor is shown"
            if found.group(1) not in used:
                used.add(found.group(1))
                return found.group(1)
            time.sleep(1)
        raise AssertionError("the second factor did not change")


def enter(page: Page, name: str, value: Any) -> None:
    """Fill what is named `name` on the page; a question that is not asked yet is passed over.

    A name that ends in `_` fills every field whose name begins so.
    """
    field = page.locator(f"[name^='{name}']" if name.endswith("_") else f"[name='{name}']")
    if field.count() == 0:
        return
    kind = field.first.evaluate("element => element.type")
    if value == "on":
        field.check()
    elif kind in ("radio", "checkbox"):
        for one in value if isinstance(value, list) else [value]:
            page.locator(f"[name='{name}'][value='{one}']").check()
    elif kind.startswith("select"):
        field.select_option(str(value))
    else:
        field.fill(str(value))
