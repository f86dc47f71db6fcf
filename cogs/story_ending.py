"""/story: merging, moving, retracting, locking and opening again."""

from discord.ext import commands


class EndingStories(commands.Cog):
    """Commands of `StoryCog`, which gives them what they need."""
