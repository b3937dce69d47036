"""A client of the ClinicalTrials.gov v2 API: records by number, searches page by page; polite, patient, cached."""

from __future__ import annotations

import hashlib
import json
import os
import re
import time
from collections.abc import Callable, Iterator
from email.utils import parsedate_to_datetime
from http.client import HTTPException
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlencode, urlsplit
from urllib.request import Request, urlopen

from eligo.errors import InputError, MalformedJSON

__all__ = ["BASE_URL", "Client", "default_cache"]

BASE_URL = "https://clinicaltrials.gov/api/v2"
_NUMBER = re.compile(r"NCT\d{8}")
_AGAIN = frozenset({429, 500, 502, 503, 504})
_RECONNECT = 2  # times: who is offline should not wait long to hear it
_PAGE = 100  # studies; the API allows 1000


def default_cache() -> Path:
    """The folder for records that were fetched: ``eligo/ctgov`` in the user's cache."""
    base = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    return (Path(base) if base else Path.home() / ".cache") / "eligo" / "ctgov"


class Client:
    """Asks the registry; what it answered is kept on disk.

    Args:
        base_url: the API's address, without a slash at its end.
        cache: folder of answers; None: nothing is kept.
        max_age: seconds after which an answer is asked for anew.
        interval: least seconds between two requests (the registry asks for at most about 50 a minute).
        retries: how often a request is repeated that failed for now (429, 5xx, a broken connection).
        timeout: seconds to wait for an answer.
        sleep: how to wait, in seconds.
    """

    def __init__(
        self,
        base_url: str = BASE_URL,
        *,
        cache: Path | None = None,
        max_age: float = 7 * 86400,
        interval: float = 1.2,
        retries: int = 4,
        timeout: float = 30.0,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        if urlsplit(base_url).scheme not in ("http", "https"):
            raise ValueError(f"base_url must begin with http:// or https://, got {base_url!r}")
        self.base_url, self.cache, self.max_age = base_url.rstrip("/"), cache, max_age
        self.interval, self.retries, self.timeout, self.sleep = interval, retries, timeout, sleep
        self._last = float("-inf")

    def study(self, nct_id: str) -> dict[str, Any]:
        """The record of one trial.

        Raises:
            InputError: if it is no NCT number, there is no such trial, or the registry cannot be reached.
        """
        number = nct_id.strip().upper()
        if not _NUMBER.fullmatch(number):
            raise InputError(nct_id, "is no NCT number", "write NCT and eight digits")
        record = self._get(f"/studies/{quote(number)}", {"format": "json"}, number)
        if "protocolSection" not in record:
            raise MalformedJSON(number, "the registry's answer is no trial record", "check the base URL")
        return record

    def search(
        self,
        term: str | None = None,
        *,
        condition: str | None = None,
        intervention: str | None = None,
        status: str | None = None,
        limit: int | None = None,
    ) -> Iterator[dict[str, Any]]:
        """The records of a search, page by page as they are asked for.

        Args:
            term, condition, intervention: what to search for, in the registry's query syntax.
            status: recruitment statuses, joined by commas (``RECRUITING,NOT_YET_RECRUITING``).
            limit: the most records to give.

        Raises:
            InputError: if the registry cannot be reached or refuses the query.
        """
        given = {
            "query.term": term, "query.cond": condition, "query.intr": intervention, "filter.overallStatus": status,
        }  # fmt: skip
        query = {key: value for key, value in given.items() if value}
        if not query:
            raise InputError("search", "asks for nothing", "give a term, a condition or an intervention")
        size = _PAGE if limit is None else max(1, min(_PAGE, limit))
        parameters = {**query, "format": "json", "pageSize": str(size)}
        left = limit
        name = ", ".join(query.values())
        while left is None or left > 0:
            page = self._get("/studies", parameters, name)
            for record in page.get("studies") or ():
                if left is not None:
                    if left == 0:
                        return
                    left -= 1
                yield record
            token = page.get("nextPageToken")
            if not isinstance(token, str) or not token:
                return
            parameters = {**parameters, "pageToken": token}

    def _get(self, path: str, parameters: dict[str, str], name: str) -> dict[str, Any]:
        url = f"{self.base_url}{path}?{urlencode(parameters)}"
        kept = self._kept(url)
        if kept is not None:
            return kept
        body = self._fetch(url, name)
        try:
            answer = json.loads(body)
        except (json.JSONDecodeError, UnicodeDecodeError):
            answer = None
        if not isinstance(answer, dict):
            raise MalformedJSON(
                name, "the registry's answer is no JSON object", "check the base URL, or try again later"
            )
        self._keep(url, body)
        return answer

    def _fetch(self, url: str, name: str) -> bytes:
        from eligo import __version__

        host = urlsplit(url).netloc
        headers = {"Accept": "application/json", "User-Agent": f"eligo/{__version__} (clinical-trial eligibility tool)"}
        problem = ""
        for attempt in range(self.retries + 1):
            self._wait()
            pause = min(60.0, 2.0**attempt)
            try:
                with urlopen(Request(url, headers=headers), timeout=self.timeout) as answer:
                    return bytes(answer.read())
            except HTTPError as error:
                with error:
                    if error.code == 404:
                        raise InputError(name, f"there is no such record at {host}", "check the number") from None
                    if error.code not in _AGAIN:
                        said = " ".join(error.read(300).decode("utf-8", "replace").split())
                        raise InputError(
                            name, f"{host} refused it (HTTP {error.code}: {said})", "check the query"
                        ) from None
                    problem = f"{host} answered HTTP {error.code}"
                    pause = max(pause, _asked(error.headers.get("Retry-After")))
            except (URLError, HTTPException, TimeoutError, ConnectionError) as error:
                problem = f"{host} cannot be reached ({getattr(error, 'reason', None) or error})"
                if attempt >= _RECONNECT:
                    break
            if attempt < self.retries:
                self.sleep(pause)
        raise InputError(name, problem, "check the connection and try again, or give a saved record")

    def _wait(self) -> None:
        left = self._last + self.interval - time.monotonic()
        if left > 0:
            self.sleep(left)
        self._last = time.monotonic()

    def _file(self, url: str) -> Path | None:
        return None if self.cache is None else self.cache / f"{hashlib.sha256(url.encode()).hexdigest()[:32]}.json"

    def _kept(self, url: str) -> dict[str, Any] | None:
        file = self._file(url)
        try:
            if file is None or time.time() - file.stat().st_mtime > self.max_age:
                return None
            answer = json.loads(file.read_bytes())
        except (OSError, ValueError):
            return None
        return answer if isinstance(answer, dict) else None

    def _keep(self, url: str, body: bytes) -> None:
        """An answer that cannot be kept is not missed: the next run asks again."""
        file = self._file(url)
        if file is None:
            return
        part = file.with_suffix(f".{os.getpid()}.part")
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            part.write_bytes(body)
            part.replace(file)
        except OSError:
            return


def _asked(header: str | None) -> float:
    """Seconds that ``Retry-After`` asks to wait, a minute at most."""
    if not header:
        return 0.0
    if header.strip().isdigit():
        return min(60.0, float(header))
    try:
        return max(0.0, min(60.0, parsedate_to_datetime(header).timestamp() - time.time()))
    except (TypeError, ValueError):
        return 0.0
