"""An unmodified discord.py offers commands, menus, forms, selects and files, and reads what people send."""

from collections.abc import AsyncIterator
from typing import Any, Literal

import discord
import discord.app_commands
import discord.ui
import pytest
from discord.ext import commands

from bot.standin.people.filling import File
from bot.standin.people.person import Person
from bot.standin.world import usage
from bot.standin.world.model import CommandRule
from tests.standin.conftest import Harbour
from tests.standin.running import running

pytestmark = pytest.mark.usefixtures("redirected")

Asked = discord.Interaction[Any]
ui, app_commands = discord.ui, discord.app_commands


class Report(ui.Modal, title="A report"):
    intro = ui.TextDisplay("What went wrong?")
    why = ui.Label(text="Why", component=ui.TextInput(custom_id="why", style=discord.TextStyle.paragraph))
    kind = ui.Label(
        text="Kind",
        component=ui.Select(
            custom_id="kind",
            max_values=2,
            options=[discord.SelectOption(label=word) for word in ("typo", "fact")],
        ),
    )
    files = ui.Label(text="Files", component=ui.FileUpload(custom_id="files", max_values=3, required=False))
    urgent = ui.Label(
        text="Urgent",
        component=ui.RadioGroup(
            custom_id="urgent", options=[discord.RadioGroupOption(label=word) for word in ("yes", "no")]
        ),
    )

    async def on_submit(self, interaction: Asked) -> None:
        files = self.files.component.values
        contents = [(await file.read()).decode() for file in files]
        said = [
            self.why.component.value,
            *sorted(self.kind.component.values),
            *(f"{file.filename}: {text}" for file, text in zip(files, contents, strict=True)),
            str(self.urgent.component.value),
        ]
        await interaction.response.send_message(", ".join(said), ephemeral=True)


class Boxes(ui.Modal, title="Boxes"):
    days = ui.Label(
        text="Days",
        component=ui.CheckboxGroup(
            custom_id="days",
            options=[discord.CheckboxGroupOption(label=word) for word in ("mon", "tue", "wed")],
        ),
    )
    rules = ui.Label(text="I read the rules", component=ui.Checkbox(custom_id="rules"))
    where = ui.Label(text="Where", component=ui.ChannelSelect(custom_id="where"))
    whom = ui.Label(text="Whom", component=ui.MentionableSelect(custom_id="whom"))
    role = ui.Label(text="Role", component=ui.RoleSelect(custom_id="role"))

    async def on_submit(self, interaction: Asked) -> None:
        await interaction.response.send_message(
            f"{sorted(self.days.component.values)} {self.rules.component.value}"
            f" {self.where.component.values[0].name} {self.whom.component.values[0].name}"
            f" {self.role.component.values[0].name}"
        )


class Choose(ui.View):
    def __init__(self) -> None:
        super().__init__(timeout=None)

    @ui.select(cls=ui.RoleSelect, custom_id="role")
    async def role(self, interaction: Asked, select: ui.RoleSelect[Any]) -> None:
        await interaction.response.send_message(select.values[0].name)

    @ui.select(cls=ui.MentionableSelect, custom_id="either", max_values=2)
    async def either(self, interaction: Asked, select: ui.MentionableSelect[Any]) -> None:
        await interaction.response.send_message(" ".join(sorted(one.name for one in select.values)))

    @ui.select(cls=ui.ChannelSelect, custom_id="channel", channel_types=[discord.ChannelType.text])
    async def channel(self, interaction: Asked, select: ui.ChannelSelect[Any]) -> None:
        await interaction.response.send_message(select.values[0].name)


class Bot(commands.AutoShardedBot):
    async def setup_hook(self) -> None:
        for command in (everything, attach, report, boxes, later, direct, greet, clip):
            self.tree.add_command(command)
        await self.tree.sync()


@app_commands.command(description="One of each")
async def everything(
    interaction: Asked,
    text: app_commands.Range[str, 1, 10],
    number: app_commands.Range[int, 1, 5],
    share: float,
    who: discord.Member,
    either: discord.Member | discord.Role,
    choice: Literal["one", "two"],
    thread: discord.Thread,
    *,
    yes: bool = False,
) -> None:
    await interaction.response.send_message(
        f"{text} {number} {share} {yes} {who.name} {either.name} {choice} {thread.name}"
    )


@app_commands.command(description="Takes a file")
async def attach(interaction: Asked, file: discord.Attachment) -> None:
    sent = await file.to_file()
    await interaction.response.defer(ephemeral=True)
    await interaction.followup.send(f"{file.filename} {file.size} {file.ephemeral}", file=sent)


@app_commands.command(description="Opens a form")
async def report(interaction: Asked) -> None:
    await interaction.response.send_modal(Report())


@app_commands.command(description="Opens another form")
async def boxes(interaction: Asked) -> None:
    await interaction.response.send_modal(Boxes())


@app_commands.command(description="Answers step by step")
async def later(interaction: Asked) -> None:
    made = await interaction.response.send_message("one", ephemeral=True)
    assert made.message_id
    await interaction.edit_original_response(content="two")
    more = await interaction.followup.send("three", wait=True)
    await more.edit(content="four")
    original = await interaction.original_response()
    await original.delete()


@app_commands.command(description="Also in direct messages")
@app_commands.allowed_contexts(guilds=False, dms=True)
async def direct(interaction: Asked) -> None:
    assert interaction.guild is None
    assert interaction.context.dm_channel
    await interaction.response.send_message(f"hello {interaction.user.name} {interaction.locale}")


@app_commands.context_menu(name="Greet them")
async def greet(interaction: Asked, member: discord.Member) -> None:
    await interaction.response.send_message(f"hello {member.display_name}")


