"""/desk: what holds or blocks stories in a server, whatever their tags and sources say."""

from discord.ext import commands

from bot.chat.answers import Answers


class RuleCommands(commands.Cog):
    """Commands of `DeskCog`, which gives them what they need."""

    answers: Answers
