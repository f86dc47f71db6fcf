"""What the browser gets beside the API: the page's files, who one can be, the latest calls, attachments."""

from __future__ import annotations

import json
import mimetypes
from pathlib import Path
from typing import Any

from aiohttp import web

from bot.standin.ledger import Ledger
from bot.standin.world import snowflakes
from bot.standin.world.model import Attachment
from bot.standin.world.world import World

_PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' http: https: data:; "
    "connect-src 'self' ws://127.0.0.1:* ws://localhost:*; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_SAFE = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "Content-Security-Policy": _PAGE_POLICY,
}
# An uploaded file may be anything: it is never shown as a page of ours.
_UPLOADED = {**_SAFE, "Content-Security-Policy": "sandbox; default-src 'none'; frame-ancestors 'none'"}
_SHOWN = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp", "image/avif"})


class Site:
    """Serves everything outside `/api` and `/gateway`."""

    def __init__(self, world: World, ledger: Ledger, page: Path, gateway_url: str) -> None:
        self._world = world
        self._ledger = ledger
        self._page = page.resolve()
        self._gateway_url = gateway_url

    def serve(self, request: web.Request) -> web.Response:
        """Answer a browser."""
        if request.method not in ("GET", "HEAD"):
            return _plain(405, "405: Method Not Allowed")
        if request.path == "/standin/session":
            return _json(self._session())
        if request.path == "/standin/calls":
            return self._asked(request)
        if request.path.startswith("/standin/calls/"):
            return self._call(request.path.removeprefix("/standin/calls/"))
        if request.path.startswith(("/attachments/", "/ephemeral-attachments/")):
            return self._attachment(request.path)
        return self._file(request.path)

    def _session(self) -> dict[str, Any]:
        people = [account for account in self._world.accounts.values() if account.on_page]
        application = next(iter(self._world.applications.values()), None)
        return {
            "api": "/api/v10",
            "gateway": self._gateway_url,
            "application_id": None if application is None else str(application.id),
            "people": [
                {
                    "id": str(account.id),
                    "name": account.name,
                    "role": account.role,
                    "token": account.token,
                    "avatar_color": account.avatar_color,
                }
                for account in people
            ],
            "default_person": str(people[0].id) if people else None,
        }

    def _asked(self, request: web.Request) -> web.Response:
        number = request.query.get("after", "0")
        answer = self._ledger.since(int(number) if number.isdecimal() else 0)
        if "seen" in request.query:
            answer["dispatches"] = self._ledger.dispatches(_seen(request.query.getall("seen")))
        return _json(answer)

    def _call(self, number: str) -> web.Response:
        found = self._ledger.call(int(number)) if number.isdecimal() else None
        return _plain(404, "no such call") if found is None else _json(found)

    def _attachment(self, path: str) -> web.Response:
        parts = path.split("/")
        number = snowflakes.parse(parts[3]) if len(parts) == 5 else None
        attachment = self._world.files.get(number or 0)
        return _plain(404, "no such attachment") if attachment is None else _uploaded(attachment)

    def _file(self, path: str) -> web.Response:
        wanted = (self._page / (path.lstrip("/") or "index.html")).resolve()
        if not wanted.is_relative_to(self._page) or not wanted.is_file():
            return _plain(404, "not found")
        kind = mimetypes.guess_type(wanted.name)[0] or "application/octet-stream"
        return _answer(wanted.read_bytes(), kind)


def _seen(words: list[str]) -> dict[str, int]:
    """How far each session's events were seen: `name.number`."""
    parted = [word.partition(".") for word in words]
    return {name: int(number) for name, _, number in parted if number.isdecimal()}


def _uploaded(attachment: Attachment) -> web.Response:
    """Images in their place, everything else as a download under the name in its address."""
    kind = attachment.content_type.partition(";")[0].strip().lower()
    headers = {**_UPLOADED, "Content-Type": kind}
    if kind not in _SHOWN:
        headers |= {"Content-Type": "application/octet-stream", "Content-Disposition": "attachment"}
    return web.Response(body=attachment.data, headers=headers)


def _json(body: Any) -> web.Response:
    return _answer(json.dumps(body).encode(), "application/json")


def _plain(status: int, text: str) -> web.Response:
    return web.Response(status=status, text=text, headers=_SAFE)


def _answer(body: bytes, kind: str) -> web.Response:
    text = kind.startswith("text/") or kind.endswith("javascript")
    return web.Response(
        body=body, headers={**_SAFE, "Content-Type": f"{kind}; charset=utf-8" if text else kind}
    )
