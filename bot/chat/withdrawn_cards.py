"""What is left of the card of a story that was taken back: its title, and what became of it.

No link to its page, no picture, no poll: a retracted story is not passed on, and one that was merged is read,
voted on and discussed at the other's card.
"""

import discord

from bot.chat import layouts
from bot.chat.layouts import Layout
from bot.chat.markdown import escape_line
from bot.chat.markers import component_ids
from bot.domain.text import cut_at_word
from bot.pipeline.ports import Card, Withdrawal
from bot.texts.catalogue import Texts

_TITLE = 240
_REASON = 400


def withdrawn_card(card: Card, says: Withdrawal, texts: Texts, locale: str, *, link_home: bool) -> Layout:
    """Return such a card; link_home: whether it may say which story it was merged into, and where that is."""
    title = escape_line(card.edition.story.draft.title, _TITLE) or texts.get("card-untitled", locale)
    outer, inner = component_ids(card.key)
    text: discord.ui.TextDisplay[Layout] = discord.ui.TextDisplay(
        f"~~{title}~~\n{_became(says, texts, locale, told=link_home)}", id=inner
    )
    container: discord.ui.Container[Layout] = discord.ui.Container(text, id=outer)
    if card.home is not None and link_home:
        url = card.home.jump_url(card.edition.server_id)
        label = cut_at_word(texts.get("card-see-here", locale), layouts.BUTTON_LABEL)
        container.add_item(layouts.row(discord.ui.Button(label=label, url=url)))
    return layouts.layout(container)


def _became(says: Withdrawal, texts: Texts, locale: str, *, told: bool) -> str:
    if says.into is None:
        why = escape_line(says.reason, _REASON)
        retracted = texts.get("card-retracted", locale)
        return f"{retracted}\n> {why}" if why else retracted
    if not told:
        return texts.get("card-merged-hidden", locale)
    return texts.get("card-merged", locale, title=escape_line(says.into, _TITLE))
