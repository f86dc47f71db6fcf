"""Keeping the roles of tags: made when a tag has subscribers enough, given to exactly these, taken away.

What is to be done is a row first (`bot.storage.tag_roles`, `role_changes`). Where we may not do it, readers
are mentioned one by one, and the moderators are told once how to mend it. A role that somebody deletes is not
made again.
"""

import asyncio
from collections.abc import Collection
from datetime import timedelta

import structlog

from bot.clock import Clock
from bot.domain.delivery import anchor
from bot.domain.errors import (
    DestinationGone,
    PermissionMissing,
    PublishError,
    ReaderGone,
    Refused,
    RoleGone,
    TryLater,
)
from bot.domain.ids import RoleId, ServerId, UserId
from bot.pipeline.ports import Publisher
from bot.pipeline.reader_ports import Roles
from bot.pipeline.rounds import Rounds, every
from bot.storage import departures, role_changes, tag_roles
from bot.storage.database import Database
from bot.storage.role_changes import RoleChange
from bot.storage.tag_roles import RoleState, TagRole

_log = structlog.get_logger(__name__)

_LOOK = timedelta(seconds=2)
_REVIEW = timedelta(minutes=10)
_AFTER_TROUBLE = timedelta(seconds=10)
_UNMENDED = timedelta(hours=1)
_WHILE_AWAY = timedelta(minutes=1)
# A role that was just made is surely listed after so long.
_SETTLING = timedelta(seconds=10)


