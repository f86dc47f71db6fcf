"""/story: other words and other tags for a story, in this server alone."""

from discord.ext import commands

from bot.chat.answers import Answers
from bot.chat.edit_forms import EditForms
from bot.newsroom.story_choice import StoryChoice


class ChangingStories(commands.Cog):
    """Commands of `StoryCog`, which gives them what they need."""

    answers: Answers
    _choice: StoryChoice
    _forms: EditForms
