"""/newsroom: for owners, setting the newsroom up, what holds in it, how it is doing, and letting it rest."""

from typing import Any

import discord
from discord.ext import commands

from bot.chat.answers import Answers, choices, completion, server_of
from bot.chat.audit_text import AREAS, audit_line
from bot.chat.channels import DiscordChannels
from bot.chat.digest_desk import ChannelDigestDesk
from bot.chat.moderators import sees_as_moderator
from bot.chat.pages import Pages
from bot.chat.settings_panel import SettingsPanel
from bot.chat.setup_desk import SetupDesk
from bot.chat.status_text import status_lines
from bot.domain.errors import NotFound
from bot.domain.ids import ChannelId, RoleId, ServerId, UserId
from bot.domain.nearest import offer
from bot.domain.server import (
    MOST_CARDS_PER_HOUR,
    MOST_CLIPS_PER_DAY,
    MOST_PING_FROM,
    MOST_POLL_DAYS,
    MOST_REVIEW_DAYS,
    Setting,
)
from bot.domain.text import cut_at_word
from bot.domain.zones import offered_zones
from bot.newsroom.audit import MOST_ENTRIES, Audit
from bot.newsroom.digests import Digests
from bot.newsroom.servers import Servers
from bot.newsroom.settings import AS_DISCORD, LANGUAGES, HouseSettings, read_wishes
from bot.newsroom.status import Status
from bot.newsroom.vote_sets import VoteSets
from bot.texts.catalogue import Texts
from cogs.newsroom_digest import ChannelDigestCommands

_MOST_CHOICES = 25
_SHOWN = 60

_Choices = list[discord.app_commands.Choice[str]]
_Typed = discord.app_commands.Range[str, 1, 64]

_LANGUAGES = [discord.app_commands.Choice(name="as this server has it in Discord", value=AS_DISCORD)]
_LANGUAGES += [discord.app_commands.Choice(name=name, value=code) for code, name in LANGUAGES.items()]


