"""/desk: for moderators. Its commands stand in the classes that it is composed of, a file for each."""

import discord
from discord.ext import commands

from bot.chat.answers import Answers
from bot.chat.desk_rules_panel import DeskRulesPanel
from bot.chat.queue_desk import QueueDesk
from bot.chat.verdict_desk import VerdictDesk
from bot.newsroom.desk_rules import DeskRules
from bot.newsroom.queue import Queue
from cogs.desk_queue import QueueCommands
from cogs.desk_rules import RuleCommands


@discord.app_commands.guild_only()
@discord.app_commands.default_permissions(manage_messages=True)
class DeskCog(
    QueueCommands,
    RuleCommands,
    commands.GroupCog,
    group_name="desk",
    group_description="What waits for a moderator, and what was decided",
):
    """Commands for moderators; discord.py collects them from all of these classes."""

    def __init__(
        self,
        *,
        answers: Answers,
        queue: Queue,
        queue_desk: QueueDesk,
        rules: DeskRules,
        rules_panel: DeskRulesPanel,
        verdicts: VerdictDesk,
    ) -> None:
        super().__init__()
        self.answers = answers
        self._queue = queue
        self._queue_desk = queue_desk
        self._rules = rules
        self._rules_panel = rules_panel
        self._verdicts = verdicts
