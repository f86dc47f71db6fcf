"""/desk: what holds or blocks stories in a server, whatever their tags and sources say."""

from typing import Any

import discord
from discord.ext import commands

from bot.chat.answers import Answers, choices, completion, server_of
from bot.chat.clicks import sees
from bot.chat.desk_rules_panel import DeskRulesPanel
from bot.chat.moderators import moderator
from bot.domain.holding import LONGEST_VALUE, MOST_FIRST, typed_rules, unwanted
from bot.domain.ids import ServerId
from bot.newsroom.desk_rules import DeskRules

_Interaction = discord.Interaction[Any]
_Words = discord.app_commands.Range[str, 1, 300]


class RuleCommands(commands.Cog):
    """Commands of `DeskCog`, which gives them what they need."""

    answers: Answers
    _rules: DeskRules
    _rules_panel: DeskRulesPanel

    @discord.app_commands.command(
        name="rules", description="What holds or blocks stories here, whatever their tags and feeds say"
    )
    @discord.app_commands.describe(
        word="Hold stories with this word or phrase",
        watch="Hold stories of this outlet, by its name or its address",
        block="Take no stories of this outlet, by its name or its address",
        undated="Hold stories that have no date",
        first="Hold the first so many stories of a new feed, usually 10; 0 for none",
    )
    async def set_rules(
        self,
        interaction: _Interaction,
        *,
        word: _Words | None = None,
        watch: _Words | None = None,
        block: _Words | None = None,
        undated: bool | None = None,
        first: discord.app_commands.Range[int, 0, MOST_FIRST] | None = None,
    ) -> None:
        """Show the rules, with more of them or fewer."""
        server_id = ServerId(server_of(interaction).id)
        wanted = typed_rules(word=word, watch=watch, block=block, undated=undated, first=first)
        gone = unwanted(undated=undated, first=first)
        if wanted or gone:
            look = await self._rules.change(server_id, await moderator(interaction), wanted, gone)
        else:
            look = await self._rules.of(server_id)
        await self._rules_panel.open(interaction, look)

    @set_rules.autocomplete("watch")
    @set_rules.autocomplete("block")
    @completion
    async def complete_outlet(
        self, interaction: _Interaction, typed: str
    ) -> list[discord.app_commands.Choice[str]]:
        """Offer outlets of the last stories."""
        found = await self._rules.outlets(ServerId(server_of(interaction).id), typed, sees(interaction))
        return choices((name, name) for name in found if len(name) <= LONGEST_VALUE)
