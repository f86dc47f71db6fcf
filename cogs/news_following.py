"""/news: what a reader subscribes to, and how its stories reach them."""

from typing import Any

import discord
from discord.ext import commands

from bot.chat.answers import Answers, choices, completion
from bot.chat.asker import Asker
from bot.chat.following_desk import FollowingDesk
from bot.chat.subscribing_desk import SubscribingDesk
from bot.domain.subscription import Reach
from bot.domain.tagging import tag_key
from bot.newsroom.subscriptions import Subscriptions

# No tag can be called so: its name has neither a letter nor a digit.
_ALL = "*"
_TAGS = ("tag", "tag2", "tag3", "tag4", "tag5")

_Interaction = discord.Interaction[Any]
_Choices = list[discord.app_commands.Choice[str]]
_Name = discord.app_commands.Range[str, 1, 100]

_REACHES = [
    discord.app_commands.Choice(name="mention in the discussion", value=Reach.MENTION.value),
    discord.app_commands.Choice(name="direct message", value=Reach.DIRECT.value),
    discord.app_commands.Choice(name="in my digest", value=Reach.DIGEST.value),
    discord.app_commands.Choice(name="only where I look for them", value=Reach.LIST.value),
]


class FollowingCommands(commands.Cog):
    """Commands of `NewsCog`, which gives them what they need."""

    answers: Answers
    _subscriptions: Subscriptions
    _subscribing: SubscribingDesk
    _following: FollowingDesk

    @discord.app_commands.command(
        name="subscribe", description="Subscribe to tags: up to five by name, or choose from all of them"
    )
    @discord.app_commands.describe(
        tag="A tag; without any you choose from a list",
        tag2="One more",
        tag3="One more",
        tag4="One more",
        tag5="One more",
        reach="How their stories reach you",
    )
    @discord.app_commands.choices(reach=_REACHES)
    async def subscribe(
        self,
        interaction: _Interaction,
        *,
        tag: _Name | None = None,
        tag2: _Name | None = None,
        tag3: _Name | None = None,
        tag4: _Name | None = None,
        tag5: _Name | None = None,
        reach: str | None = None,
    ) -> None:
        """Subscribe the person to tags."""
        names = [name for name in (tag, tag2, tag3, tag4, tag5) if name]
        await self._subscribing.subscribe(interaction, names, None if reach is None else Reach(reach))

    @discord.app_commands.command(name="unsubscribe", description="End a subscription, or all of them")
    @discord.app_commands.describe(tag="Which tag, or all of them")
    async def unsubscribe(self, interaction: _Interaction, tag: _Name) -> None:
        """End a subscription of the person, or ask whether to end all."""
        if tag == _ALL:
            await self._following.ask_to_unsubscribe(interaction)
        else:
            await self._following.unsubscribe(interaction, tag)

    @discord.app_commands.command(
        name="subscriptions", description="What you are subscribed to, how it reaches you, your quiet hours"
    )
    async def show_subscriptions(self, interaction: _Interaction) -> None:
        """Show the person what they are subscribed to."""
        await self._following.show(interaction)

    @discord.app_commands.command(
        name="browse", description="Every tag here: what it brings a week, how many subscribe, and where"
    )
    async def browse(self, interaction: _Interaction) -> None:
        """Show what there is to subscribe to."""
        await self._subscribing.browse(interaction)

    @subscribe.autocomplete("tag")
    @subscribe.autocomplete("tag2")
    @subscribe.autocomplete("tag3")
    @subscribe.autocomplete("tag4")
    @subscribe.autocomplete("tag5")
    @completion
    async def complete_tag(self, interaction: _Interaction, typed: str) -> _Choices:
        """Offer the tags that the person may see, without those that the command names already."""
        asker = Asker.of(interaction, self.answers)
        given = [name for each in _TAGS if (name := getattr(interaction.namespace, each)) and name != typed]
        found = await self._subscriptions.offer(
            asker.server_id, asker.user_id, typed, asker.sees, without=given
        )
        return choices((label, label) for label in found)

    @unsubscribe.autocomplete("tag")
    @completion
    async def complete_own(self, interaction: _Interaction, typed: str) -> _Choices:
        """Offer what the person is subscribed to, and all of it."""
        asker = Asker.of(interaction, self.answers)
        found = await self._subscriptions.offer(asker.server_id, asker.user_id, typed, asker.sees, own=True)
        offered = [(label, label) for label in found]
        everything = asker.text("follow-all-choice")
        if len(found) != 1 and tag_key(typed) in tag_key(everything):
            offered.insert(0, (everything, _ALL))
        return choices(offered)
