"""A link home is shown only where everybody who sees it can follow it."""

from itertools import chain, combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.sight import Door, Rights, all_see_too, leads_nobody_astray
from bot.standin.world.model import ChannelKind, Overwrite

VIEW = 1 << 10
ROLES, PEOPLE = (1, 2, 3, 4), (101, 102)
SAYS = st.sampled_from([None, True, False])


def says(targets):
    return st.fixed_dictionaries(dict.fromkeys(targets, SAYS)).map(
        lambda said: {target: each for target, each in said.items() if each is not None}
    )


DOORS = st.builds(Door, SAYS, says(ROLES), says(PEOPLE))
RIGHTS = st.builds(Rights, st.booleans(), st.fixed_dictionaries(dict.fromkeys(ROLES, st.booleans())))


def sees(door, rights, person, held):
    """Discord's rules, written anew: everybody, then roles, of which one may allow, then people."""
    allowed = rights.everyone or any(rights.roles[role] for role in held)
    if door.everyone is not None:
        allowed = door.everyone
    said = [door.roles[role] for role in held if role in door.roles]
    if said:
        allowed = any(said)
    return door.members.get(person, allowed)


@given(DOORS, DOORS, RIGHTS)
def test_nobody_is_shown_a_link_that_they_can_not_follow(door, other, rights):
    everybody = [
        (person, held)
        for person in (*PEOPLE, 103)
        for held in chain.from_iterable(combinations(ROLES, number) for number in range(len(ROLES) + 1))
    ]
    astray = any(sees(door, rights, *each) and not sees(other, rights, *each) for each in everybody)

    assert leads_nobody_astray(door, other, rights) is not astray


@pytest.fixture
def channels(newsroom):
    """Two channels as discord.py knows them, and what changes who sees them."""
    return Channels(newsroom)


class Channels:
    def __init__(self, newsroom):
        self.newsroom = newsroom
        self.bot_role = next(role for role in newsroom.server.roles.values() if role.managed_by)

    async def known(self, name, *overwrites, kind=ChannelKind.TEXT):
        """A channel for the bot and those that the overwrites let in."""
        ours = Overwrite(self.bot_role.id, 0, VIEW, 0)
        made = self.newsroom.channel(name, kind=kind, overwrites=[ours, *overwrites])
        await self.newsroom.heard(lambda bot: bot.get_channel(made.id) is not None)
        return self.newsroom.app.bot.get_channel(made.id)

    def deny(self, target):
        return Overwrite(target.id, 1 if hasattr(target, "bot") else 0, 0, VIEW)

    def allow(self, target):
        return Overwrite(target.id, 1 if hasattr(target, "bot") else 0, VIEW, 0)


async def test_the_public_is_not_led_to_what_is_private(newsroom, channels):
    public = await channels.known("public")
    private = await channels.known("private", channels.deny(newsroom.server.everyone))

    assert not all_see_too(public, private)
    assert all_see_too(private, public)
    assert all_see_too(private, private)


async def test_two_private_channels_are_compared_by_who_is_let_in(newsroom, channels):
    everyone = newsroom.server.everyone
    staff = newsroom.standin.world.create_role(newsroom.server, "Staff", permissions=0)
    press = newsroom.standin.world.create_role(newsroom.server, "Press", permissions=0)
    desk = await channels.known("desk", channels.deny(everyone), channels.allow(staff))
    wide = await channels.known("wide", channels.deny(everyone), channels.allow(staff), channels.allow(press))

    assert all_see_too(desk, wide)
    assert not all_see_too(wide, desk)


async def test_a_person_let_in_by_name_is_not_led_astray(newsroom, channels):
    everyone, ravi = newsroom.server.everyone, newsroom.reader_account()
    desk = await channels.known("desk", channels.deny(everyone))
    guest = await channels.known("guest", channels.deny(everyone), channels.allow(ravi))

    assert not all_see_too(guest, desk)
    assert all_see_too(desk, guest)


async def test_who_administers_sees_all_and_misleads_nobody(newsroom, channels):
    everyone = newsroom.server.everyone
    admins = newsroom.standin.world.create_role(newsroom.server, "Admins", permissions=1 << 3)
    desk = await channels.known("desk", channels.deny(everyone))
    office = await channels.known("office", channels.deny(everyone), channels.allow(admins))

    assert all_see_too(office, desk)


async def test_a_channel_hidden_from_the_bot_is_not_there(newsroom, channels):
    public = await channels.known("public")
    hidden = await channels.known("hidden", channels.deny(newsroom.server.everyone))
    assert all_see_too(hidden, public)

    there = newsroom.standin.world.channels[hidden.id]
    there.overwrites[channels.bot_role.id] = channels.deny(channels.bot_role)
    newsroom.standin.world.update_channel(there)
    await newsroom.heard(lambda bot: bot.get_channel(hidden.id).name == "___hidden___")

    assert not all_see_too(newsroom.app.bot.get_channel(hidden.id), public)
    assert not all_see_too(public, newsroom.app.bot.get_channel(hidden.id))


def test_what_is_not_known_is_seen_by_nobody():
    assert not all_see_too(None, None)
