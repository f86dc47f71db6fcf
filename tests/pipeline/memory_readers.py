"""Readers and roles in memory behind the ports `ReaderPost` and `Roles`; calls can be cut off."""

from itertools import count

from bot.domain.errors import DestinationGone, DoorClosed, ReaderGone, RoleGone
from bot.domain.ids import ChannelId, MessageId, RoleId
from tests.pipeline.memory_discord import MemoryDiscord


class MemoryReaders:
    """Takes messages on a MemoryDiscord, which counts its calls; a direct conversation is the reader's id."""

    def __init__(self, discord: MemoryDiscord):
        self.discord = discord
        self.open_channels = True
        self.hidden = set()  # (reader, channel)
        self.gone = set()
        self.no_server = set()  # readers of a server that is not there when it is asked
        self.closed = set()
        self.mentions = {}  # marker → readers
        self.named = {}  # marker → the tags that the mention names
        self.letters = {}  # marker → the letter as it was sent last
        self.refusals = {}  # thread or reader → what it answers

    def is_away(self, server_id):
        return self.discord.is_away(server_id)

    def is_open(self, channel_id):
        return self.open_channels

    async def seen_by(self, server_id, user_id, channels):
        call = self.discord._begin("member", 0)
        if user_id in self.gone:
            raise ReaderGone
        if user_id in self.no_server:
            raise DestinationGone
        self.discord._end(call)
        return frozenset(each for each in channels if (user_id, each) not in self.hidden)

    async def mention(self, thread_id, edition, readers, *, tags, key, nonce):
        call = self.discord._begin("mention", thread_id)
        self._refuse(thread_id)
        self.discord._post(thread_id, key, nonce, None)
        self.mentions.setdefault(key, tuple(readers))
        self.named[key] = tuple(tag.label for tag in tags)
        self.discord._end(call)

    async def write(self, letter, *, nonce):
        call = self.discord._begin("letter", letter.user_id)
        self._refuse(letter.user_id)
        if letter.user_id in self.closed:
            raise DoorClosed
        self.discord._post(letter.user_id, letter.key, nonce, None)
        self.letters.setdefault(letter.key, letter)
        self.discord._end(call)

    async def was_written(self, letter, *, after):
        return bool(
            await self.discord.find_message(ChannelId(letter.user_id), letter.key, after=MessageId(after))
        )

    def told(self):
        """Who was told of which story, as often as it happened."""
        letters = [
            (letter.user_id, told.edition.id) for letter in self._letters_there() for told in letter.stories
        ]
        mentioned = [
            (reader, "mentioned")
            for message in self.discord.messages.values()
            for reader in self.mentions.get(message.marker, ())
        ]
        return sorted([*letters, *mentioned], key=str)

    def mentioned(self):
        """Who was mentioned in which discussion, as often as it happened."""
        return [
            (reader, message.channel_id)
            for message in self.discord.messages.values()
            for reader in self.mentions.get(message.marker, ())
        ]

    def _letters_there(self):
        messages = self.discord.messages.values()
        return [self.letters[each.marker] for each in messages if each.marker in self.letters]

    def _refuse(self, where):
        if (error := self.refusals.get(where)) is not None:
            raise error


class MemoryRoles:
    """Roles by id, with who has them; `missing_names` are permissions that we lack."""

    def __init__(self, discord: MemoryDiscord, clock):
        self.discord = discord
        self.missing_names = ()
        self.there = {}  # role → (server, name)
        self.holders = {}
        self.gone = set()
        self.refusal = None
        self._clock = clock
        self._numbers = count(1)

    def missing(self, server_id):
        return self.missing_names

    async def make(self, server_id, tag_label):
        call = self.discord._begin("make role", server_id)
        self._refuse()
        now = int(self._clock.now().timestamp() * 1000) - 1_420_070_400_000
        role_id = RoleId(now << 22 | next(self._numbers))
        self.there[role_id] = (server_id, tag_label)
        self.holders[role_id] = set()
        self.discord._end(call)
        return role_id

    async def find(self, server_id, tag_label, *, after, known):
        call = self.discord._begin("find role", server_id)
        self._refuse()
        self.discord._end(call)
        named = (each for each, role in self.there.items() if role == (server_id, tag_label))
        return next((each for each in named if each > after and each not in known), None)

    async def rename(self, server_id, role_id, tag_label):
        call = self.discord._begin("rename role", server_id)
        self._refuse()
        if role_id not in self.there:
            raise RoleGone
        self.there[role_id] = (server_id, tag_label)
        self.discord._end(call)

    async def remove(self, server_id, role_id):
        call = self.discord._begin("remove role", server_id)
        self._refuse()
        self.there.pop(role_id, None)
        self.discord._end(call)

    async def give(self, server_id, role_id, user_id):
        self._change(role_id, user_id).add(user_id)

    async def take(self, server_id, role_id, user_id):
        self._change(role_id, user_id).discard(user_id)

    def _change(self, role_id, user_id):
        self.discord._end(self.discord._begin("change role", 0))
        self._refuse()
        if user_id in self.gone:
            raise ReaderGone
        return self.holders[role_id]

    def _refuse(self):
        if self.refusal is not None:
            raise self.refusal
