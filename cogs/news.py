"""/news: for readers. Its commands stand in the classes that it is composed of, each in a file of its own."""

import discord
from discord.ext import commands

from bot.chat.answers import Answers
from bot.chat.digest_desk import DigestDesk
from bot.chat.pages import Pages
from bot.newsroom.digests import Digests
from bot.newsroom.results import Results
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
        pages: Pages,
        results: Results,
        texts: Texts,
    ) -> None:
        super().__init__()
        self.answers = answers
        self._digests = digests
        self._digest_desk = digest_desk
        self._pages = pages
        self._results = results
        self._texts = texts
