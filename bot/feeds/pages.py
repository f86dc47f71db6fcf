"""A story's own page, as HTML or plain text, to a Page."""

from dataclasses import replace
from typing import Any

import trafilatura
from trafilatura.settings import Document

from bot.domain.address import web_address
from bot.domain.errors import Unreadable
from bot.domain.feed import Page
from bot.domain.text import cut_at_word, one_line
from bot.domain.trouble import Trouble
from bot.feeds.blocks import Block, Kind, blocks_of_text, blocks_of_tree
from bot.feeds.charset import to_text
from bot.feeds.controls import is_binary, without_sequences
from bot.feeds.dates import read_date
from bot.feeds.injected import without_injected
from bot.feeds.jsonfeed import read_json_feed
from bot.feeds.markup import element_text, is_html, parse_html
from bot.feeds.metadata import Metadata, read_metadata
from bot.feeds.structure import BRAND, Structure, read_structure
from bot.feeds.xmlfeed import is_xml_feed

_NO_TEXT = ("image/", "audio/", "video/", "font/", "application/pdf", "application/zip")
_BINARY = (b"%PDF", b"PK\x03\x04", b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"RIFF", b"ID3", b"OggS")
_LONGEST_TITLE = 1000
_LONGEST_LEAD = 2000
_LONGEST_TEXT = 40_000


def read_page(body: bytes, *, url: str, content_type: str) -> Page:
    """What the page says of its story; raises Unreadable where there is no text in it."""
    if content_type.strip().lower().startswith(_NO_TEXT) or body.startswith(_BINARY):
        raise Unreadable(url=url, why=Trouble.NO_TEXT)
    text = without_sequences(to_text(body, content_type))
    if not text.strip():
        raise Unreadable(url=url, why=Trouble.EMPTY_PAGE)
    if is_binary(text):
        raise Unreadable(url=url, why=Trouble.NO_TEXT)
    if _is_feed(text):
        raise Unreadable(url=url, why=Trouble.IS_FEED)
    plain = content_type.strip().lower().startswith("text/plain") or not is_html(text)
    page = _read_text(text, url) if plain else _read_html(text, url)
    return replace(
        page,
        title=cut_at_word(page.title, _LONGEST_TITLE),
        lead=cut_at_word(page.lead, _LONGEST_LEAD),
        sections=tuple(replace(part, text=part.text[:_LONGEST_TEXT]) for part in page.sections[:200]),
    )


def _is_feed(text: str) -> bool:
    start = text.lstrip("\ufeff \t\r\n")[:1]
    if start == "{":
        return read_json_feed(text) is not None
    return start == "<" and is_xml_feed(text)


def _read_text(text: str, url: str) -> Page:
    blocks, dropped = without_injected(blocks_of_text(text), flattened=True)
    return _page(read_structure(blocks, url=url), url, dropped)


def _read_html(text: str, url: str) -> Page:
    root = parse_html(text)
    if root is None:
        raise Unreadable(url=url, why=Trouble.EMPTY_PAGE)
    metadata = read_metadata(root, url)
    newsclip = metadata.outlet == BRAND
    blocks = blocks_of_tree(root)
    if not newsclip and not read_structure(blocks[:12], url=url).is_newsclip:
        return _read_foreign(root, metadata, url)
    blocks, dropped = without_injected(blocks)
    page = _page(read_structure(blocks, url=url, newsclip=newsclip), url, dropped)
    return _with_metadata(page, metadata, _own_image(root, url))


def _read_foreign(root: Any, metadata: Metadata, url: str) -> Page:
    """A page of any other site: its text by trafilatura, the rest by what its head says."""
    heading = next((element_text(element) for element in root.iter("h1")), "")
    name = next((one_line(element.text or "") for element in root.iter("title")), "")
    found = _extracted(root, url)
    body = None if found is None else found.body
    blocks, dropped = without_injected([] if body is None else blocks_of_tree(body))
    structure = read_structure([block for block in blocks if not _is_main_heading(block)], url=url)
    page = replace(_page(structure, url, dropped), title="")
    page = _with_metadata(page, metadata, None)
    if found is not None:
        page = replace(
            page,
            title=page.title or one_line(found.title or ""),
            author=page.author or one_line(found.author or ""),
            published_at=page.published_at or read_date(found.date or ""),
        )
    return replace(page, title=page.title or heading or name)


def _extracted(root: Any, url: str) -> Document | None:
    found = trafilatura.bare_extraction(
        root, url=url, favor_precision=True, include_comments=False, with_metadata=True
    )
    return found if isinstance(found, Document) else None


def _is_main_heading(block: Block) -> bool:
    return block.kind is Kind.HEADING and block.level == 1


def _page(structure: Structure, url: str, dropped: tuple[str, ...]) -> Page:
    return Page(
        url=url,
        title=structure.title,
        lead=structure.lead,
        category=structure.category,
        hashtags=structure.hashtags,
        author=structure.clipper,
        outlet=BRAND if structure.is_newsclip else "",
        published_at=structure.published_at,
        sections=structure.sections,
        quotes=structure.quotes,
        source_ref=structure.source_ref,
        question=structure.question,
        related=structure.related,
        dropped=dropped,
    )


def _with_metadata(page: Page, metadata: Metadata, image: str | None) -> Page:
    """The page with what its head adds to its text."""
    return replace(
        page,
        title=page.title or metadata.title,
        lead=page.lead or metadata.description,
        canonical_url=metadata.canonical_url,
        category=page.category or metadata.category,
        hashtags=page.hashtags or metadata.hashtags,
        author=page.author or metadata.author,
        outlet=metadata.outlet or page.outlet,
        published_at=page.published_at or metadata.published_at,
        image_url=metadata.image_url or image,
        language=metadata.language,
    )


def _own_image(root: Any, url: str) -> str | None:
    """The first picture of the article itself."""
    for image in root.iterfind(".//article//img"):
        address = web_address(image.get("src"), url)
        if address is not None:
            return address
    return None