@app_commands.context_menu(name="Clip")
async def clip(interaction: Asked, message: discord.Message) -> None:
    await interaction.response.send_message(f"{message.author.name}: {message.content}", ephemeral=True)


@pytest.fixture
async def bot(harbour: Harbour) -> AsyncIterator[Any]:
    bot = Bot(
        commands.when_mentioned,
        intents=discord.Intents(1),
        help_command=None,
        guild_ready_timeout=0.01,
        max_messages=None,
    )
    async with running(harbour.standin, bot, harbour.bot.token):
        yield bot


@pytest.fixture
async def rita(harbour: Harbour, bot: Any) -> AsyncIterator[Person]:
    del bot
    async with Person(harbour.standin.api_url, harbour.reader.token) as rita:
        yield rita


@pytest.fixture
def where(harbour: Harbour) -> Any:
    return {"server_id": harbour.server.id, "channel_id": harbour.channel.id}


async def test_options_of_every_type_are_read(harbour: Harbour, rita: Person, where: Any) -> None:
    role = harbour.standin.world.create_role(harbour.server, "Readers")
    thread = harbour.standin.world.create_thread(harbour.channel, "talk", owner=harbour.owner)

    reply = await rita.command(
        "everything", text="hi", number=3, share=0.5, who=harbour.owner, either=role, choice="two",
        thread=thread, yes=True, **where)  # fmt: skip

    assert reply.content == "hi 3 0.5 True olena Readers two talk"


async def test_a_file_is_read_and_sent_back(rita: Person, where: Any) -> None:
    reply = await rita.command("attach", file=File("notes.txt", b"text", "text/plain"), **where)

    assert (reply.content, reply.private) == ("notes.txt 4 True", True)
    assert reply.message["attachments"][0]["filename"] == "notes.txt"


async def test_a_form_with_labels_select_files_and_radio_group_is_read(
    harbour: Harbour, rita: Person, where: Any
) -> None:
    files = [File("a.txt", b"one"), File("b.txt", b"two")]

    shown = await rita.command("report", **where)
    reply = await rita.submit(
        shown, harbour.channel.id, why="because", kind=["typo", "fact"], files=files,
        urgent="no")  # fmt: skip
    again = await rita.command("report", **where)
    short = await rita.submit(again, harbour.channel.id, why="so", kind=["fact"], urgent="yes")

    assert reply.content == "because, fact, typo, a.txt: one, b.txt: two, no"
    assert reply.private
    assert short.content == "so, fact, yes"


async def test_a_form_with_boxes_and_selects_of_what_the_server_has_is_read(
    harbour: Harbour, rita: Person, where: Any
) -> None:
    role = harbour.standin.world.create_role(harbour.server, "Readers")

    shown = await rita.command("boxes", **where)
    reply = await rita.submit(
        shown, harbour.channel.id, days=["wed", "mon"], rules=True, where=[harbour.channel],
        whom=[harbour.owner], role=[role])  # fmt: skip

    assert reply.content == "['mon', 'wed'] True world olena Readers"


async def test_answers_follow_ups_and_edits_go_where_they_belong(
    harbour: Harbour, rita: Person, where: Any
) -> None:
    reply = await rita.command("later", **where)
    gone = await rita.wait_event(lambda name, _: name == "MESSAGE_DELETE")
    await rita.wait_event(lambda name, data: name == "MESSAGE_UPDATE" and data["content"] == "four")

    assert gone[1]["id"] == reply.message["id"]
    assert [message.content for message in harbour.channel.log] == ["four"]


async def test_a_command_is_used_in_a_direct_conversation(harbour: Harbour, bot: Any) -> None:
    async with Person(harbour.standin.api_url, harbour.reader.token, locale="de") as rita:
        reply = await rita.command("direct", channel_id=await rita.direct(harbour.bot.id))

    assert reply.content == "hello rita de"


async def test_menus_of_people_and_of_messages_are_used(harbour: Harbour, rita: Person, where: Any) -> None:
    said = harbour.standin.world.post(harbour.channel, harbour.owner, "look")

    greeted = await rita.menu("Greet them", harbour.owner.id, **where)
    clipped = await rita.menu("Clip", said.id, **where)

    assert greeted.content == "hello Olena"
    assert (clipped.content, clipped.private) == ("olena: look", True)


async def test_selects_of_roles_mentionables_and_channels_are_read(
    harbour: Harbour, bot: Any, rita: Person
) -> None:
    role = harbour.standin.world.create_role(harbour.server, "Readers")
    view = Choose()
    message = await bot.get_partial_messageable(harbour.channel.id).send("choose", view=view)

    replies = [
        await rita.click(harbour.channel.id, message.id, "role", values=[role]),
        await rita.click(harbour.channel.id, message.id, "either", values=[role, harbour.owner]),
        await rita.click(harbour.channel.id, message.id, "channel", values=[harbour.channel]),
    ]
    view.stop()

    assert [reply.content for reply in replies] == ["Readers", "Readers olena", "world"]


async def test_a_bot_reads_who_may_use_its_commands(harbour: Harbour, bot: Any) -> None:
    command = next(one for one in await bot.tree.fetch_commands() if one.name == "report")
    guild = discord.Object(harbour.server.id)

    with pytest.raises(discord.NotFound) as nothing_set:
        await command.fetch_permissions(guild)
    rule = CommandRule(harbour.reader.id, usage.USER, allowed=False)
    usage.set_rules(harbour.standin.world, harbour.bot, harbour.server, command.id, [rule])
    fetched = await command.fetch_permissions(guild)

    assert nothing_set.value.code == 10066
    assert [(one.id, one.permission) for one in fetched.permissions] == [(harbour.reader.id, False)]
