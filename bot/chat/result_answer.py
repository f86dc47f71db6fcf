"""How a person is shown the result of a poll, and what they can do with it."""

from typing import Any

import discord

from bot.chat.answers import Answers
from bot.chat.buttons import PictureButton, ShareButton
from bot.chat.tallies import result_lines
from bot.domain.ids import CardKey
from bot.newsroom.results import Result
from bot.texts.catalogue import Texts


async def show_result(
    interaction: discord.Interaction[Any], result: Result, answers: Answers, texts: Texts
) -> None:
    """Show the result to the person alone; where it has shares, with buttons to share or draw it."""
    lines = result_lines(result, texts, str(interaction.locale))
    if not result.tally.telling:
        await answers.show(interaction, lines)
        return
    await answers.show(interaction, lines, result_view(result.key, answers, interaction, share=True))


def result_view(
    key: CardKey, answers: Answers, interaction: discord.Interaction[Any], *, share: bool = False
) -> discord.ui.View:
    """Return the buttons below a result; share: also the one that shows it to the channel."""
    view = discord.ui.View(timeout=None)
    if share:
        view.add_item(ShareButton(key, answers.text(interaction, "results-share")))
    view.add_item(PictureButton(key, answers.text(interaction, "results-picture")))
    view.stop()  # the buttons are found by their custom_ids
    return view
