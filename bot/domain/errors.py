"""Everything expected that can go wrong, as values with fields.

NewsclipError                 `code` names the sentence in the message catalogue, `fields` fill it
├── InvalidInput              what a person typed can't be used
│   └── InvalidLines          several lines of it (all of them)
├── NotFound                  the named thing is not there (any more)
├── AlreadyThere              the named thing exists
├── FeedError                 a feed or page could not be read
│   ├── AddressRefused        the address is not a public one, or not http(s)
│   ├── FetchFailed           no answer, or a refusal (`status`); `gone` on 410
│   ├── TooLarge              more bytes than allowed, also after decompression
│   ├── NotAFeed              what came is no feed (`looks_like` says what it is)
│   └── Unreadable            what came made the reader crash or take too long
├── ConfigurationError        the settings have faults (all of them)
├── StorageError              the database can't be opened
│   ├── DatabaseInUse         another process holds it
│   ├── DatabaseMissing       there is none, where one is to be read
│   ├── DatabaseTooNew        a newer version of Newsclip has written it
│   ├── DatabaseTooOld        an older version has, and it is only to be read
│   ├── DatabaseForbidden     it is to be read by another user than the one who asks
│   ├── DatabaseUnreadable    what is there is no database, or not ours to read
│   ├── KeyFileUnusable       the secret beside it can't be read or made
│   ├── KeyFileLost           the secret is gone, and there are votes made with it
│   └── BackupFailed          the copy could not be written, or is not as good as it should be
├── DiscordUnreachable        Discord does not answer
└── PublishError              Discord did not take what was sent
    ├── DestinationGone       channel, thread or server no longer exists
    ├── PermissionMissing     the bot lacks `permission`
    ├── CardGone              the message was deleted (10008)
    ├── ForumTagRequired      the forum takes no post without one of its tags (40067)
    ├── ThreadsFull           the server has as many active threads as Discord takes (160006)
    ├── EmojiGone             the emoji was deleted, or can't be used here (10014)
    ├── DoorClosed            the reader takes no direct messages of ours (50007)
    ├── RoleGone              the role was deleted (10011)
    ├── ReaderGone            nobody of that id is (any more) in the server, or at all (10007, 10013)
    ├── Refused               Discord will never take this (its code and words)
    ├── TryLater              a rate limit: not before `seconds` from now; nobody at all if `shared`
    └── OutcomeUnknown        the answer was lost: it may have been done
"""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from pathlib import Path

from bot.domain.feed import NamedFeed
from bot.domain.text import cut_at_word, nearest, one_line


class NewsclipError(Exception):
    """An expected failure; `code` and `fields` make its sentence in any language."""

    code = "error-internal"

    def __init__(self, **fields: object) -> None:
        super().__init__(self.code, fields)
        self.fields = fields

    def __str__(self) -> str:
        details = ", ".join(f"{name}={value!r}" for name, value in self.fields.items())
        return f"{self.code} ({details})" if details else self.code


class InvalidInput(NewsclipError):
    """What a person typed can't be used; `code` is given by who raises it."""

    def __init__(self, code: str, **fields: object) -> None:
        super().__init__(**fields)
        self.code = code


class InvalidLines(InvalidInput):
    """Lines of what a person typed can't be used: reads as the first of its `faults`."""

    def __init__(self, faults: Sequence[InvalidInput]) -> None:
        super().__init__(faults[0].code, **faults[0].fields)
        self.faults = tuple(faults)


class NotFound(InvalidInput):
    """The named thing is not there, or belongs to another server."""

    @classmethod
    def by_name(cls, code: str, typed: str, names: Iterable[str], *, limit: int) -> "NotFound":
        """Return that nothing has the name that was typed; `code`-near where one of the names is like it."""
        shown = cut_at_word(one_line(typed), limit)
        if (near := nearest(typed, names)) is None:
            return cls(code, name=shown)
        return cls(f"{code}-near", name=shown, near=cut_at_word(near, limit))


class AlreadyThere(InvalidInput):
    """The named thing exists already."""


class AlreadyDecided(InvalidInput):
    """Another moderator was first; says who decided what, and when."""


class MayNotModerate(InvalidInput):
    """The person does not moderate every channel that a decision concerns."""


class FeedError(NewsclipError):
    """A feed or a page could not be read."""

    code = "error-feed"

    def __init__(self, *, url: str, **fields: object) -> None:
        super().__init__(url=url, **fields)
        self.url = url


class AddressRefused(FeedError):
    """The address, or one it led to, is not public and not allowed by the configuration."""

    code = "error-address-refused"

    def __init__(self, *, url: str, why: str) -> None:
        super().__init__(url=url, why=why)
        self.why = why


class FetchFailed(FeedError):
    """No usable answer. `status` is the HTTP status, or None when none came."""

    code = "error-fetch-failed"

    def __init__(
        self, *, url: str, why: str, status: int | None = None, retry_after: timedelta | None = None
    ) -> None:
        super().__init__(url=url, why=why, status=status or 0)
        self.why = why
        self.status = status
        self.retry_after = retry_after

    @property
    def gone(self) -> bool:
        """The server says that the address is ended for good."""
        return self.status == 410


class TooLarge(FeedError):
    """The body is larger than `limit` bytes, before or after decompression."""

    code = "error-too-large"

    def __init__(self, *, url: str, limit: int) -> None:
        super().__init__(url=url, limit=limit)
        self.limit = limit


