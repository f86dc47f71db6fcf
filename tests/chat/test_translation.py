"""What Discord is told of our commands: what discord.py would tell it with our texts."""

from bot.chat.translation import CommandTranslator
from bot.texts.catalogue import Texts
from tests.texts.commands import an_unconnected_app


async def test_discord_is_told_the_same_as_by_asking_for_each_of_its_languages(tmp_path):
    translator = CommandTranslator(Texts.load())
    async with an_unconnected_app(tmp_path) as app:
        tree = app.bot.tree
        commands = tree.get_commands()

        told = [translator.definition(command, tree) for command in commands]

        asked = [await command.get_translated_payload(tree, translator) for command in commands]
    assert without_empty(told) == without_empty(asked)
    assert {locale for command in told for locale in command["name_localizations"]} == {"de", "uk"}


def without_empty(told):
    """The same without fields that hold nothing, of which Discord hears nothing new."""
    if isinstance(told, dict):
        return {key: without_empty(value) for key, value in told.items() if value not in ({}, [])}
    return [without_empty(value) for value in told] if isinstance(told, list) else told
