"""Who may talk to the server: the page it served itself, on this machine, and nobody else.

Other web pages can make a browser send requests to loopback, under names that lead there (DNS
rebinding); other users of the machine can send any. So a request needs the server's own Host, no
foreign Origin, and the token of the session, which its user alone was told.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["MOST_BYTES", "Guard"]

MOST_BYTES = 100_000
"""Of a request's body; an action has some hundred."""

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
        "img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}


class Guard:
    """Lets requests through to ``app`` that may come, their bodies as long as they may be.

    ``port`` is known when the server listens.
    """

    def __init__(self, app: ASGIApp, token: str) -> None:
        self.app = app
        self.token = token
        self.port = 0

    @property
    def cookie(self) -> str:
        """Cookies know no ports: two servers need two names."""
        return f"communique_review_{self.port}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        from starlette.requests import Request
        from starlette.responses import PlainTextResponse, RedirectResponse, Response

        if scope["type"] != "http":
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                extra = [(k.lower().encode(), v.encode()) for k, v in HEADERS.items()]
                message = {**message, "headers": [*message["headers"], *extra]}
            await send(message)

        request = Request(scope)
        refusal = self._refusal(request)
        answer: Response | None = None
        if refusal is not None:
            answer = PlainTextResponse(refusal, status_code=403)
        elif self._is_token(request.query_params.get("token")):
            # The token leaves the address bar, and with it histories and screenshots.
            answer = RedirectResponse("/", status_code=303)
            answer.set_cookie(self.cookie, self.token, httponly=True, samesite="strict", path="/")
        elif not self._is_token(request.cookies.get(self.cookie)):
            answer = PlainTextResponse(
                "Open the address that `communique gold review` printed: it has this session's "
                "token.",
                status_code=403,
            )
        elif request.method == "POST":
            body = await _body(receive)
            if body is None:
                answer = PlainTextResponse("the request is too long", status_code=413)
            else:
                receive = _again(body)
        await (answer or self.app)(scope, receive, with_headers)

    def _refusal(self, request: Request) -> str | None:
        own = {f"127.0.0.1:{self.port}", f"localhost:{self.port}"}
        host = request.headers.get("host", "")
        if host not in own:
            return "this server answers to its own loopback name only"
        origin = request.headers.get("origin")
        if origin is not None and origin != f"http://{host}":
            return "requests from other pages are refused"
        if request.headers.get("sec-fetch-site", "none") not in {"none", "same-origin"}:
            return "requests from other pages are refused"
        kind = request.headers.get("content-type", "").partition(";")[0]
        if request.method == "POST" and kind != "application/json":
            return "actions are JSON"
        return None

    def _is_token(self, given: str | None) -> bool:
        return given is not None and secrets.compare_digest(given.encode(), self.token.encode())


async def _body(receive: Receive) -> bytes | None:
    """The body, None where it is too long; no more of it is read than that tells."""
    parts: list[bytes] = []
    length = 0
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return b""
        length += len(message.get("body", b""))
        if length > MOST_BYTES:
            return None
        parts.append(message.get("body", b""))
        if not message.get("more_body", False):
            return b"".join(parts)


def _again(body: bytes) -> Receive:
    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    return receive
