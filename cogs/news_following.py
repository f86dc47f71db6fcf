"""/news: what a reader subscribes to, and how its stories reach them."""

from discord.ext import commands

from bot.chat.answers import Answers


class FollowingCommands(commands.Cog):
    """Commands of `NewsCog`, which gives them what they need."""

    answers: Answers
