"""/news digest: what a reader missed, at their hour."""

from discord.ext import commands

from bot.chat.answers import Answers


class DigestCommands(commands.Cog):
    """Commands of `NewsCog`, which gives them what they need."""

    answers: Answers
