"""The registry's client against a server of our own."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from eligo.corpus.ctgov import Client
from eligo.errors import InputError, MalformedJSON

CRITERIA = "Inclusion Criteria:\n\n* Age 18 or older"


def study(number: str) -> dict[str, Any]:
    modules = {"identificationModule": {"nctId": number}, "eligibilityModule": {"eligibilityCriteria": CRITERIA}}
    return {"protocolSection": modules}


class Registry:
    """A registry of five studies, two a page at most. `faults`: statuses that the next answers have."""

    def __init__(self) -> None:
        self.requests: list[tuple[str, dict[str, list[str]], str]] = []
        self.faults: list[int] = []
        self.body: bytes | None = None
        registry = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                parts = urlsplit(self.path)
                query = parse_qs(parts.query)
                registry.requests.append((parts.path, query, self.headers.get("User-Agent", "")))
                status, answer = registry.answer(parts.path, query)
                body = registry.body if registry.body is not None else json.dumps(answer).encode()
                self.send_response(status)
                if status == 429:
                    self.send_header("Retry-After", "7")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/api/v2"

    def answer(self, path: str, query: dict[str, list[str]]) -> tuple[int, object]:
        if self.faults:
            return self.faults.pop(0), {"error": "fault"}
        if path == "/api/v2/studies":
            start = int(query.get("pageToken", ["0"])[0])
            size = min(2, int(query["pageSize"][0]))
            found = [study(f"NCT9000000{n}") for n in range(1, 6)][start : start + size]
            more = {"nextPageToken": str(start + size)} if start + size < 5 else {}
            return 200, {"studies": found, **more}
        number = path.rpartition("/")[2]
        return (200, study(number)) if number.startswith("NCT9") else (404, {})


@pytest.fixture
def registry() -> Iterator[Registry]:
    running = Registry()
    thread = threading.Thread(target=running.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield running
    running.server.shutdown()
    running.server.server_close()
    thread.join()


def client(registry: Registry, slept: list[float] | None = None, **options: Any) -> Client:
    waits: list[float] = [] if slept is None else slept
    return Client(registry.url, sleep=waits.append, interval=options.pop("interval", 0.0), **options)


def test_a_study_by_its_number(registry: Registry) -> None:
    assert client(registry).study(" nct90000001 ") == study("NCT90000001")
    path, query, agent = registry.requests[0]
    assert path == "/api/v2/studies/NCT90000001"
    assert query == {"format": ["json"]}
    assert agent.startswith("eligo/")


def test_a_search_goes_from_page_to_page_and_no_further_than_asked(registry: Registry) -> None:
    found = list(client(registry).search("cough", condition="asthma"))
    assert len(found) == 5
    assert len(registry.requests) == 3
    assert registry.requests[1][1]["pageToken"] == ["2"]
    assert registry.requests[1][1]["query.cond"] == ["asthma"]
    assert len(list(client(registry).search("cough", limit=3))) == 3
    assert len(registry.requests) == 5
    with pytest.raises(InputError, match="asks for nothing"):
        next(client(registry).search())


@pytest.mark.parametrize("status", [429, 500, 503])
def test_what_fails_for_now_is_asked_again_ever_later(registry: Registry, status: int) -> None:
    registry.faults = [status, status]
    slept: list[float] = []
    assert client(registry, slept).study("NCT90000001")
    assert len(registry.requests) == 3
    assert slept == ([7.0, 7.0] if status == 429 else [1.0, 2.0])


def test_what_keeps_failing_or_is_refused_is_one_sentence(registry: Registry) -> None:
    registry.faults = [503] * 9
    with pytest.raises(InputError, match=r"NCT90000001: .* answered HTTP 503; check") as raised:
        client(registry, retries=2).study("NCT90000001")
    assert len(registry.requests) == 3
    assert "\n" not in str(raised.value)
    registry.faults = [400]
    with pytest.raises(InputError, match="refused it"):
        client(registry).study("NCT90000001")
    with pytest.raises(InputError, match="no such record"):
        client(registry).study("NCT00000000")
    with pytest.raises(InputError, match="no NCT number"):
        client(registry).study("90000001")
    registry.body = b"<html>busy</html>"
    with pytest.raises(MalformedJSON):
        client(registry).study("NCT90000001")


def test_answers_are_kept_for_a_while(registry: Registry, tmp_path: Path) -> None:
    for _ in range(2):
        assert client(registry, cache=tmp_path / "kept").study("NCT90000001")
    assert len(registry.requests) == 1
    for file in (tmp_path / "kept").iterdir():
        file.write_bytes(b"{half")
    assert client(registry, cache=tmp_path / "kept").study("NCT90000001")
    assert len(registry.requests) == 2
    assert client(registry, cache=tmp_path / "kept", max_age=-1).study("NCT90000001")
    assert len(registry.requests) == 3


def test_requests_keep_their_distance(registry: Registry) -> None:
    slept: list[float] = []
    asking = client(registry, slept, interval=5.0)
    asking.study("NCT90000001")
    asking.study("NCT90000002")
    assert len(slept) == 1
    assert 4.0 < slept[0] <= 5.0


def test_without_a_connection(registry: Registry) -> None:
    registry.server.shutdown()
    registry.server.server_close()
    with pytest.raises(InputError, match="cannot be reached"):
        client(registry, retries=0).study("NCT90000001")
    with pytest.raises(ValueError, match="http"):
        Client("file:///etc")


# The command


@pytest.fixture
def fetch(registry: Registry, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., tuple[int, str, str]]:
    from typer.testing import CliRunner

    from eligo.corpus.fetch_command import app

    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr("eligo.corpus.ctgov.Client._wait", lambda self: None)
    monkeypatch.setattr("time.sleep", lambda seconds: None)

    def run(*args: str) -> tuple[int, str, str]:
        result = CliRunner().invoke(app, [*args, "--base-url", registry.url])
        assert result.exception is None or isinstance(result.exception, SystemExit)
        return result.exit_code, result.stdout, result.stderr

    return run


def test_fetched_records_are_what_parse_reads(fetch: Callable[..., tuple[int, str, str]], tmp_path: Path) -> None:
    from eligo import parse

    code, out, err = fetch("NCT90000001")
    assert (code, err) == (0, "")
    assert parse(out).id == "NCT90000001"
    code, out, _ = fetch("NCT90000001", "NCT90000002")
    assert code == 0
    assert [json.loads(line) for line in out.splitlines()] == [study("NCT90000001"), study("NCT90000002")]
    code, out, _ = fetch("--search", "cough", "--limit", "3", "--output", str(tmp_path / "out"))
    assert code == 0
    assert len(list((tmp_path / "out").glob("NCT*.json"))) == 3


def test_one_failure_does_not_cost_the_others(fetch: Callable[..., tuple[int, str, str]]) -> None:
    code, out, err = fetch("NCT00000000", "NCT90000002")
    assert code == 1
    assert json.loads(out) == study("NCT90000002")
    assert err.startswith("eligo: NCT00000000: there is no such record")
    assert err.count("\n") == 1
    assert fetch()[0] == 2


def test_offline_is_one_clear_sentence(registry: Registry, fetch: Callable[..., tuple[int, str, str]]) -> None:
    registry.server.shutdown()
    registry.server.server_close()
    code, out, err = fetch("NCT90000001")
    assert (code, out) == (1, "")
    assert "cannot be reached" in err
    assert err.count("\n") == 1
