"""/news: for readers. Its commands stand in the classes that it is composed of, each in a file of its own."""

import discord
from discord.ext import commands

from bot.chat.answers import Answers
from bot.chat.digest_desk import DigestDesk
from bot.chat.following_desk import FollowingDesk
from bot.chat.pages import Pages
from bot.chat.story_desk import StoryDesk
from bot.chat.subscribing_desk import SubscribingDesk
from bot.newsroom.digests import Digests
from bot.newsroom.finding import Finding
from bot.newsroom.results import Results
from bot.newsroom.saved import SavedStories
from bot.newsroom.subscriptions import Subscriptions
from bot.texts.catalogue import Texts
from cogs.news_digest import DigestCommands
from cogs.news_finding import FindingCommands
from cogs.news_following import FollowingCommands


@discord.app_commands.guild_only()
class NewsCog(
    FollowingCommands,
    FindingCommands,
    DigestCommands,
    commands.GroupCog,
    group_name="news",
    group_description="The news of this server",
):
    """Commands for everybody; discord.py collects them from all of these classes."""

    def __init__(
        self,
        *,
        answers: Answers,
        digests: Digests,
        digest_desk: DigestDesk,
        finding: Finding,
        pages: Pages,
        subscriptions: Subscriptions,
        subscribing: SubscribingDesk,
        following: FollowingDesk,
        results: Results,
        saved: SavedStories,
        stories: StoryDesk,
        texts: Texts,
    ) -> None:
        super().__init__()
        self.answers = answers
        self._digests = digests
        self._digest_desk = digest_desk
        self._finding = finding
        self._pages = pages
        self._subscriptions = subscriptions
        self._subscribing = subscribing
        self._following = following
        self._results = results
        self._saved = saved
        self._stories = stories
        self._texts = texts
