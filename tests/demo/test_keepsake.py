import pickle
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.demo.cast import channels_by_name, create_cast, find_cast, scripted_readers
from bot.demo.keepsake import Keepsake, Kept
from bot.domain.errors import InvalidInput
from bot.newsroom.starter_tags import load_starter_tags
from bot.standin.world.model import Attachment, Emoji
from bot.standin.world.world import World

NOON = datetime(2025, 11, 24, 12, 0, tzinfo=UTC)


def test_a_kept_world_comes_back_with_its_people_messages_and_votes(tmp_path: Path) -> None:
    world = World(time.time)
    cast = create_cast(world, load_starter_tags(), welcome="Hello")
    channel = channels_by_name(cast.server)["science"]
    message = world.post(channel, cast.application.account, "A card")
    thread = world.create_thread(channel, "A card", owner=cast.application.account, message=message)
    world.react(message, cast.readers[0], Emoji("👍"))
    message.attachments.append(Attachment(world.mint.next(), "a.txt", "text/plain", b"hello"))
    keepsake = Keepsake(tmp_path / "world.kept")

    keepsake.save(world, Kept(8021, {"night-ferry": NOON}))
    again = World(time.time)
    kept = keepsake.restore(again)

    found = find_cast(again)
    assert kept == Kept(8021, {"night-ferry": NOON})
    assert found.server.id == cast.server.id
    assert [reader.token for reader in found.readers] == [reader.token for reader in cast.readers]
    assert again.by_token[cast.moderator.token].name == cast.moderator.name
    (card,) = channels_by_name(found.server)["science"].log
    assert list(card.reactions["👍"].normal) == [cast.readers[0].id]
    assert again.thread_of(card) is again.channels[thread.id]
    assert again.files[card.attachments[0].id].data == b"hello"
    assert again.mint.next() > card.id


def test_what_is_said_after_the_clock_was_set_back_still_comes_last(tmp_path: Path) -> None:
    world = World(NOON.timestamp)
    cast = create_cast(world, load_starter_tags(), welcome="Hello")
    card = world.post(channels_by_name(cast.server)["science"], cast.application.account, "A card")
    keepsake = Keepsake(tmp_path / "world.kept")
    keepsake.save(world, Kept(8021, {}))
    again = World(lambda: NOON.timestamp() - 3600)

    keepsake.restore(again)

    assert again.mint.next() > card.id


def test_nothing_kept_is_no_fault(tmp_path: Path) -> None:
    assert Keepsake(tmp_path / "world.kept").restore(World(time.time)) is None


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not a pickle",
        pickle.dumps((99, {}, 0, {})),
        pickle.dumps(print),
    ],
    ids=["empty", "garbage", "another form", "a function"],
)
def test_what_is_no_kept_world_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "world.kept"
    path.write_bytes(content)

    with pytest.raises(InvalidInput) as refusal:
        Keepsake(path).restore(World(time.time))

    assert refusal.value.code == "error-demo-kept"


@pytest.mark.parametrize(("place", "other"), [(0, ("Message.id",)), (1, [])], ids=["form", "state"])
def test_a_world_kept_with_other_parts_is_refused(tmp_path: Path, place: int, other: object) -> None:
    path = tmp_path / "world.kept"
    Keepsake(path).save(World(time.time), Kept(8021, {}))
    content = list(pickle.loads(path.read_bytes()))
    content[place] = other
    path.write_bytes(pickle.dumps(tuple(content)))

    with pytest.raises(InvalidInput):
        Keepsake(path).restore(World(time.time))


@pytest.mark.parametrize("name", ["dataclass.__builtins__.__getitem__", "snowflakes.parse", "dataclass"])
def test_a_kept_file_runs_no_code(tmp_path: Path, name: str) -> None:
    path = tmp_path / "world.kept"
    trace = tmp_path / "trace"
    evil = f"__import__('pathlib').Path({str(trace)!r}).touch()"
    path.write_bytes(
        b"\x80\x05" + _text("bot.standin.world.model") + _text(name) + b"\x93"  # the name is looked up there
        + _text("eval") + b"\x85R" + _text(evil) + b"\x85R."  # and called, and what it gave as well
    )  # fmt: skip

    with pytest.raises(InvalidInput) as refusal:
        Keepsake(path).restore(World(time.time))

    assert isinstance(refusal.value.__cause__, pickle.UnpicklingError)
    assert not trace.exists()


def _text(text: str) -> bytes:
    content = text.encode()
    return b"\x8c" + bytes([len(content)]) + content


def test_scripted_readers_are_members_who_are_not_on_the_page() -> None:
    world = World(time.time)
    cast = create_cast(world, load_starter_tags(), welcome="Hello")

    few = scripted_readers(world, cast.server, 3)
    many = scripted_readers(world, cast.server, 40)

    assert many[:3] == few
    assert len({reader.name for reader in many}) == 40
    assert not any(reader.on_page for reader in many)
    assert all(reader.id in cast.server.members for reader in many)
