"""What each kind of channel takes, and what the invite link asks for."""

import pytest

from bot.chat.permissions import invite_permissions, missing, needed, permission_name, recommended
from bot.domain.channel import ChannelKind


@pytest.mark.parametrize("kind", [ChannelKind.TEXT, ChannelKind.ANNOUNCEMENT])
def test_a_card_with_discussion_and_poll_takes_the_right_to_make_threads(kind):
    assert {"create_public_threads", "send_messages_in_threads", "add_reactions"} <= set(needed(kind))


def test_a_post_takes_the_right_to_write_and_none_to_make_threads():
    asked = needed(ChannelKind.FORUM)

    assert "send_messages" in asked
    assert "create_public_threads" not in asked


@pytest.mark.parametrize("kind", ChannelKind)
def test_moderating_is_recommended_and_never_needed(kind):
    moderating = {"manage_messages", "manage_threads"}

    assert moderating <= set(recommended(kind))
    assert not moderating & set(needed(kind))


def test_the_invite_link_asks_for_all_of_it_and_for_no_power_over_people():
    invited = invite_permissions()

    assert all(not missing(invited, (*needed(kind), *recommended(kind))) for kind in ChannelKind)
    assert invited.manage_channels
    powers = ("administrator", "manage_guild", "manage_roles", "kick_members", "mention_everyone")
    assert not any(getattr(invited, power) for power in powers)


def test_permissions_have_the_names_of_discords_settings():
    assert permission_name("manage_threads") == "Manage Threads"
    assert permission_name("send_messages_in_threads") == "Send Messages in Threads"
