"""What a person does with one story: seeing it, putting it aside, and showing others how readers voted."""

import asyncio
import io
from collections import deque
from typing import Any

import discord

from bot.chat.answers import Answers, server_of
from bot.chat.cards import CardWriter
from bot.chat.clicks import sees
from bot.chat.languages import ServerLanguages
from bot.chat.markdown import escape_line
from bot.chat.result_answer import result_view
from bot.chat.results_picture import draw
from bot.chat.sight import all_see_too
from bot.chat.story_text import story_line
from bot.chat.tallies import in_words, result_lines
from bot.domain.errors import InvalidInput
from bot.domain.ids import CardKey, ServerId, UserId
from bot.domain.poll import FEWEST
from bot.newsroom.finding import Finding
from bot.newsroom.results import Result, Results
from bot.newsroom.saved import SavedStories
from bot.pipeline.ports import Card, PollView
from bot.texts.catalogue import Texts

_TITLE = 200
_LATELY = 200

_Interaction = discord.Interaction[Any]


class StoryDesk:
    """Answers what is asked of one story; implements `bot.chat.buttons.StoryClicks`."""

    def __init__(
        self,
        answers: Answers,
        finding: Finding,
        saved: SavedStories,
        results: Results,
        texts: Texts,
        *,
        languages: ServerLanguages,
    ) -> None:
        self._answers = answers
        self._languages = languages
        self._finding = finding
        self._saved = saved
        self._results = results
        self._texts = texts
        self._writer = CardWriter(texts)
        # The answers whose button was pressed lately: one that was pressed twice before it went.
        self._shared: deque[int] = deque(maxlen=_LATELY)

    async def show(self, interaction: _Interaction, typed: str) -> None:
        """Show a story as a small card; in a line where it has no card of its own."""
        server_id, locale = ServerId(server_of(interaction).id), str(interaction.locale)
        shown = await self._finding.shown(server_id, typed, sees(interaction))
        if shown.listed.story.place is None:
            line = story_line(shown.listed, server_id, self._texts, locale)
            await self._answers.show(interaction, [line.text])
            return
        card = Card(
            shown.edition,
            shown.listed.story.card_key,
            None if shown.poll is None else PollView(shown.poll.vote_set, shown.poll.state),
            home=shown.listed.story.place,
            image=shown.image,
            corrected_at=shown.corrected_at,
        )
        await interaction.response.send_message(view=self._writer.card(card, locale), ephemeral=True)

    async def save(self, interaction: _Interaction, key: CardKey) -> None:
        """Put the story of a card on the person's list, or take it from there."""
        server_id, user_id = ServerId(interaction.guild_id or 0), UserId(interaction.user.id)
        title, is_saved = await self._saved.toggle(server_id, user_id, key, sees(interaction))
        said = "finding-saved-now" if is_saved else "finding-saved-no-more"
        await self._answers.say(interaction, said, title=escape_line(title, _TITLE))

    async def share(self, interaction: _Interaction, key: CardKey) -> None:
        """Show the result of a card's poll to all in the channel, where all of them may see the story."""
        result = await self._telling(interaction, key)
        _must_write(interaction)
        home = None if interaction.guild is None else interaction.guild.get_channel(result.channel_id)
        if not all_see_too(interaction.channel, home):
            raise InvalidInput("error-share-hidden")
        locale = await self._languages.of(result.edition.server_id)
        lines = result_lines(result, self._texts, locale)
        pressed = 0 if interaction.message is None else interaction.message.id
        shared_before = pressed in self._shared
        self._shared.append(pressed)
        # Whoever shared has no button any more: pressed again, it would say the same once more to all.
        await interaction.response.edit_message(view=result_view(result.key, self._answers, interaction))
        if not shared_before:
            await interaction.followup.send("\n".join(lines), suppress_embeds=True)

    async def picture(self, interaction: _Interaction, key: CardKey) -> None:
        """Show the person the result of a card's poll as a picture, and in words beside it."""
        await self._answers.think(interaction)
        result = await self._telling(interaction, key)
        words = in_words(result, self._texts, str(interaction.locale))
        png = await asyncio.to_thread(draw, words)
        file = discord.File(io.BytesIO(png), "results.png", description=words.alt)
        said = self._answers.text(interaction, "results-picture-here")
        await interaction.edit_original_response(content=said, attachments=[file])

    async def _telling(self, interaction: _Interaction, key: CardKey) -> Result:
        result = await self._results.of_card(ServerId(interaction.guild_id or 0), key, sees(interaction))
        if not result.tally.telling:
            raise InvalidInput("error-share-too-few", fewest=FEWEST)
        return result


def _must_write(interaction: _Interaction) -> None:
    """Raise InvalidInput unless the person may send messages here by themselves."""
    theirs = interaction.permissions
    in_thread = isinstance(interaction.channel, discord.Thread)
    if not (theirs.send_messages_in_threads if in_thread else theirs.send_messages):
        raise InvalidInput("error-share-may-not-write")
