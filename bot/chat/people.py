"""How people are called in what is said of them."""

from bot.domain.audit import FORGOTTEN
from bot.domain.ids import UserId
from bot.texts.catalogue import Texts


def who(user_id: UserId | None, texts: Texts, locale: str, *, nobody: str = "history-bot") -> str:
    """Return a person as Discord shows them; somebody for who was forgotten. nobody: the text for None."""
    if user_id == FORGOTTEN:
        return texts.get("audit-forgotten", locale)
    return texts.get(nobody, locale) if user_id is None else f"<@{user_id}>"
