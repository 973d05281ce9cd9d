"""Through a proxy: below a path of a portal, and behind the shortest proxy there is."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode, urljoin
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import expect, sync_playwright

from equity.cli.serve import listen
from equity.serving.front import Front
from tests.browsing import launch
from tests.conftest import AppWith
from tests.fortress.proxy import PROXIES, Proxy
from tests.fortress.test_processes import until

CONFS = Path(__file__).with_name("nginx")
SECRET = "correct horse battery"
each_proxy = pytest.mark.parametrize("proxy", PROXIES, ids=lambda proxy: proxy.__name__)


def free_port() -> int:
    with listen("127.0.0.1", 0) as made:
        return int(made.getsockname()[1])


@contextmanager
def behind(proxy: Proxy, conf: str, app_with: AppWith, folder: Path, **changed: object) -> Iterator[str]:
    """The public address of a proxy in front of the application."""
    back, front_port = listen("127.0.0.1", 0), free_port()
    public = f"http://localhost:{front_port}"
    changed = {k: v.format(public=public) if isinstance(v, str) else v for k, v in changed.items()}
    server = app_with(**changed).server
    stop = threading.Event()

    def serve() -> None:
        made = Front(server, [back], threads=4)
        while not stop.is_set():
            made.turn(0.05)
        made.finish(2)
        back.close()

    thread = threading.Thread(target=serve)
    thread.start()
    text = (CONFS / conf).read_text(encoding="utf-8")
    filled = {"FRONT": front_port, "BACK": back.getsockname()[1], "FOLDER": folder}
    for name, value in filled.items():
        text = text.replace(name, str(value))
    (folder / "nginx.conf").write_text(text, encoding="utf-8")
    try:
        with proxy(folder / "nginx.conf", front_port):
            assert until(lambda: answers(f"{public}/"), 60)
            yield public
    finally:
        stop.set()
        thread.join(timeout=20)


def answers(address: str) -> bool:
    try:
        urlopen(address, timeout=20).close()
    except OSError as error:
        return isinstance(error, HTTPError)
    return True


def get(address: str) -> str:
    with urlopen(address, timeout=120) as answer:
        return str(answer.read().decode("utf-8", "replace"))


@each_proxy
@pytest.mark.parametrize("base_url", ["{public}/equity", ""], ids=["stated", "told by the proxy"])
def test_below_a_path_everything_is_found(
    app_with: AppWith, tmp_path: Path, base_url: str, proxy: Proxy
) -> None:
    given = {"base_url": base_url, "trusted_proxies": 1, "admin_secret": SECRET}
    with behind(proxy, "sub-path.conf", app_with, tmp_path, **given) as public:
        assert get(public + "/") == "portal of the office"
        home = get(public + "/equity/")
        links = re.findall(r'(?:href|src)="([^"#]+)"', home)
        assert len(links) > 8
        for link in links:
            address = urljoin(public + "/equity/", link)
            assert address.startswith(public + "/equity/"), link
            assert "portal of the office" not in get(address)[:100], link
        assert f"{public}/equity/embed/map" in get(f"{public}/equity/oembed?url={public}/equity/")
        for place in (
            "embed/map",
            "compare",
            "district/530111",
            "data/import",
            "api/v1/docs",
            "image/map.svg",
        ):
            assert "portal of the office" not in get(f"{public}/equity/{place}")
        assert "登录" in get(f"{public}/equity/data/import")


@pytest.mark.browser
def test_below_a_path_a_browser_moves_about_and_asks_for_nothing_outside(
    app_with: AppWith, tmp_path: Path
) -> None:
    given = {"base_url": "{public}/equity", "trusted_proxies": 1}
    with (
        behind(PROXIES[0], "sub-path.conf", app_with, tmp_path, **given) as public,
        sync_playwright() as playwright,
    ):
        browser = launch(playwright)
        page = browser.new_page()
        asked: list[str] = []
        faults: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto(f"{public}/equity/?lang=en")
        row = page.locator('#react-entry-point tr[data-zone="530111"]')
        row.click()
        expect(row).to_have_class("chosen")
        assert page.url.startswith(f"{public}/equity/?") and "zone=530111" in page.url
        row.click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("Guandu")
        assert page.url.startswith(f"{public}/equity/district/530111")
        page.locator("nav a", has_text="Methods").first.click()
        page.wait_for_url(f"{public}/equity/methods**")
        page.go_back()
        expect(page.get_by_role("heading", level=1)).to_contain_text("Guandu")
        browser.close()
        assert faults == []
        outside = [a for a in asked if not a.startswith((f"{public}/equity/", "data:", "blob:"))]
        assert [a for a in outside if not a.endswith("/favicon.ico")] == []


def sign_in(public: str, **headers: str) -> tuple[int, str]:
    body = urlencode({"name": "张三", "secret": SECRET}).encode()
    asked = Request(f"{public}/data/import/sign-in", data=body, headers=headers)
    try:
        with urlopen(asked, timeout=120) as answer:
            return answer.status, str(answer.read().decode())
    except HTTPError as error:
        with error:
            return error.code, error.read().decode()


@each_proxy
def test_behind_the_shortest_proxy_a_sign_in_works_or_says_what_to_mend(
    app_with: AppWith, tmp_path: Path, proxy: Proxy
) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    with behind(proxy, "default-host.conf", app_with, tmp_path / "a", admin_secret=SECRET) as public:
        status, said = sign_in(public, Origin=public)  # a browser over plain HTTP
        assert status == 403 and "EQUITY_BASE_URL" in said and "proxy_set_header Host" in said
        assert sign_in(public, **{"Origin": public, "Sec-Fetch-Site": "same-origin"})[0] == 200
    given = {"admin_secret": SECRET, "base_url": "{public}"}
    with behind(proxy, "default-host.conf", app_with, tmp_path / "b", **given) as public:
        assert sign_in(public, Origin=public)[0] == 200
        assert sign_in(public, Origin="http://evil.example")[0] == 403
