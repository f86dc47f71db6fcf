"""Who was forgotten is nobody in particular wherever decisions are told."""

import pytest

from bot.chat.history_text import who
from bot.domain.audit import FORGOTTEN
from bot.domain.ids import UserId
from bot.texts.catalogue import Texts


@pytest.mark.parametrize(
    ("user_id", "shown"),
    [(None, "the bot"), (FORGOTTEN, "somebody"), (UserId(7), "<@7>")],
)
def test_decisions_name_people_the_bot_or_somebody(user_id, shown):
    texts = Texts.load()

    assert who(user_id, texts, "en-US").casefold().startswith(shown)
