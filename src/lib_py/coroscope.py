"""What a page does for a program.

fetch(url) asks for what the page itself may ask for:

    response = await coroscope.fetch("https://example.org/data.json")
    print(response.status, await response.json())
"""

import asyncio
import threading

import _coroscope

__all__ = ["Response", "fetch"]


class Response:
    """The answer to a request. All of it is here."""

    def __init__(self, status, url, headers, body):
        self.status = status
        self.url = url
        self.headers = dict(headers)
        self._body = body

    @property
    def ok(self):
        """True for a status from 200 to 299."""
        return 200 <= self.status < 300

    def raise_for_status(self):
        """Raises OSError unless the status is one of success."""
        if not self.ok:
            raise OSError(f"{self.status} for {self.url}")

    async def bytes(self):
        """The body as it came."""
        return self._body

    async def text(self):
        """The body as text, in the encoding that the answer names, else UTF-8. What cannot be decoded is replaced."""
        encoding = "utf-8"
        for field in self.headers.get("content-type", "").split(";"):
            name, _, value = field.partition("=")
            if name.strip().lower() == "charset":
                encoding = value.strip().strip('"')
        try:
            return self._body.decode(encoding, "replace")
        except LookupError:
            return self._body.decode(errors="replace")

    async def json(self):
        """What the body is as JSON."""
        import json

        return json.loads(self._body)

    def __repr__(self):
        return f"<Response {self.status} {self.url!r}>"


async def fetch(url, *, method="GET", headers=None, body=None):
    """Asks for what is at an address (one without a scheme is relative to the page), and gives the Response.

    body is bytes or str. Raises OSError when there is no answer: the network cannot be reached, or the browser
    does not let the page have it.
    """
    if isinstance(body, str):
        body = body.encode()
    pairs = [(str(name), str(value)) for name, value in dict(headers or {}).items()]
    loop = asyncio.get_running_loop()
    future = loop.create_future()

    def settle(set, value):
        if not future.done():
            set(value)

    def ask():
        try:
            outcome = future.set_result, _coroscope.fetch(str(url), method, pairs, body)
        except Exception as error:
            outcome = future.set_exception, error
        try:
            loop.call_soon_threadsafe(settle, *outcome)
        except RuntimeError:
            # nobody waits any more: the loop is closed
            pass

    threading.Thread(target=ask, name=f"fetch {url}", daemon=True).start()
    return Response(*await future)
