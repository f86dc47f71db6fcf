"""What a page must have for those who see little or use no mouse, by the browser's accessibility tree."""

from pathlib import Path
from typing import Any

from playwright.async_api import Page

_HERE = Path(__file__).parent
_CONTROLS = "button checkbox combobox link listbox menuitem option radio searchbox slider switch tab textbox"
_OTHERS = "article dialog heading image img menu navigation radiogroup region"
_NAMED = frozenset(f"{_CONTROLS} {_OTHERS}".split())


async def faults_of(page: Page) -> list[str]:
    """What keeps people out: controls without names, pictures without words, missing landmarks."""
    tree = await _tree(page)
    roles = [_value(node, "role") for node in tree]
    faults: list[str] = await page.evaluate((_HERE / "structure.js").read_text(encoding="utf-8"))
    # an open dialog is all there is
    places = ("dialog",) if await page.locator("dialog[open]").count() else ("main", "navigation")
    faults += [f"no {role}" for role in places if role not in roles]
    faults += ["more than one main"] if roles.count("main") > 1 else []
    faults += [
        f"a {_value(node, 'role')} without a name: {await _source(page, node)}"
        for node in tree
        if _value(node, "role") in _NAMED and not _value(node, "name").strip()
    ]
    return faults


async def pale_texts(page: Page) -> list[str]:
    """Texts in sight that stand out too little from what is behind them (WCAG 2: 4.5, large 3)."""
    told: list[str] = await page.evaluate((_HERE / "contrast.js").read_text(encoding="utf-8"))
    return told


async def _tree(page: Page) -> list[dict[str, Any]]:
    session = await page.context.new_cdp_session(page)
    tree = await session.send("Accessibility.getFullAXTree")
    await session.detach()
    return [node for node in tree["nodes"] if not node["ignored"]]


def _value(node: dict[str, Any], key: str) -> str:
    return str(node.get(key, {}).get("value", ""))


async def _source(page: Page, node: dict[str, Any]) -> str:
    session = await page.context.new_cdp_session(page)
    found = await session.send("DOM.getOuterHTML", {"backendNodeId": node["backendDOMNodeId"]})
    await session.detach()
    return str(found["outerHTML"])[:120]
