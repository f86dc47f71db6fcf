"""Marks that are put on messages: reactions and pins."""

from __future__ import annotations

from bot.standin.world import changes
from bot.standin.world.membership import Membership
from bot.standin.world.model import Account, Emoji, Message, Reaction


class Reactions(Membership):
    """The part of a world in which people mark what was said."""

    def set_pinned(self, message: Message, *, pinned: bool) -> None:
        """Pin a message or take it down."""
        message.pinned_at = self.now() if pinned else None
        self.tell(changes.MessageUpdated(message))
        self.tell(changes.PinsChanged(message.channel))

    def react(self, message: Message, account: Account, emoji: Emoji, *, burst: bool = False) -> bool:
        """Add a reaction; False when it was there already."""
        reaction = message.reactions.get(emoji.key)
        if reaction is None:
            reaction = message.reactions[emoji.key] = Reaction(emoji)
        reactors = reaction.burst if burst else reaction.normal
        if account.id in reactors:
            return False
        reactors[account.id] = account
        self.tell(changes.ReactionAdded(message, account, reaction.emoji, burst))
        return True

    def unreact(self, message: Message, account: Account, emoji: Emoji) -> bool:
        """Take a reaction back, normal or burst; False when there was none."""
        reaction = message.reactions.get(emoji.key)
        if reaction is None:
            return False
        burst = account.id in reaction.burst
        if reaction.of(int(burst)).pop(account.id, None) is None:
            return False
        if not reaction.normal and not reaction.burst:
            del message.reactions[emoji.key]
        self.tell(changes.ReactionRemoved(message, account, reaction.emoji, burst))
        return True

    def clear_reactions(self, message: Message, emoji: Emoji | None = None) -> None:
        """Take all reactions away, or all of one emoji."""
        if emoji is None:
            message.reactions.clear()
        else:
            message.reactions.pop(emoji.key, None)
        self.tell(changes.ReactionsCleared(message, emoji))
