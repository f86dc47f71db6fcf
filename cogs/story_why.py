"""/story: why a story came out, or did not."""

from discord.ext import commands


class ExplainingStories(commands.Cog):
    """Commands of `StoryCog`, which gives them what they need."""
