import stat

import pytest

from bot.domain.errors import KeyFileLost, KeyFileUnusable
from bot.domain.ids import ServerId
from bot.storage.keys import VoterKeys


def test_the_key_is_made_once_for_its_owner_alone(tmp_path):
    first = VoterKeys.beside(tmp_path / "data" / "newsclip.db")
    again = VoterKeys.beside(tmp_path / "data" / "newsclip.db")

    file = tmp_path / "data" / "newsclip.key"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert first.server_key(ServerId(1)) == again.server_key(ServerId(1))
    assert list(file.parent.iterdir()) == [file]


def test_every_server_and_every_installation_has_its_own_key(tmp_path):
    ours, theirs = VoterKeys.open(tmp_path / "a.key"), VoterKeys.open(tmp_path / "b.key")

    keys = {keys.server_key(ServerId(n)) for keys in (ours, theirs) for n in (1, 2)}

    assert len(keys) == 4
    assert {len(key) for key in keys} == {32}


def test_the_derivation_is_hkdf_with_sha256_and_stays_as_it_is():
    key = VoterKeys(bytes(32)).server_key(ServerId(1))

    assert key.hex() == "6109622535da242ef75e35e07d00569a97850ea34c92d985e4f93d500f1cc293"


def test_a_key_that_others_could_read_is_closed_to_them(tmp_path):
    file = tmp_path / "newsclip.key"
    VoterKeys.open(file)
    file.chmod(0o644)

    VoterKeys.open(file)

    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_what_a_crash_left_of_a_new_key_is_no_key(tmp_path):
    (tmp_path / "newsclip.key.new").write_bytes(b"half")

    keys = VoterKeys.open(tmp_path / "newsclip.key")

    assert len(keys.server_key(ServerId(1))) == 32


def test_a_damaged_key_is_refused_and_left_as_it_is(tmp_path):
    file = tmp_path / "newsclip.key"
    file.write_bytes(b"short")

    with pytest.raises(KeyFileUnusable) as caught:
        VoterKeys.open(file)

    assert caught.value.fields["path"] == str(file)
    assert file.read_bytes() == b"short"


def test_a_key_that_cannot_be_made_is_a_clear_error(tmp_path):
    (tmp_path / "file").touch()

    with pytest.raises(KeyFileUnusable):
        VoterKeys.open(tmp_path / "file" / "newsclip.key")


def test_a_lost_key_is_not_replaced_where_it_was_used(tmp_path):
    with pytest.raises(KeyFileLost) as refusal:
        VoterKeys.beside(tmp_path / "newsclip.db", may_make=False)

    assert refusal.value.path == tmp_path / "newsclip.key"
    assert list(tmp_path.iterdir()) == []
