"""A real Chromium for the screens: silent or failing, with axe and a camera for pictures."""

import os
import shutil
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest
from django.test import Client
from playwright.sync_api import Page

from duongthu.kernel.clock import FixedClock, SystemClock, using_clock

os.environ.setdefault(
    "DJANGO_ALLOW_ASYNC_UNSAFE", "true"
)  # the driver keeps an event loop running in this thread
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
HERE = Path(__file__).parent
OUTPUT = HERE / "output"
AXE = Path(axe_playwright_python.__file__).parent / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PATIENCE_MS = 20_000


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what drives a browser; skip it with the reason where there is none."""
    for item in items:
        if "page" not in getattr(item, "fixturenames", ()):
            continue
        item.add_marker("browser")
        if CHROMIUM is None:
            item.add_marker(pytest.mark.skip(reason="no Chromium on this machine: apt-get install chromium"))


@pytest.fixture(scope="session")
def base_url() -> None:
    """No base address: tests name the live server's; the plug-in's own fixture warns under this pytest."""


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The machine's own Chromium."""
    return browser_type_launch_args | {"executable_path": CHROMIUM, "args": FLAGS}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """A Vietnamese desk with a wide screen and no motion."""
    wide = {"width": 1280, "height": 860}
    return browser_context_args | {
        "locale": "vi-VN",
        "timezone_id": "Asia/Ho_Chi_Minh",
        "viewport": wide,
        "reduced_motion": "reduce",
    }


@pytest.fixture(autouse=True)
def clock() -> Iterator[FixedClock | SystemClock]:
    """The browser has its own clock, so here the house follows the machine's too."""
    with using_clock(SystemClock()) as running:
        yield running


@pytest.fixture(autouse=True)
def quiet(request: pytest.FixtureRequest) -> Iterator[list[str]]:
    """Any script error, failed request to us or report of the security policy fails the test."""
    seen: list[str] = []
    if "page" not in request.fixturenames:
        yield seen
        return
    page: Page = request.getfixturevalue("page")
    page.set_default_timeout(PATIENCE_MS)
    page.on("pageerror", lambda error: seen.append(str(error)))
    page.on("console", lambda m: seen.append(m.text) if "Content Security Policy" in m.text else None)
    page.on("console", lambda m: seen.append(m.text) if m.type == "error" else None)
    yield seen
    assert not seen, seen


@pytest.fixture
def axe(page: Page) -> Callable[..., list[str]]:
    """Runs axe on the page and returns what it has to complain about."""
    source = AXE.read_text(encoding="utf-8")

    def run(**options: Any) -> list[str]:
        page.evaluate(source)  # through the debugging protocol: a script tag would be refused by the policy
        found = page.evaluate("o => axe.run(document, o)", {"runOnly": RULES, "preload": False, **options})
        return [
            f"{v['id']} ({v['impact']}): {[n['target'] for n in v['nodes']]}" for v in found["violations"]
        ]

    return run


@pytest.fixture
def clean(page: Page, axe: Callable[..., list[str]], shot: Callable[[str], Path]) -> Callable[..., None]:
    """Opens pages by name at a width and in a theme: no sideways scroll, nothing for axe, a picture of each."""

    def look(pages: dict[str, str], width: int, theme: str, prefix: str) -> None:
        page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
        page.set_viewport_size({"width": width, "height": 860})
        for name, path in pages.items():
            page.goto(path)
            page.wait_for_load_state("networkidle")
            shot(f"{prefix}-{name}-{width}-{theme}")
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path
            assert axe() == [], path

    return look


@pytest.fixture
def shot(page: Page) -> Callable[[str], Path]:
    """Takes a picture of the whole page into ``tests/browser/output``."""

    def take(name: str) -> Path:
        OUTPUT.mkdir(exist_ok=True)
        page.evaluate("document.fonts.ready.then(() => 0)")
        target = OUTPUT / f"{name}.png"
        page.screenshot(path=target, full_page=True, animations="disabled", caret="hide")
        return target

    return take


@pytest.fixture
def phone(page: Page) -> Page:
    """The page on a telephone, 390 pixels wide."""
    page.set_viewport_size({"width": 390, "height": 844})
    return page


@pytest.fixture
def enter(page: Page, live_server: Any) -> Callable[[Any], None]:
    """Signs a user in without going through the sign-in page: the test's page gets the session."""

    def sign_in(user: Any) -> None:
        client = Client(SERVER_NAME="localhost")
        client.force_login(user)
        value = client.cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": value, "url": live_server.url}])

    return sign_in


@pytest.fixture(scope="session")
def planner() -> None:
    """The planner loaded, as ``serve`` has it before the first request, so that no page waits for it."""
    import_module("duongthu.routing.api")
