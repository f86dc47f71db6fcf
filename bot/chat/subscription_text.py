"""Subscriptions in words: what a reader has, how it reaches them, and what a server's tags bring."""

from collections.abc import Callable, Iterable, Iterator

from bot.chat.markdown import escape_line
from bot.domain.subscription import MOST_SUBSCRIPTIONS, Reach
from bot.domain.tagging import DiscussionMode
from bot.domain.zones import shown_zone
from bot.newsroom.subscriptions import Activity, Following, Subscribed, Unknown
from bot.storage.subscriptions import Subject

LABEL = 60
_LABELS = 1000
# A text of the catalogue with its fields, in the language of whoever reads it.
Text = Callable[..., str]

REACHES = {
    Reach.MENTION: "follow-reach-mention",
    Reach.DIRECT: "follow-reach-direct",
    Reach.DIGEST: "follow-reach-digest",
    Reach.LIST: "follow-reach-list",
}
# What becomes of a mention where there is no discussion, or not always.
_INSTEAD = {DiscussionMode.NEVER: "follow-reach-undiscussed", DiscussionMode.ON_REQUEST: "follow-reach-asked"}


def subscribed_lines(done: Subscribed, text: Text) -> list[str]:
    """Return what became of a wish to subscribe, tag by tag."""
    return list(_subscribed(done, text))


def following_lines(following: Following, page: Iterable[Subject], server: str, text: Text) -> list[str]:
    """Return a page of what a reader has subscribed to, and how it reaches them."""
    count, hidden = len(following.subjects), _hidden(following, text)
    if not count:
        return [*(hidden or [text("follow-own-none")]), _times(following, text)]
    heading = text("follow-own", count=count, server=escape_line(server, LABEL))
    own = [_own_line(following, subject, text) for subject in page]
    lines = [heading, *_for_all(following, text), *own, *hidden, _times(following, text)]
    if _misses_a_digest(following):
        lines.append(text("follow-no-digest"))
    if is_missed(following):
        lines.append(text("follow-shut"))
    return lines


def is_missed(following: Following) -> bool:
    """Tell whether something of what a reader has should come by direct message, and does not."""
    return following.shut and any(_writes(following, subject) for subject in following.subjects)


def activity_line(activity: Activity, text: Text, *, own: bool) -> str:
    """Return what a tag brings, in one line."""
    subject = activity.subject
    return text(
        "follow-activity",
        mark="✓" if own else "▫",
        label=escape_line(subject.label, LABEL),
        channel=f"<#{subject.channel_id}>",
        weekly=_weekly(activity.weekly, text),
        subscribers=text("follow-subscribers", readers=activity.subscribers),
    )


def browse_lines(count: int, server: str, activities: Iterable[str], text: Text) -> list[str]:
    """Return a page of what there is, with its heading."""
    heading = text("follow-browse", count=count, server=escape_line(server, LABEL))
    return [heading, *activities, f"-# {text('follow-own-marked')}"]


def ended_line(subject: Subject, text: Text) -> str:
    """Return that a subscription has ended."""
    return text("follow-ended", label=escape_line(subject.label, LABEL))


def chosen_line(subjects: Iterable[Subject], text: Text) -> str:
    """Return what a reader has of the tags that they could choose."""
    labels = [f"**{escape_line(subject.label, LABEL)}**" for subject in subjects]
    return text("follow-chosen", count=len(labels), labels=_listed(labels))


def _subscribed(done: Subscribed, text: Text) -> Iterator[str]:
    kept = {"follow-added": done.added, "follow-already": done.already, "follow-changed": done.changed}
    for key, subjects in kept.items():
        for subject in subjects:
            yield text(key, label=escape_line(subject.label, LABEL), reach=_way(done, subject, text))
    if done.no_room:
        labels = escape_line(", ".join(subject.label for subject in done.no_room), _LABELS)
        yield text("follow-no-room", labels=labels, limit=MOST_SUBSCRIPTIONS)
    for unknown in done.unknown:
        yield _unknown(unknown, text)
    theirs = [subject for subjects in kept.values() for subject in subjects]
    if done.reader.digest_every is None and any(done.reach(each.id) is Reach.DIGEST for each in theirs):
        yield text("follow-no-digest")
    if done.shut and any(_writes(done, each) for each in theirs):
        yield text("follow-shut-hint")


def _unknown(unknown: Unknown, text: Text) -> str:
    name = escape_line(unknown.typed, LABEL)
    if not (meant := unknown.near or unknown.own):
        return text("follow-unknown", name=name)
    near = _listed([f"**{escape_line(subject.label, LABEL)}**" for subject in meant])
    key = "follow-unknown-near" if unknown.near else "follow-unknown-own"
    return text(key, name=name, near=near)


def _for_all(following: Following, text: Text) -> Iterator[str]:
    """Yield how stories reach the reader of the tags that have no way of their own, if there are any."""
    own = sum(following.own[subject.id].reach is not None for subject in following.subjects)
    if own < len(following.subjects):
        key = "follow-for-others" if own else "follow-for-all"
        reach = text(REACHES[following.reader.reach])
        yield text(key, reach=reach, count=len(following.subjects))


def _hidden(following: Following, text: Text) -> list[str]:
    return [text("follow-own-hidden", count=following.hidden)] if following.hidden else []


def _own_line(following: Following, subject: Subject, text: Text) -> str:
    label, way = escape_line(subject.label, LABEL), _way(following, subject, text)
    if following.own[subject.id].reach is None and way == text(REACHES[following.reader.reach]):
        return text("follow-own-line", label=label)
    return text("follow-own-line-reach", label=label, reach=way)


def _way(having: Subscribed | Following, subject: Subject, text: Text) -> str:
    """Return how a tag's stories reach the reader, whatever they call it."""
    reach = having.reach(subject.id)
    if reach is not Reach.MENTION:
        return text(REACHES[reach])
    if subject.pinged and having.reader.quiet is None:
        return text("follow-reach-role")
    return text(_INSTEAD.get(subject.discussion, REACHES[reach]))


def _writes(having: Subscribed | Following, subject: Subject) -> bool:
    """Tell whether a tag's stories may come to the reader by direct message."""
    reach = having.reach(subject.id)
    undiscussed = subject.discussion is not DiscussionMode.ALWAYS
    return reach is Reach.DIRECT or (reach is Reach.MENTION and undiscussed)


def _times(following: Following, text: Text) -> str:
    zone = shown_zone(following.reader.time_zone or following.server_zone).replace("_", " ")
    if (quiet := following.reader.quiet) is None:
        return text("follow-no-quiet", zone=zone)
    return text("follow-quiet", hours=str(quiet), zone=zone)


def _misses_a_digest(following: Following) -> bool:
    reaches = (following.reach(subject.id) for subject in following.subjects)
    return following.reader.digest_every is None and Reach.DIGEST in reaches


def _weekly(stories: float, text: Text) -> str:
    if stories == 0:
        return text("follow-weekly-none")
    if stories < 1:
        return text("follow-weekly-few")
    return text("follow-weekly", stories=round(stories))


def _listed(labels: Iterable[str]) -> str:
    """Return names in one line, as many as Fluent takes."""
    kept, room = [], _LABELS - 2
    for label in labels:
        room -= len(label) + 2
        if room < 0:
            kept.append("…")
            break
        kept.append(label)
    return ", ".join(kept)