class RoleKeeping:
    """Makes, gives, takes and removes roles. `wake` is set by whoever wants one."""

    def __init__(
        self, database: Database, publisher: Publisher, roles: Roles, clock: Clock, *, wake: asyncio.Event
    ) -> None:
        self._database = database
        self._publisher = publisher
        self._roles = roles
        self._clock = clock
        self._making = Rounds(
            database, clock, find=every(_LOOK, tag_roles.to_do), do=self._do_role, wake=wake
        )
        self._giving = Rounds(
            database, clock, find=every(_LOOK, role_changes.to_make), do=self._do_change, wake=asyncio.Event()
        )

    async def run(self) -> None:
        """Keep roles until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._making.run())
            tasks.create_task(self._giving.run())
            tasks.create_task(self._review_for_ever())

    async def review(self) -> None:
        """Look which roles have no tag or too few readers, and who should have the others."""
        now = self._clock.now()
        async with self._database.write() as tx:
            standing = await tag_roles.begin_review(tx, now=now)
        for tag_id, ping_from in standing:  # each for itself: with many readers it takes its time
            async with self._database.write() as tx:
                await tag_roles.review(tx, tag_id, ping_from=ping_from, now=now)

    async def keep_due(self) -> None:
        """Do some of what is due."""
        await self._making.one()
        await self._giving.one()

    async def _review_for_ever(self) -> None:
        while True:
            wait = _REVIEW
            try:
                await self.review()
            except Exception:  # noqa: BLE001  # the top of the loop: a full disk must not end it
                _log.exception("roles.not_reviewed")
                wait = _AFTER_TROUBLE
            await self._clock.sleep_until(self._clock.now() + wait)

    async def resume(self, server_id: ServerId) -> None:
        """Try again what was put off in a server: something there has changed."""
        now = self._clock.now()
        async with self._database.read() as tx:
            waits = await tag_roles.any_put_off(tx, server_id, now=now)
        if not waits:
            return
        async with self._database.write() as tx:
            await tag_roles.call(tx, server_id, now=now)
            await role_changes.call(tx, server_id, now=now)

    # Roles

    async def _do_role(self, role: TagRole) -> None:
        try:
            match role.state:
                case RoleState.ENDING if role.role_id is not None:
                    await self._end(role, role.role_id)
                case RoleState.STANDS if role.role_id is not None:
                    await self._rename(role, role.role_id)
                case RoleState.MAKING:
                    await self._find_or_make(role)
                case _:
                    await self._make(role)
        except PublishError as error:
            await self._take(role, error)

    async def _make(self, role: TagRole) -> None:
        if lacking := self._roles.missing(role.server_id):
            raise PermissionMissing(permission=lacking[0])
        async with self._database.write() as tx:
            await tag_roles.begin(tx, role, now=self._clock.now())
        role_id = await self._roles.make(role.server_id, role.name)
        await self._stands(role, role_id)

    async def _find_or_make(self, role: TagRole) -> None:
        """Look for a role that may have been made; make it where it surely was not."""
        intent_at = role.intent_at or self._clock.now()
        async with self._database.read() as tx:
            known = await tag_roles.known(tx, role.server_id)
        after = RoleId(anchor(intent_at))
        found = await self._roles.find(role.server_id, role.name, after=after, known=known)
        if found is not None:
            await self._stands(role, found)
        elif self._clock.now() - intent_at < _SETTLING:
            raise TryLater(seconds=_SETTLING.total_seconds())
        else:
            await self._make(role)

    async def _stands(self, role: TagRole, role_id: RoleId) -> None:
        async with self._database.write() as tx:
            await tag_roles.stands(tx, role, role_id, now=self._clock.now())
        _log.info("roles.made", server=role.server_id, role=role_id)

    async def _rename(self, role: TagRole, role_id: RoleId) -> None:
        await self._roles.rename(role.server_id, role_id, role.name)
        async with self._database.write() as tx:
            await tag_roles.named(tx, role)

    async def _end(self, role: TagRole, role_id: RoleId) -> None:
        await self._roles.remove(role.server_id, role_id)
        async with self._database.write() as tx:
            await tag_roles.ended(tx, role)

    async def _take(self, role: TagRole, error: PublishError) -> None:
        _log.info("roles.not_done", server=role.server_id, state=role.state, why=str(error))
        now = self._clock.now()
        stands, name = role.state is RoleState.STANDS, None
        async with self._database.write() as tx:
            match error:
                case RoleGone() if role.role_id is not None:
                    name = await tag_roles.deleted_by_hand(tx, role.role_id)
                case TryLater():
                    await tag_roles.put_off(tx, role, until=now + timedelta(seconds=error.seconds))
                case PermissionMissing():
                    await tag_roles.put_off(tx, role, until=now + _UNMENDED)
                case DestinationGone():
                    await tag_roles.put_off(tx, role, until=now + _WHILE_AWAY)
                case Refused() if stands:
                    await tag_roles.named(tx, role)  # it keeps the name that it has
                case Refused():
                    await tag_roles.give_up(tx, role)
                case _:
                    await tag_roles.try_again(tx, role, now=now)
        if isinstance(error, PermissionMissing):
            await self._tell_missing(role.server_id, error.permission)
        elif name is not None:
            await self._publisher.notify(role.server_id, "notice-role-deleted", {"tag": name})
        elif isinstance(error, Refused) and not stands:
            fields: dict[str, object] = {"tag": role.name, "why": error.why}
            await self._publisher.notify(role.server_id, "notice-role-refused", fields)

    # Who has them

    async def _do_change(self, change: RoleChange) -> None:
        try:
            if change.wanted:
                await self._roles.give(change.server_id, change.role_id, change.user_id)
            else:
                await self._roles.take(change.server_id, change.role_id, change.user_id)
        except PublishError as error:
            await self._take_change(change, error)
            return
        async with self._database.write() as tx:
            await role_changes.made(tx, change, now=self._clock.now())

    async def _take_change(self, change: RoleChange, error: PublishError) -> None:
        now = self._clock.now()
        name = None
        async with self._database.write() as tx:
            match error:
                case ReaderGone():
                    await departures.left(tx, change.server_id, change.user_id, now=now)
                    await role_changes.member_gone(tx, change)
                case RoleGone():
                    name = await tag_roles.deleted_by_hand(tx, change.role_id)
                case TryLater():
                    until = now + timedelta(seconds=error.seconds)
                    await role_changes.put_off(tx, change, until=until)
                case PermissionMissing():
                    await role_changes.put_off_all(tx, change.role_id, until=now + _UNMENDED)
                case DestinationGone():
                    await role_changes.put_off(tx, change, until=now + _WHILE_AWAY)
                case _:
                    await role_changes.try_again(tx, change, now=now)
        if isinstance(error, PermissionMissing):
            await self._tell_missing(change.server_id, error.permission)
        elif name is not None:
            await self._publisher.notify(change.server_id, "notice-role-deleted", {"tag": name})

    async def seen(self, server_id: ServerId, user_id: UserId, held: Collection[RoleId]) -> None:
        """It was seen which roles a member has: one that they lost is given to them again."""
        now = self._clock.now()
        async with self._database.read() as tx:
            if not await role_changes.lost_by(tx, server_id, user_id, held=held, now=now):
                return
        async with self._database.write() as tx:
            await role_changes.give_again(tx, server_id, user_id, held=held, now=now)

    async def deleted(self, server_id: ServerId, role_id: RoleId) -> None:
        """A role was deleted in a server: if it was one of ours, that was not us."""
        async with self._database.write() as tx:
            name = await tag_roles.deleted_by_hand(tx, role_id)
        if name is not None:
            await self._publisher.notify(server_id, "notice-role-deleted", {"tag": name})

    async def _tell_missing(self, server_id: ServerId, permission: str) -> None:
        await self._publisher.notify(server_id, "notice-role-permission", {"permission": permission})
