"""The vote sets that polls are made with."""

from bot.domain.poll import VoteOption, VoteSet
from bot.texts.catalogue import Texts


def news_vote_set(texts: Texts, locale: str = "en-US") -> VoteSet:
    """Return the vote set for news, unless a server has its own."""
    return VoteSet(
        question=texts.get("vote-question", locale),
        options=(
            VoteOption("👍", texts.get("vote-good", locale), valence=1),
            VoteOption("👎", texts.get("vote-bad", locale), valence=-1),
            VoteOption("🤔", texts.get("vote-unsure", locale), valence=0),
        ),
    )