class NotAFeed(FeedError):
    """What came is not a feed; `looks_like` is `html`, `empty`, `xml`, `json` or `unknown`.

    `feeds` are those that an HTML page names.
    """

    code = "error-not-a-feed"

    def __init__(self, *, url: str, looks_like: str, feeds: tuple[NamedFeed, ...] = ()) -> None:
        addresses = ", ".join(feed.url for feed in feeds)
        super().__init__(url=url, looks_like=looks_like, feeds=addresses, feed_count=len(feeds))
        self.looks_like = looks_like
        self.feeds = feeds


class Unreadable(FeedError):
    """What came made the reader crash, or was not read within its time."""

    code = "error-unreadable"

    def __init__(self, *, url: str, why: str) -> None:
        super().__init__(url=url, why=why)
        self.why = why


class ConfigurationError(NewsclipError):
    """The settings have faults; `faults` has one line each, with the key and the fix."""

    code = "error-configuration"

    def __init__(self, faults: tuple[str, ...]) -> None:
        super().__init__(faults="\n".join(faults))
        self.faults = faults


class StorageError(NewsclipError):
    """The database can't be opened; `path` is its file."""

    code = "error-storage"

    def __init__(self, *, path: Path, **fields: object) -> None:
        super().__init__(path=str(path), **fields)
        self.path = path


class DatabaseInUse(StorageError):
    """Another process holds the lock file `lock`."""

    code = "error-database-in-use"

    def __init__(self, *, path: Path, lock: Path) -> None:
        super().__init__(path=path, lock=str(lock))
        self.lock = lock


class DatabaseTooNew(StorageError):
    """The file is at a `revision` that this version, whose newest is `known`, doesn't know."""

    code = "error-database-too-new"

    def __init__(self, *, path: Path, revision: str, known: str) -> None:
        super().__init__(path=path, revision=revision, known=known)


class DatabaseMissing(StorageError):
    """There is no such file."""

    code = "error-database-missing"


class DatabaseTooOld(StorageError):
    """The file is at a `revision` before the one of this version, `known`."""

    code = "error-database-too-old"

    def __init__(self, *, path: Path, revision: str, known: str) -> None:
        super().__init__(path=path, revision=revision, known=known)


class DatabaseForbidden(StorageError):
    """The file is there, but not for this user."""

    code = "error-database-forbidden"

    def __init__(self, *, path: Path) -> None:
        super().__init__(path=path)


class DatabaseUnreadable(StorageError):
    """The file is no SQLite database, is damaged, or may not be read or written."""

    code = "error-database-unreadable"

    def __init__(self, *, path: Path, why: str) -> None:
        super().__init__(path=path, why=why)


class KeyFileUnusable(StorageError):
    """The file with the secret of the voters can't be read or made, or is damaged."""

    code = "error-key-file"

    def __init__(self, *, path: Path, why: str) -> None:
        super().__init__(path=path, why=why)


class KeyFileLost(StorageError):
    """The key file `path` is not there, although readers are stored under keys made with it."""

    code = "error-key-file-lost"


class BackupFailed(StorageError):
    """The copy `path` could not be made."""

    code = "error-backup-failed"

    def __init__(self, *, path: Path, why: str) -> None:
        super().__init__(path=path, why=why)


class DiscordUnreachable(NewsclipError):
    """Discord gave no usable answer."""

    code = "error-discord-unreachable"

    def __init__(self, *, why: str) -> None:
        super().__init__(why=why)
        self.why = why


class PublishError(NewsclipError):
    """Discord did not take what was sent."""

    code = "error-publish"


class DestinationGone(PublishError):
    """The channel, thread or server no longer exists or can't be seen."""

    code = "error-destination-gone"


class PermissionMissing(PublishError):
    """The bot lacks `permission` (Discord's English name of it) where it wanted to act."""

    code = "error-permission-missing"

    def __init__(self, *, permission: str) -> None:
        super().__init__(permission=permission)
        self.permission = permission


class CardGone(PublishError):
    """The message acted upon was deleted (Discord's 10008)."""

    code = "error-card-gone"


class ForumTagRequired(PublishError):
    """The forum takes no post without one of its tags (Discord's 40067)."""

    code = "error-forum-tag-required"


class ThreadsFull(PublishError):
    """The server has as many active threads as Discord takes (its 160006)."""

    code = "error-threads-full"


class EmojiGone(PublishError):
    """The emoji was deleted, or can't be used here (Discord's 10014)."""

    code = "error-emoji-gone"

    def __init__(self, *, emoji: str) -> None:
        super().__init__(emoji=emoji)
        self.emoji = emoji


class RoleGone(PublishError):
    """The role was deleted (Discord's 10011)."""

    code = "error-role-gone"


class DoorClosed(PublishError):
    """The reader takes no direct messages of ours (Discord's 50007)."""

    code = "error-door-closed"


class ReaderGone(PublishError):
    """Nobody of that id is (any more) in the server, or at all (Discord's 10007, 10013)."""

    code = "error-reader-gone"


class Refused(PublishError):
    """Discord will not take this however often it is sent."""

    code = "error-refused"

    def __init__(self, *, discord_code: int, why: str) -> None:
        super().__init__(discord_code=discord_code, why=why)
        self.discord_code = discord_code
        self.why = why


class TryLater(PublishError):
    """A rate limit: not before `seconds` from now. `shared`: it stands before every other call as well."""

    code = "error-try-later"

    def __init__(self, *, seconds: float, shared: bool = False) -> None:
        super().__init__(seconds=seconds)
        self.seconds = seconds
        self.shared = shared


class OutcomeUnknown(PublishError):
    """The answer was lost: what was sent may have been done, or not."""

    code = "error-outcome-unknown"

    def __init__(self, *, why: str) -> None:
        super().__init__(why=why)
        self.why = why
