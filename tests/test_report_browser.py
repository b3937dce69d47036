"""The page of `match --format html` in a real browser: what a reader sees, and can do without a mouse."""

from __future__ import annotations

import base64
import json
import os
import select
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

import eligo
from eligo.reports import html_page

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
CHROMIUM = next((found for name in _NAMES if sys.platform != "win32" and (found := shutil.which(name))), None)
_PATIENCE = 60.0  # seconds
_FLAGS = ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
          "--no-default-browser-check", "--disable-extensions", "--disable-background-networking",
          "--remote-debugging-pipe", "--window-size=1200,900")  # fmt: skip


class Page:
    """One tab, driven over two pipes (Chrome DevTools Protocol): the standard library is enough.

    Every request it makes is kept in `requests`.
    """

    def __init__(self, reading: int, writing: int) -> None:
        self._in, self._out = reading, writing
        self._rest = b""
        self._number = 0
        self._session: str | None = None
        self.requests: list[str] = []
        self.loaded = False

    def call(self, method: str, **params: Any) -> dict[str, Any]:
        """The result of one command of the protocol."""
        self._number += 1
        message: dict[str, Any] = {"id": self._number, "method": method, "params": params}
        if self._session is not None:
            message["sessionId"] = self._session
        os.write(self._out, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._read()
            if answer.get("id") == self._number:
                if "error" in answer:
                    raise AssertionError(f"{method}: {answer['error']}")
                result: dict[str, Any] = answer["result"]
                return result

    def _read(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            ready, _, _ = select.select([self._in], [], [], _PATIENCE)
            piece = os.read(self._in, 1 << 16) if ready else b""
            if not piece:
                raise AssertionError("the browser went away")
            self._rest += piece
        one, _, self._rest = self._rest.partition(b"\0")
        message: dict[str, Any] = json.loads(one)
        if message.get("method") == "Network.requestWillBeSent":
            self.requests.append(message["params"]["request"]["url"])
        if message.get("method") == "Page.loadEventFired":
            self.loaded = True
        return message

    def go(self, path: Path) -> None:
        """Open a file and wait until it is loaded."""
        if self._session is None:
            target = self.call("Target.createTarget", url="about:blank")["targetId"]
            self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
            for domain in ("Page", "Network", "Runtime"):
                self.call(f"{domain}.enable")
        self.loaded = False
        self.call("Page.navigate", url=path.as_uri())
        while not self.loaded:
            self._read()

    def js(self, expression: str) -> Any:
        """What an expression comes to in the page."""
        answer = self.call("Runtime.evaluate", expression=expression, returnByValue=True)
        if "exceptionDetails" in answer:
            raise AssertionError(answer["exceptionDetails"])
        return answer["result"].get("value")

    def press(self, key: str, code: int, text: str = "") -> None:
        """A key, down and up."""
        for kind in ("keyDown", "keyUp"):
            more = {"text": text} if text and kind == "keyDown" else {}
            self.call("Input.dispatchKeyEvent", type=kind, key=key, code=key, windowsVirtualKeyCode=code, **more)

    def media(self, name: str) -> None:
        """Show the page as for ``print`` or ``screen``."""
        self.call("Emulation.setEmulatedMedia", media=name)

    def pdf(self) -> bytes:
        """The page, printed."""
        return base64.b64decode(self.call("Page.printToPDF")["data"])


@contextmanager
def open_page(folder: Path) -> Iterator[Page]:
    """A tab of a fresh browser, whose profile is in `folder`; it is closed at the end."""
    assert CHROMIUM is not None
    theirs_in, ours_out = os.pipe()
    ours_in, theirs_out = os.pipe()

    def pipes() -> None:  # the browser reads from 3 and writes to 4
        reading, writing = os.dup(theirs_in), os.dup(theirs_out)
        os.dup2(reading, 3)
        os.dup2(writing, 4)

    command = [CHROMIUM, *_FLAGS, f"--user-data-dir={folder}"]
    browser = subprocess.Popen(
        command, preexec_fn=pipes, close_fds=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    os.close(theirs_in)
    os.close(theirs_out)
    try:
        yield Page(ours_in, ours_out)
    finally:
        browser.terminate()
        browser.wait(timeout=20)
        os.close(ours_out)
        os.close(ours_in)


pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here")

TRIAL = """Inclusion Criteria:

- Age 18 years or older
- Neutrophils ≥ 1.5 x 10^9/L or platelets ≥ 100 x 10^9/L
- Creatinine ≤ 1.5 mg/dL
- Able to give informed consent

Exclusion Criteria:

- Pregnant women
- Active hepatitis B
- Myocardial infarction within 6 months
"""
NOTE = """Date: 2025-05-02

A 58-year-old man. No hepatitis B. Myocardial infarction on 2025-03-10.
Neutrophils 1.2 x 10^9/L, platelets 150 x 10^9/L.
"""
KINDS = ("pass", "fail", "unknown", "not_applicable")
CARDS = "[...document.querySelectorAll('.card')]"
SHOWN = "[...document.querySelectorAll('.card')].filter(c => getComputedStyle(c).display !== 'none')"


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    trial, patient = eligo.parse(TRIAL, source="trial"), eligo.annotate(NOTE, source="note.txt")
    path = tmp_path_factory.mktemp("page") / "report.html"
    path.write_text(html_page([(trial, patient, eligo.match(trial, patient))]), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    with open_page(tmp_path_factory.mktemp("profile")) as page:
        try:
            page.call("Browser.getVersion")
        except (AssertionError, OSError) as error:
            pytest.skip(f"Chromium does not start here: {error}")
        yield page


@pytest.fixture
def page(browser: Page, report: Path) -> Page:
    browser.media("screen") if browser.loaded else None
    browser.requests.clear()
    browser.go(report)
    return browser


def shown(page: Page) -> set[str]:
    return set(page.js(f"{SHOWN}.map(c => c.classList[1])"))


def test_the_page_has_every_verdict(page: Page) -> None:
    assert shown(page) == set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_the_filter_hides_a_verdict_and_shows_it_again(page: Page, kind: str) -> None:
    every = page.js(f"{SHOWN}.length")
    page.js(f"document.getElementById('show-{kind}').click()")
    assert shown(page) == set(KINDS) - {kind}
    page.js(f"document.getElementById('show-{kind}').click()")
    assert page.js(f"{SHOWN}.length") == every


def test_the_filter_works_by_keyboard_alone(page: Page) -> None:
    for _ in range(20):
        page.press("Tab", 9)
        if page.js("document.activeElement.id") == "show-fail":
            break
    assert page.js("document.activeElement.id") == "show-fail"
    assert page.js("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.press(" ", 32, " ")
    assert "fail" not in shown(page)


def test_all_that_can_be_used_is_reached_by_tab(page: Page) -> None:
    usable = page.js("document.querySelectorAll('a[href], input').length")
    page.js("window.met = new Set(); document.addEventListener('focusin', e => window.met.add(e.target))")
    for _ in range(usable + 2):
        page.press("Tab", 9)
    assert page.js("[...window.met].filter(e => e.matches('a[href], input')).length") == usable


def test_a_question_leads_to_its_criterion_and_can_be_ticked_off(page: Page) -> None:
    assert page.js("document.querySelectorAll('.ask li').length") > 0
    page.js("document.querySelector('.ask input').click()")
    assert page.js("document.querySelector('.ask input').checked") is True
    page.js("document.querySelector('.ask a').click()")
    assert page.js("document.querySelector('.card:target') !== null") is True


def test_each_leaf_has_the_colour_of_its_truth(page: Page) -> None:
    words = page.js(
        "Object.fromEntries([...document.querySelectorAll('.logic mark')]"
        ".map(m => [m.textContent, getComputedStyle(m).backgroundColor]))"
    )
    colours = {name: colour for text, colour in words.items() for name in ("neutrophils", "platelets", "creatinine")
               if text.startswith(name)}  # fmt: skip
    assert set(colours) == {"neutrophils", "platelets", "creatinine"}
    assert len(set(colours.values())) == 3
    assert "rgba(0, 0, 0, 0)" not in colours.values()


def test_both_texts_are_quoted_with_the_words_marked(page: Page) -> None:
    card = f"{CARDS}.find(c => c.querySelector('.words').textContent.includes('Myocardial'))"
    assert "Myocardial infarction" in page.js(f"{card}.querySelector('.words mark').textContent")
    assert "Myocardial infarction" in page.js(f"{card}.querySelector('.found mark').textContent")
    assert page.js(f"getComputedStyle({card}.querySelector('.found mark')).textDecorationLine") == "underline"
    denied = f"{CARDS}.find(c => c.querySelector('.words').textContent.includes('hepatitis B'))"
    assert "hepatitis B" in page.js(f"{denied}.querySelector('.found').textContent")


def test_print_leaves_out_the_controls_and_keeps_the_criteria(page: Page) -> None:
    page.media("print")
    assert page.js("getComputedStyle(document.querySelector('.filter')).display") == "none"
    assert shown(page) == set(KINDS)
    assert page.js("getComputedStyle(document.querySelector('.card')).breakInside") == "avoid"
    assert page.pdf().startswith(b"%PDF-")


def test_nothing_is_fetched_and_nothing_runs(page: Page, report: Path) -> None:
    assert page.requests == [report.as_uri()]
    assert page.js("document.scripts.length") == 0
    assert page.js("performance.getEntriesByType('resource').length") == 0


def test_nothing_sticks_out_of_a_narrow_window(page: Page) -> None:
    page.call("Emulation.setDeviceMetricsOverride", width=380, height=700, deviceScaleFactor=1, mobile=False)
    try:
        assert page.js("document.documentElement.scrollWidth <= window.innerWidth") is True
    finally:
        page.call("Emulation.clearDeviceMetricsOverride")
