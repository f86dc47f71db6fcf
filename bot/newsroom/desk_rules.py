"""The rules of the desk: what holds or blocks stories in a server, whatever their tags and sources say."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from bot.clock import Clock
from bot.domain.audit import AuditEntry
from bot.domain.channel import MaySee
from bot.domain.errors import AlreadyThere, InvalidInput, NotFound
from bot.domain.holding import MOST_RULES, DeskRule, DeskRuleKind
from bot.domain.ids import DeskRuleId, ServerId, UserId
from bot.domain.nearest import places
from bot.domain.verdict import Moderator
from bot.newsroom.rights import check_everywhere
from bot.storage import audits, desk_rules
from bot.storage.database import Connection, Database

_CHOICES = 25


@dataclass(frozen=True, slots=True)
class RulesLook:
    """A server's rules, the oldest first, and which of them were added or removed just now."""

    rules: tuple[DeskRule, ...]
    added: tuple[DeskRule, ...] = ()
    removed: tuple[DeskRule, ...] = ()


class DeskRules:
    """Reads and changes the rules of servers."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def of(self, server_id: ServerId) -> RulesLook:
        """Return a server's rules."""
        async with self._database.read() as tx:
            return RulesLook(await desk_rules.of_server(tx, server_id))

    async def change(
        self,
        server_id: ServerId,
        by: Moderator,
        wanted: Sequence[DeskRule],
        unwanted: Collection[DeskRuleKind] = (),
    ) -> RulesLook:
        """Give a server more rules, and take those of some kinds away, all of it or nothing.

        A second rule of a kind of which there is one at most takes the first one's place. Raises AlreadyThere
        for a rule that there is, InvalidInput where there are too many, MayNotModerate.
        """
        actor = by.id
        async with self._database.write() as tx:
            await check_everywhere(tx, server_id, by)
            there = await desk_rules.of_server(tx, server_id)
            _check_new(there, wanted)
            singles = {each.kind for each in wanted if each.single}
            gone = [each for each in there if each.kind in {*unwanted, *singles}]
            await self._remove(tx, server_id, actor, gone)
            await self._add(tx, server_id, actor, wanted)
            after = await desk_rules.of_server(tx, server_id)
        added = [each for each in after if each.id not in {known.id for known in there}]
        removed = [each for each in gone if each.kind not in singles]
        return RulesLook(after, tuple(added), tuple(removed))

    async def remove(self, server_id: ServerId, by: Moderator, rule_id: DeskRuleId) -> RulesLook:
        """Take a rule away; raise MayNotModerate, NotFound where somebody else did before."""
        async with self._database.write() as tx:
            await check_everywhere(tx, server_id, by)
            there = await desk_rules.of_server(tx, server_id)
            gone = [each for each in there if each.id == rule_id]
            if not gone:
                raise NotFound("error-desk-rule-gone")
            await self._remove(tx, server_id, by.id, gone)
        return RulesLook(tuple(each for each in there if each.id != rule_id), removed=tuple(gone))

    async def outlets(self, server_id: ServerId, typed: str, may_see: MaySee) -> list[str]:
        """Return outlets of the server's last stories that fit what was typed, of those to be seen."""
        async with self._database.read() as tx:
            found = await desk_rules.outlets(tx, server_id)
        names = list(dict.fromkeys(name for name, channel_id in found if may_see(channel_id)))
        return [names[place] for place in places(typed, names, _CHOICES)]

    async def _add(
        self, tx: Connection, server_id: ServerId, actor: UserId, rules: Sequence[DeskRule]
    ) -> None:
        now = self._clock.now()
        await desk_rules.add(tx, server_id, rules, by=actor, now=now)
        for each in rules:
            details: dict[str, object] = {"kind": each.kind.value}
            await audits.record(tx, AuditEntry(server_id, "desk-rule-added", each.value, now, actor, details))

    async def _remove(
        self, tx: Connection, server_id: ServerId, actor: UserId, rules: Sequence[DeskRule]
    ) -> None:
        now = self._clock.now()
        await desk_rules.remove(tx, server_id, [each.id for each in rules if each.id is not None])
        for each in rules:
            details: dict[str, object] = {"kind": each.kind.value}
            await audits.record(
                tx, AuditEntry(server_id, "desk-rule-removed", each.value, now, actor, details)
            )


def _check_new(there: Sequence[DeskRule], wanted: Sequence[DeskRule]) -> None:
    for rule in wanted:
        same = next((each for each in there if each.is_as(rule)), None)
        if same is not None and (not rule.single or same.value == rule.value):
            raise AlreadyThere("error-desk-rule-there", kind=rule.kind.value, value=same.value)
    if len(there) + len(wanted) > MOST_RULES:
        raise InvalidInput("error-desk-rules-many", most=MOST_RULES)
