"""A reader's own language in what only they see; the server's in what everybody sees."""

import re
import shutil

import aiohttp

from bot.chat.commands_sync import CommandSync
from bot.chat.translation import CommandTranslator
from bot.standin.world import changes
from bot.storage import audits
from bot.texts.catalogue import Texts
from tests.builders import an_item
from tests.newsroom_running import text_of
from tests.texts.reading import TEXTS


async def ask(newsroom, locale, command, **options):
    """What a new reader with Discord in that language is told."""
    account = newsroom.reader_account()
    account.locale = locale
    async with newsroom.person(account) as person:
        reply = await person.command(
            command, server_id=newsroom.server.id, channel_id=newsroom.world.id, **options
        )
        return reply.text


async def set_in_discord(newsroom, locale):
    """The server's owner chooses its language in Discord's own settings."""
    newsroom.server.preferred_locale = locale
    newsroom.standin.world.tell(changes.ServerUpdated(newsroom.server))
    await newsroom.heard(lambda bot: str(bot.get_guild(newsroom.server.id).preferred_locale) == locale)


async def test_a_reader_is_answered_in_the_language_of_their_discord(newsroom):
    said = {locale: await ask(newsroom, locale, "news results") for locale in ("de", "uk", "en-GB", "fr")}

    assert said["de"].startswith("Dieser Kanal ist keine Diskussion eines Artikels")
    assert "/news ergebnis" in said["de"]
    assert said["uk"].startswith("Цей канал не є обговоренням новини")
    assert "/новини результати" in said["uk"]
    assert said["en-GB"] == said["fr"]
    assert said["fr"].startswith("This channel is not a story's discussion")


async def test_commands_are_called_in_the_readers_language_also_after_a_restart(newsroom):
    await newsroom.restart()
    account = newsroom.reader_account()
    account.locale = "uk"

    async with newsroom.person(account) as person:
        offered = await person.commands(channel_id=newsroom.world.id, server_id=newsroom.server.id)
        shown = await person.command("help", channel_id=newsroom.world.id, server_id=newsroom.server.id)

    news = next(command for command in offered if command["name"] == "news")
    results = next(option for option in news["options"] if option["name"] == "results")
    story = next(option for option in results["options"] if option["name"] == "story")
    assert (news["name_localized"], results["name_localized"]) == ("новини", "результати")
    assert results["description_localized"] == "Як голосували про новину; відповідь бачите лише ви"
    assert story["name_localized"] == "новина"
    assert "Що ви можете робити" in text_of(shown.components)
    assert "Скасувати підписку або всі" in text_of(shown.components)


async def test_commands_are_told_anew_when_a_name_in_some_language_changed(newsroom, tmp_path):
    app, texts = newsroom.app, tmp_path / "texts"
    shutil.copytree(TEXTS, texts, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    german = texts / "de" / "commands-names.ftl"
    german.write_text(
        german.read_text("utf-8").replace("command-help = hilfe", "command-help = beistand"), "utf-8"
    )
    other = CommandSync(app.database, CommandTranslator(Texts.load(texts)))

    sent = [await other.sync(app.bot.tree) for _ in range(2)]
    await newsroom.restart()

    assert sent == [True, False]
    account = newsroom.reader_account()
    account.locale = "de"
    async with newsroom.person(account) as person:
        offered = await person.commands(channel_id=newsroom.world.id, server_id=newsroom.server.id)
    assert "hilfe" in {command.get("name_localized") for command in offered}


async def test_what_everybody_sees_is_in_the_servers_language(newsroom, olena):
    await newsroom.tag("Talks", newsroom.world)
    feed = await newsroom.follow()
    await set_in_discord(newsroom, "uk")

    await newsroom.publish(feed, an_item("talks", categories=("Talks",)))
    ukrainian = await newsroom.finished_card()
    await olena.use("newsroom settings", language="de")
    await newsroom.restart()
    await newsroom.publish(feed, an_item("tides", categories=("Talks",)))
    german = await newsroom.finished_card(number=2)

    shown = text_of(ukrainian.components)
    assert "Що ви про це думаєте? Поставте реакцію нижче: 👍 добра новина" in shown
    assert "Теми: Talks" in shown
    assert "Результати" in text_of(newsroom.opening(ukrainian).components)
    shown = text_of(german.components)
    assert "Was hältst du davon? Reagiere unten: 👍 gute Nachricht" in shown
    assert "Themen: Talks" in shown
    assert "**Was hältst du davon?**" in text_of(newsroom.opening(german).components)


async def test_moderators_are_told_in_the_servers_language(newsroom):
    await set_in_discord(newsroom, "de")
    general = newsroom.channel("general")
    await newsroom.heard(lambda bot: bot.get_channel(general.id))
    fields = {"channel": newsroom.world.id, "permission": "Embed Links"}

    await newsroom.app.publisher.notify(newsroom.server.id, "notice-permission-missing", fields)

    (notice,) = newsroom.notices(general)
    assert "Mir fehlt die Berechtigung „Links einbetten“" in notice.content
    assert re.search(r"</newsroom status:\d+> zeigt, was wartet", notice.content)
    async with newsroom.app.database.read() as tx:
        assert len(await audits.latest(tx, newsroom.server.id)) == 1


async def test_who_chose_no_language_reads_that_of_their_browser(newsroom):
    async def offered(account, browser):
        address = f"{newsroom.standin.api_url}/guilds/{newsroom.server.id}/application-command-index"
        headers = {"Authorization": account.token, "Accept-Language": browser}
        async with aiohttp.ClientSession(headers=headers) as http, http.get(address) as answer:
            found = (await answer.json())["application_commands"]
        return next(each.get("name_localized") for each in found if each["name"] == "help")

    account = newsroom.reader_account()
    unchosen = await offered(account, "de-AT,en;q=0.5")
    account.locale = "uk"

    assert (unchosen, await offered(account, "de-AT,en;q=0.5")) == ("hilfe", "довідка")


async def test_colours_are_named_in_every_language(newsroom):
    await newsroom.tag("World", newsroom.world)
    newsroom.owner.locale = "de"
    place = {"server_id": newsroom.server.id, "channel_id": newsroom.world.id}

    async with newsroom.person(newsroom.owner) as person:
        offered = await person.complete("tags edit", **place, option="color", value="bl", tag="World")
        blue = await person.command("tags edit", **place, tag="World", color="Blau")
        shown = await person.command("tags edit", **place, tag="World", color="синій")
        refused = await person.command("tags edit", **place, tag="World", color="mauve")

    assert {"name": "blau", "value": "blue"}.items() <= offered[0].items()
    assert "Farbe blau" in blue.text
    assert "Farbe blau" in shown.text
    assert "Nimm eine von rot, orange" in refused.text
