"""A discord.py app with one of everything that a person can use: it says back what reached it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Literal

import discord

from bot.standin.server import StandIn

STORIES = ("Port strike ends", "Port to get a new crane", "Ice on the lake")
SIZES = [discord.SelectOption(label=name, value=name.lower()) for name in ("Small", "Middle", "Large")]


class Workbench(discord.Client):
    """Answers privately with the values as discord.py understood them."""

    def __init__(self) -> None:
        super().__init__(
            guild_ready_timeout=0.01,
            intents=discord.Intents(1025),
            max_messages=None,
            member_cache_flags=discord.MemberCacheFlags.none(),
        )
        self.tree = discord.app_commands.CommandTree(self)
        self.go_on = asyncio.Event()
        self.files: list[bytes] = []
        _add_commands(self)

    async def setup_hook(self) -> None:
        await self.tree.sync()

    async def ask_again(self, channel_id: int) -> None:
        """A message whose button opens the form in which one ticks."""
        await self.get_partial_messageable(channel_id).send("Tick", view=Again())


@asynccontextmanager
async def at_work(standin: StandIn, token: str) -> AsyncIterator[Workbench]:
    """The app, logged in, for the length of a block."""
    bench = Workbench()
    task = asyncio.create_task(bench.start(token))
    try:
        await standin.wait_for(lambda: task.done() or bench.is_ready())
        if task.done():
            task.result()
        yield bench
    finally:
        await bench.close()
        await task


async def tell(interaction: discord.Interaction, words: str, **more: Any) -> None:
    await interaction.response.send_message(words, ephemeral=True, **more)


def _add_commands(bench: Workbench) -> None:
    tree = bench.tree

    @tree.command(description="Order something")
    async def order(  # one parameter of each kind that Discord has
        interaction: discord.Interaction,
        what: discord.app_commands.Range[str, 2, 20],
        count: discord.app_commands.Range[int, 1, 10],
        price: float,
        gift: bool,
        who: discord.Member,
        where: discord.TextChannel,
        team: discord.Role,
        either: discord.Member | discord.Role,
        size: Literal["small", "large"],
        picture: discord.Attachment | None = None,
    ) -> None:
        values = [what, count + 1, price * 2, gift, who.display_name, where.name, team.name, either.id, size]
        if picture is not None:
            bench.files.append(await picture.read())
            values += [picture.filename, picture.size]
        await tell(interaction, " | ".join(str(value) for value in values))

    @tree.command(description="Find a story")
    async def find(interaction: discord.Interaction, story: str, sort: str = "new") -> None:
        await tell(interaction, f"Found {story}, {sort} first")

    @find.autocomplete("story")
    async def stories(
        interaction: discord.Interaction, current: str
    ) -> list[discord.app_commands.Choice[str]]:
        fits = [name for name in STORIES if current.lower() in name.lower()]
        sort = getattr(interaction.namespace, "sort", None) or "any"
        return [discord.app_commands.Choice(name=f"{name} ({sort})", value=name) for name in fits]

    @tree.command(description="Takes its time")
    async def slow(interaction: discord.Interaction) -> None:
        await interaction.response.defer(ephemeral=True)
        await bench.go_on.wait()
        await interaction.edit_original_response(content="Done at last.")
        await interaction.followup.send("And one thing more.", ephemeral=True)

    @tree.command(description="Says nothing")
    async def silent(interaction: discord.Interaction) -> None:
        """Discord tells the person that nothing came."""

    @tree.context_menu(name="Clip it")
    async def clip(interaction: discord.Interaction, message: discord.Message) -> None:
        await tell(interaction, f"Clipped: {message.content}")

    @tree.context_menu(name="Greet")
    async def greet(interaction: discord.Interaction, user: discord.User) -> None:
        await tell(interaction, f"Greeted {user.display_name}")


class Counter(discord.ui.View):
    """A button that changes its own message, and one that nobody answers for."""

    def __init__(self) -> None:
        super().__init__(timeout=None)
        self.count = 0

    @discord.ui.button(label="Count", custom_id="count")
    async def more(self, interaction: discord.Interaction, button: discord.ui.Button[Any]) -> None:
        self.count += 1
        await interaction.response.edit_message(content=f"Counted {self.count}")

    @discord.ui.button(label="Form", custom_id="form", style=discord.ButtonStyle.primary)
    async def form(self, interaction: discord.Interaction, button: discord.ui.Button[Any]) -> None:
        await interaction.response.send_modal(Everything())

    @discord.ui.button(label="Silent", custom_id="silent")
    async def silent(self, interaction: discord.Interaction, button: discord.ui.Button[Any]) -> None:
        """Discord tells the person that nothing came."""


class Selects(discord.ui.View):
    """A select menu of each kind."""

    def __init__(self, reader: discord.abc.Snowflake) -> None:
        super().__init__(timeout=None)
        kinds: list[discord.ui.Item[Any]] = [
            discord.ui.Select(custom_id="sizes", placeholder="Sizes", options=SIZES, max_values=2),
            discord.ui.UserSelect(
                custom_id="people",
                placeholder="People",
                default_values=[discord.SelectDefaultValue.from_user(discord.Object(reader.id))],
            ),
            discord.ui.RoleSelect(custom_id="roles", placeholder="Roles"),
            discord.ui.MentionableSelect(custom_id="either", placeholder="Either", max_values=2),
            discord.ui.ChannelSelect(
                custom_id="places", placeholder="Places", channel_types=[discord.ChannelType.text]
            ),
        ]
        for item in kinds:
            item.callback = self._chosen_in(item)  # type: ignore[method-assign]  # as discord.py's own examples do
            self.add_item(item)

    def _chosen_in(self, item: Any) -> Any:
        async def chosen(interaction: discord.Interaction) -> None:
            names = [getattr(value, "name", value) for value in item.values]
            await tell(interaction, f"{item.custom_id}: {', '.join(str(name) for name in names)}")

        return chosen


class Everything(discord.ui.Modal, title="One of everything"):
    """A form with each component that a form can have."""

    words: discord.ui.TextDisplay[Any] = discord.ui.TextDisplay("Some **words** first")
    headline: discord.ui.Label[Any] = discord.ui.Label(
        text="Headline",
        description="As in print",
        component=discord.ui.TextInput(custom_id="headline", min_length=3),
    )
    size: discord.ui.Label[Any] = discord.ui.Label(
        text="Size", component=discord.ui.Select(custom_id="size", options=SIZES, required=False)
    )
    where: discord.ui.Label[Any] = discord.ui.Label(
        text="Where", component=discord.ui.ChannelSelect(custom_id="where", required=False)
    )
    proof: discord.ui.Label[Any] = discord.ui.Label(
        text="Proof", component=discord.ui.FileUpload(custom_id="proof", required=False, max_values=2)
    )

    async def on_submit(self, interaction: discord.Interaction) -> None:
        files = [(file.filename, (await file.read()).decode()) for file in self.proof.component.values]
        said = [self.headline, self.size, self.where]
        values = [getattr(one.component, "value", None) or one.component.values for one in said]
        await tell(interaction, f"Filled in: {values} {files}")


class Again(discord.ui.View):
    """Leads to the second form, since a form has five components at most."""

    def __init__(self) -> None:
        super().__init__(timeout=None)

    @discord.ui.button(label="More", custom_id="more")
    async def more(self, interaction: discord.Interaction, button: discord.ui.Button[Any]) -> None:
        await interaction.response.send_modal(Choices())


class Choices(discord.ui.Modal, title="And the rest"):
    """The components of a form in which one ticks."""

    colour: discord.ui.Label[Any] = discord.ui.Label(
        text="Colour",
        component=discord.ui.RadioGroup(
            custom_id="colour",
            options=[discord.RadioGroupOption(label=name, value=name) for name in ("red", "green")],
        ),
    )
    days: discord.ui.Label[Any] = discord.ui.Label(
        text="Days",
        component=discord.ui.CheckboxGroup(
            custom_id="days",
            max_values=2,
            options=[discord.CheckboxGroupOption(label=name, value=name) for name in ("Mon", "Tue", "Wed")],
        ),
    )
    agreed: discord.ui.Label[Any] = discord.ui.Label(
        text="Agreed", component=discord.ui.Checkbox(custom_id="agreed")
    )
    notes: discord.ui.Label[Any] = discord.ui.Label(
        text="Notes",
        component=discord.ui.TextInput(custom_id="notes", style=discord.TextStyle.paragraph, required=False),
    )
    reader: discord.ui.Label[Any] = discord.ui.Label(
        text="Reader", component=discord.ui.UserSelect(custom_id="reader", required=False)
    )

    async def on_submit(self, interaction: discord.Interaction) -> None:
        colour, days, agreed, notes = (
            one.component for one in (self.colour, self.days, self.agreed, self.notes)
        )
        words = [colour.value, *days.values, agreed.value, notes.value]
        await tell(interaction, f"Ticked: {words} {[one.name for one in self.reader.component.values]}")