@discord.app_commands.guild_only()
@discord.app_commands.default_permissions(manage_guild=True)
class NewsroomCog(
    ChannelDigestCommands,
    commands.GroupCog,
    group_name="newsroom",
    group_description="How this newsroom is doing",
):
    """Commands for those who manage the server."""

    def __init__(
        self,
        *,
        answers: Answers,
        status: Status,
        servers: Servers,
        desk: SetupDesk,
        house: HouseSettings,
        panel: SettingsPanel,
        audit: Audit,
        pages: Pages,
        vote_sets: VoteSets,
        channels: DiscordChannels,
        digests: Digests,
        texts: Texts,
    ) -> None:
        super().__init__()
        self.answers = answers
        self._digests = digests
        self._digest_desk = ChannelDigestDesk(answers)
        self._status = status
        self._servers = servers
        self._desk = desk
        self._house = house
        self._panel = panel
        self._audit = audit
        self._pages = pages
        self._vote_sets = vote_sets
        self._channels = channels
        self._texts = texts

    @discord.app_commands.command(
        name="setup", description="Set this newsroom up, step by step; or go on with it"
    )
    async def set_up(self, interaction: discord.Interaction[Any]) -> None:
        """Show the panel of setup."""
        await self._desk.open(interaction)

    @discord.app_commands.command(
        name="status", description="What waits and why, which feeds fail, what is missing"
    )
    async def show_status(self, interaction: discord.Interaction[Any]) -> None:
        """Show the newsroom's state."""
        server = server_of(interaction)
        status = await self._status.of(ServerId(server.id))
        lines = status_lines(status, self._channels, self._texts, str(interaction.locale), server=server.name)
        await self.answers.show(interaction, lines)

    @discord.app_commands.command(
        name="settings", description="What holds for the whole server; only what you name is changed"
    )
    @discord.app_commands.describe(
        language="Language of what everybody reads",
        time_zone="A city, or a name like Europe/Berlin",
        quiet_hours="When no card goes out, like 22:00-07:00; - for none",
        cards_per_hour="Cards an hour in one channel; more go to digests only; 0 for as many as there are",
        poll_days="How many days polls are open; 0 for what whoever runs this bot has set",
        votes="What readers are asked where a tag says nothing else",
        review_channel="Where moderators decide on held stories and are told what to mend",
        moderator_role="The role of your moderators",
        ping_from="From how many subscribers on a tag's role is pinged",
        review_hours="How many hours a story waits for a moderator before it expires",
        clips_per_day="How many links a member may propose in a day; 0 for none",
        clip_role="Whose proposed links are posted at once",
    )
    @discord.app_commands.choices(language=_LANGUAGES)
    async def set_settings(
        self,
        interaction: discord.Interaction[Any],
        *,
        language: str | None = None,
        time_zone: _Typed | None = None,
        quiet_hours: _Typed | None = None,
        cards_per_hour: discord.app_commands.Range[int, 0, MOST_CARDS_PER_HOUR] | None = None,
        poll_days: discord.app_commands.Range[float, 0, MOST_POLL_DAYS] | None = None,
        votes: _Typed | None = None,
        review_channel: discord.TextChannel | None = None,
        moderator_role: discord.Role | None = None,
        ping_from: discord.app_commands.Range[int, 1, MOST_PING_FROM] | None = None,
        review_hours: discord.app_commands.Range[int, 1, MOST_REVIEW_DAYS * 24] | None = None,
        clips_per_day: discord.app_commands.Range[int, 0, MOST_CLIPS_PER_DAY] | None = None,
        clip_role: discord.Role | None = None,
    ) -> None:
        """Show what holds in the server, with what was named changed."""
        server_id = ServerId(server_of(interaction).id)
        typed = {
            Setting.LANGUAGE: language,
            Setting.TIME_ZONE: time_zone,
            Setting.QUIET: quiet_hours,
            Setting.CARDS_PER_HOUR: cards_per_hour,
            Setting.POLL_HOURS: None if poll_days is None else _poll_length(poll_days),
            Setting.PING_FROM: ping_from,
            Setting.REVIEW_HOURS: None if review_hours is None else f"{review_hours} h",
            Setting.CLIPS_PER_DAY: clips_per_day,
        }
        wishes = read_wishes({each: str(value) for each, value in typed.items() if value is not None})
        if votes is not None:
            wishes[Setting.VOTE_SET] = await self._house.vote_set(server_id, votes)
        if review_channel is not None:
            wishes[Setting.REVIEW_CHANNEL] = ChannelId(review_channel.id)
        if moderator_role is not None:
            wishes[Setting.MODERATOR_ROLE] = RoleId(moderator_role.id)
        if clip_role is not None:
            wishes[Setting.CLIP_ROLE] = RoleId(clip_role.id)
        if not wishes:
            await self._panel.open(interaction)
            return
        outcome = await self._house.change(server_id, UserId(interaction.user.id), wishes)
        await self._panel.open(interaction, outcome)

    @set_settings.autocomplete("time_zone")
    @completion
    async def complete_zone(self, interaction: discord.Interaction[Any], typed: str) -> _Choices:
        """Offer time zones."""
        house = await self._house.of(ServerId(server_of(interaction).id))
        now = house.settings.time_zone
        return choices((name, name) for name in offered_zones(typed, _MOST_CHOICES, first=[now]))

    @set_settings.autocomplete("votes")
    @completion
    async def complete_votes(self, interaction: discord.Interaction[Any], typed: str) -> _Choices:
        """Offer the server's vote sets."""
        default = self.answers.text(interaction, "votes-default")
        return choices(await self._vote_sets.names(ServerId(server_of(interaction).id), typed, default))

    @discord.app_commands.command(name="audit", description="Who did what in this newsroom, and when")
    @discord.app_commands.describe(who="What one person did", what="What was done to one kind of thing")
    async def show_audit(
        self,
        interaction: discord.Interaction[Any],
        who: discord.User | None = None,
        what: _Typed | None = None,
    ) -> None:
        """Show what was done, page by page."""
        entries = await self._audit.of(
            ServerId(server_of(interaction).id),
            await sees_as_moderator(interaction),
            actor=None if who is None else UserId(who.id),
            kinds=() if what is None else self._kinds(interaction, what),
        )
        if not entries:
            await self.answers.say(
                interaction, "audit-empty" if who is None and what is None else "audit-none"
            )
            return
        heading = [self.answers.text(interaction, "audit-heading")]
        if len(entries) == MOST_ENTRIES:
            heading.append(self.answers.text(interaction, "audit-more", most=MOST_ENTRIES))
        lines = [audit_line(entry, self._texts, str(interaction.locale)) for entry in entries]
        await self._pages.show(interaction, heading, lines, of_owners=True)

    @show_audit.autocomplete("what")
    @completion
    async def complete_area(self, interaction: discord.Interaction[Any], typed: str) -> _Choices:
        """Offer the kinds of things that can be done something to."""
        areas = {self.answers.text(interaction, key): key for key in AREAS}
        return choices((name, areas[name]) for name in offer(typed, areas, _MOST_CHOICES))

    def _kinds(self, interaction: discord.Interaction[Any], typed: str) -> tuple[str, ...]:
        """Return the kinds of a completion's value, or of what it is called; raise NotFound."""
        if typed in AREAS:
            return AREAS[typed]
        areas = {self.answers.text(interaction, key): key for key in AREAS}
        meant = offer(typed, areas, 1)
        if not meant:
            names = ", ".join(areas)
            raise NotFound("error-no-such-area", typed=cut_at_word(typed, _SHOWN), areas=names)
        return AREAS[areas[meant[0]]]

    @discord.app_commands.command(name="pause", description="Let nothing go out until you resume")
    async def pause(self, interaction: discord.Interaction[Any]) -> None:
        """Let nothing go out."""
        await self._servers.pause(ServerId(server_of(interaction).id), UserId(interaction.user.id))
        await self.answers.say(interaction, "newsroom-pausing")

    @discord.app_commands.command(name="resume", description="Let cards go out again, those that waited too")
    async def resume(self, interaction: discord.Interaction[Any]) -> None:
        """Let things go out again."""
        server_id = ServerId(server_of(interaction).id)
        waited = (await self._status.of(server_id)).under_way
        await self._servers.go_on(server_id, UserId(interaction.user.id))
        await self.answers.say(interaction, "newsroom-resuming", waited=waited)

    @commands.Cog.listener()
    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        """Take in the form of setup."""
        if interaction.type is discord.InteractionType.modal_submit:
            await self._desk.submitted(interaction)

    @commands.Cog.listener()
    async def on_guild_channel_update(
        self, before: discord.abc.GuildChannel, after: discord.abc.GuildChannel
    ) -> None:
        """A channel has other permissions, perhaps."""
        if before.overwrites != after.overwrites or before.category != after.category:
            await self._desk.stirred(ServerId(after.guild.id))

    @commands.Cog.listener()
    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        """A channel is gone."""
        await self._desk.stirred(ServerId(channel.guild.id))

    @commands.Cog.listener()
    async def on_guild_role_update(self, before: discord.Role, after: discord.Role) -> None:
        """A role, perhaps one of ours, has other permissions."""
        if before.permissions != after.permissions:
            await self._desk.stirred(ServerId(after.guild.id))

    @commands.Cog.listener()
    async def on_member_update(self, before: discord.Member, after: discord.Member) -> None:
        """A member, perhaps the bot, has other roles."""
        if after.id == after.guild.me.id and before.roles != after.roles:
            await self._desk.stirred(ServerId(after.guild.id))


def _poll_length(days: float) -> str:
    """Return days as a person types them into a form: whole hours, where they are any."""
    if not days:
        return "off"
    hours = round(days * 24)
    return f"{hours} h" if hours else f"{days:g} d"
