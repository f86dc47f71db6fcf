"""Addresses of stories: what is shown, what makes two of them the same, and which to believe."""

import contextlib
import hashlib
import re
from urllib.parse import parse_qs, unquote, urljoin, urlsplit, urlunsplit

_TRACKER = re.compile(
    r"""(utm|at|ns|pk|mtm|piwik|oly|hsa|guce|gaa|vero|_hs\w*|__hs\w*)_.+
    | _ga | _gl | ([dgy]|fb|tt|tw|ys)clid | msclkid | rb_clickid | [gw]braid | gclsrc
    | _hs(enc|mi) | __hs(tc|sc|fp) | hsctatracking | mc_[ce]id | mkt_tok | igsh(id)? | li_fat_id | wickedid
    | fb_(action_ids|action_types|source) | efg | ecid | em(c|ci|di) | ml_subscriber(_hash)? | s_(cid|kwcid)
    | cmp(id)? | [in]cid | intcid | ito | ftag | ocid | sc_campaign | smid | smtyp | soc_(src|trk) | sr_share
    | ref_(src|url) | traffic_source | trk | wt[._]mc(_id)? | xtor | guccounter | __twitter_impression
    | amp | outputtype""",
    re.VERBOSE | re.IGNORECASE,
)
_KEEPS_VALUE = {"amp": {"", "1", "true"}, "outputtype": {"amp"}}  # other values mean something else
_DEFAULT_PORTS = {"http": 80, "https": 443}
_FOLDED_SUBDOMAINS = re.compile(r"^(?:(?:www\d?|m|mobile|amp)\.)+(?=[^.]+\.[^.])")
_AMP_SUFFIX = re.compile(r"(?:/amp/?|\.amp(?=\.html?$)|\.amp)$|\.amp(?=\.html?$)")
_HOME_PATH = re.compile(r"^/*(?:index\.\w+|home/?|default\.aspx)?$", re.IGNORECASE)
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
_UNSAFE = re.compile(r"[\x00-\x20\x7f\"<>\\^`{|}]|[^\x00-\x7f]")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_HOST = re.compile(r"[^\s\\<>\"`{|}^%@]+$")
_LONGEST = 2048
_LONGEST_KEY = 500


def web_address(text: str | None, base: str | None = None) -> str | None:
    """The absolute http(s) address that `text` means on a page at `base`, or None.

    None also where it names a user: news need none, and `good.example@evil.example` misleads.
    """
    trimmed = re.sub(r"[\t\r\n]", "", text or "").strip()
    if not trimmed or len(trimmed) > _LONGEST:
        return None
    try:
        absolute = base is None or trimmed[:8].lower().startswith(("http://", "https://"))
        parts = urlsplit(trimmed if absolute else urljoin(base or "", trimmed))
        # A browser reads "\" as "/".
        named = not {"\\", "@"}.intersection(parts.netloc) and _HOST.match(parts.hostname or "")
        usable = parts.scheme in _DEFAULT_PORTS and parts.port != 0 and named
    except ValueError:
        return None
    return urlunsplit(parts).replace(" ", "%20") if usable else None


def canonical_url(url: str) -> str:
    """The same address without trackers, wrappers and accidents of spelling; anything else as it is."""
    address = web_address(url)
    if address is None:
        return url.strip()
    while (inner := _unwrapped(address)) is not None:
        address = inner
    return _normal(address)


def story_key(url: str) -> str:
    """What the addresses of one story have in common, whatever scheme and device they are for."""
    address = canonical_url(url)
    if web_address(address) is None:
        return f"url:{address}"
    parts = urlsplit(address)
    host = _FOLDED_SUBDOMAINS.sub("", parts.netloc)
    query = f"?{parts.query}" if parts.query else ""
    key = f"url:{host}{parts.path.rstrip('/')}{query}"
    return key if len(key) <= _LONGEST_KEY else f"url:{host}#{hashlib.sha256(key.encode()).hexdigest()}"


def believable_canonical(page_url: str, canonical: str) -> bool:
    """Whether a page may say that `canonical` is its address: on its own site, and no home page."""
    page, claimed = web_address(page_url), web_address(canonical)
    if page is None or claimed is None:
        return False
    return not is_home_page(claimed) and _site(page) == _site(claimed)


def is_home_page(url: str) -> bool:
    """Whether an address is a site's front page, and so no story's."""
    parts = urlsplit(canonical_url(url))
    return _HOME_PATH.match(parts.path) is not None and not parts.query


def _unwrapped(address: str) -> str | None:
    """The address that an AMP cache or a click counter carries inside, if this is one."""
    parts = urlsplit(address)
    host, path = (parts.hostname or "").lower(), parts.path
    google = re.fullmatch(r"(?:www\.)?google\.[a-z.]{2,6}", host) is not None
    if google and path == "/url":
        given = parse_qs(parts.query)
        return _shorter(address, (given.get("url") or given.get("q") or [""])[0])
    if google or host.endswith(".cdn.ampproject.org"):
        cached = re.match(r"^/(?:amp|c|v|i)/(?:(s)/)?(.+)$", path)
        if cached and "." in cached[2].split("/")[0]:
            scheme = "https" if cached[1] else "http"
            return _shorter(address, f"{scheme}://{cached[2]}" + (f"?{parts.query}" if parts.query else ""))
    return None


def _shorter(outer: str, inner: str) -> str | None:
    found = web_address(inner)
    return found if found is not None and len(found) < len(outer) else None


def _normal(address: str) -> str:
    parts = urlsplit(address)
    path = _escaped(urlsplit(urljoin(address, parts.path or "/")).path or "/")
    path = re.sub(r"^(?:/\.\.?(?=/|$))+", "", path) or "/"
    while (shorter := _AMP_SUFFIX.sub("", path)) != path and len(shorter) > 1:
        path = shorter
    pairs = [_escaped(pair) for pair in parts.query.split("&") if pair]
    kept = sorted((pair for pair in pairs if not _tracks(pair)), key=lambda pair: pair.partition("=")[0])
    return urlunsplit((parts.scheme, _host(address), path, "&".join(kept), ""))


def _host(address: str) -> str:
    """Lower case, in ASCII, without a root dot or the scheme's own port."""
    parts = urlsplit(address)
    host = (parts.hostname or "").rstrip(".")
    with contextlib.suppress(UnicodeError):  # a name that DNS can't know stays as it came
        host = host if host.isascii() else host.encode("idna").decode("ascii")
    host = f"[{host}]" if ":" in host else host
    return host if parts.port in {None, _DEFAULT_PORTS[parts.scheme]} else f"{host}:{parts.port}"


def _tracks(pair: str) -> bool:
    name, _, value = pair.partition("=")
    name = unquote(name).casefold()
    if name in _KEEPS_VALUE:
        return value.casefold() in _KEEPS_VALUE[name]
    return _TRACKER.fullmatch(name) is not None


def _escaped(text: str) -> str:
    """One spelling of percent escapes: needed ones upper case, needless ones gone."""

    def respell(match: re.Match[str]) -> str:
        character = chr(int(match[1], 16))
        return character if character in _UNRESERVED else match[0].upper()

    spelled = _UNSAFE.sub(_percent, text)
    return _ESCAPE.sub(respell, spelled)


def _percent(match: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in match[0].encode("utf-8", "replace"))


def _site(address: str) -> str:
    """The registrable domain (example.co.uk), or host and port where there is none."""
    from tld import get_fld  # noqa: PLC0415 - 12 MB of suffixes, needed only where pages are read

    site = get_fld(address, fail_silently=True, search_private=True)
    return str(site or _host(address))
