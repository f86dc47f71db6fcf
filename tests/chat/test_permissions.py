"""What each kind of channel takes, and what the invite link asks for."""

import discord
import pytest

from bot.chat.permissions import (
    all_permissions,
    invite_permissions,
    needed,
    permission_name,
    recommended,
)
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


def test_the_invite_link_asks_for_what_cards_and_polls_need_and_for_no_power():
    invited = invite_permissions()

    wanted = [*(field for kind in ChannelKind for field in needed(kind)), "use_external_emojis"]
    assert invited == discord.Permissions(**dict.fromkeys(wanted, True))
    assert not any("manage" in name or "mention" in name for name, given in invited if given)


def test_nothing_is_used_beside_what_is_needed_and_recommended():
    more = {name for name, given in all_permissions() if given and not getattr(invite_permissions(), name)}

    assert more == {
        "manage_channels",
        "manage_messages",
        "manage_roles",
        "manage_threads",
        "mention_everyone",
    }


def test_permissions_have_the_names_of_discords_settings():
    assert permission_name("manage_threads") == "Manage Threads"
    assert permission_name("send_messages_in_threads") == "Send Messages in Threads"
