"""Asking a server: time-outs, retries with growing pauses, redirects, and clear words for what it answers."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http.client import HTTPException
from typing import Any, TypeVar
from urllib.parse import urljoin, urlsplit

import requests
from requests.auth import AuthBase
from tenacity import RetryCallState, Retrying, retry_if_exception_type, stop_after_attempt
from urllib3.exceptions import HTTPError, LocationParseError, ReadTimeoutError
from urllib3.util import Url

from verifier import __version__
from verifier.console import say
from verifier.errors import DataError, InputError, UsageError, VerifierError
from verifier.incidents.fetching.credentials import Nothing, Secret, without
from verifier.incidents.fetching.deadline import Deadline, WatchedAdapter
from verifier.incidents.fetching.endpoints import parsed

T = TypeVar("T")
CHUNK = 1 << 14  # bytes taken at a time, at most
PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})  # statuses that may be over at the next try
REDIRECTS = frozenset({301, 302, 303, 307, 308})


class PassingError(VerifierError):
    """Trouble that may be over at the next try; `after` is how many seconds the server asked to wait."""

    def __init__(self, words: str, after: float | None = None) -> None:
        super().__init__(words)
        self.after = after


@dataclass(frozen=True)
class Manners:
    """How patient a fetch is: tries per request, seconds to connect and to wait for data, pauses in between.

    The pause before the n-th try is drawn from [0, 2^n] seconds, at most `longest_pause`; a server that says how long
    to wait is obeyed until that comes to `longest_asked` seconds for one request. Its header must be there `header`
    seconds after the request, whatever arrives meanwhile, the next piece of its body `read` seconds after the one
    before, and its end after `whole` seconds. An answer that brings less than `slowest` bytes a second, once it has had
    `read` seconds, counts as broken off. A pause of `told` seconds or more is told. `sleep`, `clock` and `tell` are
    replaced by tests.
    """

    tries: int = 6
    connect: float = 20.0
    read: float = 60.0
    longest_pause: float = 60.0
    longest_asked: float = 600.0
    header: float = 120.0
    whole: float = 6 * 3600.0
    slowest: float = 200.0
    told: float = 5.0
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    tell: Callable[[str], None] = lambda line: say(f"verifier: {line}", err=True)

    def patiently(self, action: Callable[[], T]) -> T:
        """What an action gives, tried again while its trouble is a passing one.

        Raises VerifierError with the last trouble when all tries are used up or the server asks to wait too long.
        """
        waited = 0.0  # seconds that the server asked for

        def pause(state: RetryCallState) -> float:
            asked = _trouble(state).after
            if asked is not None:
                return asked
            return random.uniform(0, min(self.longest_pause, 2.0**state.attempt_number))  # noqa: S311  (no secret)

        def enough(state: RetryCallState) -> bool:
            return waited + (_trouble(state).after or 0) > self.longest_asked or stop_after_attempt(self.tries)(state)

        def before_sleep(state: RetryCallState) -> None:
            nonlocal waited
            waited += _trouble(state).after or 0
            if (seconds := state.upcoming_sleep) >= self.told:
                again = f"again in {seconds:,.0f} seconds (try {state.attempt_number + 1} of {self.tries})"
                self.tell(f"{_trouble(state)}: {again}")

        retrying = Retrying(
            sleep=self.sleep,
            stop=enough,
            wait=pause,
            retry=retry_if_exception_type(PassingError),
            before_sleep=before_sleep,
            reraise=True,
        )
        try:
            return retrying(action)
        except PassingError as error:
            if waited + (error.after or 0) > self.longest_asked:
                raise VerifierError(f"{error}: it asks to wait {error.after:,.0f} seconds; try again then") from None
            raise VerifierError(
                f"{error}, {self.tries} times over: try again later; the datasets here are as they were"
            ) from None


def _trouble(state: RetryCallState) -> PassingError:
    error = state.outcome.exception() if state.outcome else None
    return error if isinstance(error, PassingError) else PassingError("")


class Caller:
    """A connection to servers that keeps to our manners. `secrets` are struck out of every message."""

    def __init__(self, manners: Manners, secrets: tuple[Secret, ...] = ()) -> None:
        self.manners, self.secrets = manners, secrets
        self.session = requests.Session()
        self.session.headers["User-Agent"] = f"verifier/{__version__} (python-requests)"
        self.session.headers["Accept-Encoding"] = "identity"  # what is packed may be without end once unpacked
        self.deadline = Deadline()
        for scheme in ("http://", "https://"):
            self.session.mount(scheme, WatchedAdapter(self.deadline))

    @contextmanager
    def answer(
        self,
        url: str,
        *,
        method: str = "GET",
        headers: dict[str, str] | None = None,
        auth: AuthBase | None = None,
        params: Mapping[str, Any] | None = None,
    ) -> Iterator[requests.Response]:
        """The answer to one request, its body not read yet, whatever its status; trouble while reading is converted.

        A redirect is followed to https or within the same server; with credentials only there. Raises PassingError for
        trouble that may pass, VerifierError for other trouble.
        """
        first, steps = parsed(url), 0
        patience = self.manners.connect + self.manners.header
        with self._converted(first.host or ""), self.deadline.watched(patience):
            while True:
                try:
                    response = self.session.request(
                        method,
                        url,
                        headers=headers,
                        auth=auth or Nothing(),
                        stream=True,
                        allow_redirects=False,
                        timeout=(self.manners.connect, self.manners.read),
                        params=params,
                        proxies={"http": ""},  # a server on this machine: a proxy elsewhere would read the password
                    )
                except (ValueError, LocationParseError):  # what the libraries raise for some impossible addresses
                    raise self._nowhere(first) from None
                with response:
                    if response.status_code not in REDIRECTS:
                        yield response
                        return
                    try:
                        new = parsed(urljoin(url, response.headers.get("Location", "")))
                        url = new.url
                    except ValueError:
                        raise self._nowhere(first) from None
                steps += 1
                self._check_redirect(first, new, carries=auth is not None, steps=steps)
                params = None  # the new address holds them

    def body(self, response: requests.Response, most: int) -> Iterator[bytes]:
        """The body of an answer in pieces, as they arrive. Within `answer`.

        Raises VerifierError for a body of more than `most` bytes, PassingError for one that breaks off, comes too
        slowly or is not packed as it says.
        """
        host, clock, held = urlsplit(response.url).hostname, self.manners.clock, 0
        if (encoding := _encoding(response)) != "identity":
            raise VerifierError(f"{host} packs its answer ({encoding!r}), unasked: nothing was fetched")
        begun = clock()
        ends = time.monotonic() + self.manners.whole
        while True:
            self.deadline.allow(min(self.manners.read, ends - time.monotonic()))
            try:
                piece = response.raw.read1(CHUNK, decode_content=False)
            except ReadTimeoutError:
                raise PassingError(f"{host} did not answer in time") from None
            except (HTTPError, HTTPException, OSError, ValueError):  # ValueError: a length of a chunk that is none
                if self.deadline.over:
                    raise self._late(host, ends) from None
                raise PassingError(f"the connection to {host} broke off") from None
            if self.deadline.over:  # which a reader cannot tell from the end of a body without a length
                raise self._late(host, ends)
            if not piece:
                return
            held += len(piece)
            if held > most:
                raise VerifierError(f"{host} sends more than {most:,} bytes, more than this can be: given up")
            if (long := clock() - begun) > self.manners.read and held < self.manners.slowest * long:
                raise PassingError(f"{host} sends too slowly ({held:,} bytes in {long:,.0f} seconds)")
            yield piece

    def _late(self, host: str | None, ends: float) -> VerifierError:
        if time.monotonic() >= ends:
            return VerifierError(f"{host} is still sending after {self.manners.whole:,.0f} seconds: given up")
        return PassingError(f"{host} did not answer in time")

    def _nowhere(self, first: Url) -> VerifierError:
        return VerifierError(
            f"{first.host} answers with an address or a length that cannot be one: nothing was fetched"
        )

    def _check_redirect(self, first: Url, new: Url, *, carries: bool, steps: int) -> None:
        host, to = first.host, new.host or "nowhere"
        same = (first.scheme, first.netloc) == (new.scheme, new.netloc)
        if "login" in (new.path or "").lower():
            raise UsageError(
                f"{host} sends this request to a login page: it wants an account, or refuses the one given"
            )
        if steps > 5:
            raise VerifierError(f"{host} redirects in a circle: nothing was fetched")
        if not same and new.scheme != "https":
            raise VerifierError(
                f"{host} redirects to {to} without encryption ({new.scheme or 'no scheme'}): not followed"
            )
        if not new.host:
            raise self._nowhere(first)
        if not same and carries:
            raise VerifierError(f"{host} redirects to {to}: credentials are not sent there, nothing was fetched")

    @contextmanager
    def _converted(self, host: str) -> Iterator[None]:
        """Errors of the network as ours. The cause is left out: it holds the request, and with it credentials."""
        try:
            yield
        except requests.RequestException as error:
            raise self._told(error, host) from None

    def _told(self, error: requests.RequestException, host: str) -> VerifierError:
        faults = requests.exceptions
        if isinstance(error, faults.SSLError) and not self.deadline.over:
            reason = without(str(error), self.secrets)
            return VerifierError(
                f"the certificate of {host} cannot be trusted, nothing was fetched: is the clock right, does a proxy "
                f"of your network stand in between (REQUESTS_CA_BUNDLE names its certificate)? [{reason}]"
            )
        if isinstance(error, faults.Timeout) or self.deadline.over:
            return PassingError(f"{host} did not answer in time")
        if isinstance(error, (faults.ChunkedEncodingError, faults.ContentDecodingError)):
            return PassingError(f"the connection to {host} broke off")
        if isinstance(error, faults.ConnectionError):
            reason = " (no such host, or no connection)" if "resol" in str(error).lower() else ""
            return PassingError(f"{host} could not be reached, or the connection broke off{reason}")
        return VerifierError(f"{host} could not be asked ({type(error).__name__}): nothing was fetched")

    def check(self, response: requests.Response, what: str, page: str, busy: tuple[int, ...] = ()) -> None:
        """Turn a status that is no answer to `what` into words; `page` is where a person can look.

        Raises PassingError, UsageError (credentials), DataError (no release), InputError (a web page), VerifierError.
        """
        status, host = response.status_code, urlsplit(response.url).hostname
        if status in PASSING or status in busy:
            meaning = "(too many requests)" if status in (400, 429) else "(out of order for now)"
            raise PassingError(f"{host} answers {status} {meaning}", _asked_to_wait(response))
        if status in (401, 403):
            said = self.words(response)
            raise UsageError(
                f"{host} refuses ({status}) {what}: it wants a token or an account that may read this; see {page}{said}"
            )
        if status in (404, 410):
            raise DataError(f"{host} has no {what} ({status}): {page} lists what there is")
        if status >= 400:
            raise VerifierError(f"{host} answers {status} when asked for {what}{self.words(response)}; see {page}")
        if "html" in response.headers.get("Content-Type", "").lower():
            raise InputError(
                f"{host} answers with a web page instead of {what}: it may want you to log in, or has moved; see {page}"
            )

    def words(self, response: requests.Response) -> str:
        """What the server says about a refusal, in brackets, made fit to show; nothing where it is a web page."""
        if "html" in response.headers.get("Content-Type", "").lower() or _encoding(response) != "identity":
            return ""
        start = next(self.body(response, CHUNK), b"")[:2000]
        said = without(start.decode("utf-8", "replace"), self.secrets)
        return f" [{said}]" if said else ""


def _encoding(response: requests.Response) -> str:
    """How a server says that it packed the body; no server is asked to."""
    return response.headers.get("Content-Encoding", "").strip().lower()[:40] or "identity"


def _asked_to_wait(response: requests.Response) -> float | None:
    """Retry-After in seconds, given as a number or as a date; None without a usable one."""
    asked = response.headers.get("Retry-After", "").strip()
    if asked.isdecimal():
        return float(asked[:20])
    try:
        return max(0.0, (parsedate_to_datetime(asked) - datetime.now(tz=UTC)).total_seconds())
    except (TypeError, ValueError, OverflowError):
        return None
