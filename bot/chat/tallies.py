"""A poll's count in words and bars that work on a phone and are read out well."""

from collections.abc import Iterator

from bot.chat.markdown import address, escape_line, link
from bot.chat.results_picture import PictureWords, Share
from bot.domain.address import web_address
from bot.domain.delivery import Place
from bot.domain.poll import FEWEST, Poll, PollMode, PollState, Tally, VoteOption, VoteSet
from bot.domain.shares import percentages
from bot.domain.text import cut_at_word, one_line
from bot.newsroom.results import Result
from bot.pipeline.ports import PollView
from bot.texts.catalogue import Texts

_TITLE = 200
_LINK = 500
_QUESTION = 200
_SHORT_QUESTION = 100
_LABEL = 60
_SHORT_LABEL = 16
_ALT = 1024  # what Discord takes
_BAR = 10
_FULL, _EMPTY = "▰", "▱"


def result_lines(result: Result, texts: Texts, locale: str) -> list[str]:
    """Return what a reader is shown of a poll, line by line."""
    return list(_lines(result, texts, locale))


def count_lines(poll: PollView, texts: Texts, locale: str, *, short: bool = False) -> list[str]:
    """Return the question of a poll and its count, line by line; the question alone without a tally.

    short: with no bars, and labels of a word.
    """
    return list(_count(poll.vote_set, poll.state, poll.tally, texts, locale, short=short))


def ended_line(poll: Poll | PollView, texts: Texts, locale: str) -> str:
    """Return how a poll ended that takes no more votes."""
    if poll.state is PollState.ORPHANED:
        return texts.get("results-orphaned", locale)
    return texts.get("results-closed" if poll.verified else "results-closed-unverified", locale)


def share_line(tally: Tally, mode: PollMode, texts: Texts, locale: str) -> str:
    """Return the shares of a count in one line, for a card whose poll is open."""
    shares = [
        texts.get("card-share", locale, emoji=option.emoji, percent=percent)
        for (option, _), percent in zip(tally.counts, percentages(tally, mode), strict=True)
    ]
    # Joined here: Fluent takes no field of more than 1000 characters.
    return f"{texts.get('card-so-far', locale, voters=tally.voters)} {' · '.join(shares)}"


def in_words(result: Result, texts: Texts, locale: str) -> PictureWords:
    """Return what a picture of a result says, and the same for who does not see it."""
    poll, tally = result.poll, result.tally
    title = cut_at_word(one_line(result.edition.story.draft.title), _TITLE)
    question = cut_at_word(one_line(poll.vote_set.question), _QUESTION)
    shares = tuple(
        Share(
            cut_at_word(one_line(option.label), _LABEL),
            percent,
            texts.get("results-figures", locale, percent=percent, count=count),
        )
        for (option, count), percent in zip(tally.counts, percentages(tally, poll.mode), strict=True)
    )
    key = "results-voters" if poll.mode is PollMode.SINGLE else "results-voters-multi"
    footer = texts.get(key, locale, voters=tally.voters)
    told = "; ".join(f"{share.label}: {share.figures}" for share in shares)
    # Joined here: Fluent takes no field of more than 1000 characters.
    alt = cut_at_word(f"{title}. {question} {told}. {footer}", _ALT)
    return PictureWords(title, question, shares, footer, alt)


def _lines(result: Result, texts: Texts, locale: str) -> Iterator[str]:
    story = result.edition.story.draft
    yield f"**{link(story.title or texts.get('card-untitled', locale), _article(story.link), limit=_TITLE)}**"
    yield from _count(result.poll.vote_set, result.poll.state, result.tally, texts, locale)
    yield _state(result, texts, locale)


def _count(
    vote_set: VoteSet,
    state: PollState,
    tally: Tally | None,
    texts: Texts,
    locale: str,
    *,
    short: bool = False,
) -> Iterator[str]:
    question = escape_line(vote_set.question, _SHORT_QUESTION if short else _QUESTION)
    yield texts.get("results-question", locale, question=question)
    if tally is None:
        return
    if tally.telling:
        shares = percentages(tally, vote_set.mode)
        for (option, count), percent in zip(tally.counts, shares, strict=True):
            yield _option(option, count, percent, texts, locale, short=short)
        key = "results-voters" if vote_set.mode is PollMode.SINGLE else "results-voters-multi"
        yield texts.get(key, locale, voters=tally.voters)
    else:
        key = "results-too-few" if state is PollState.OPEN else "results-too-few-ended"
        yield texts.get(key, locale, voters=tally.voters, fewest=FEWEST)
    if tally.several and tally.telling and vote_set.mode is PollMode.SINGLE:
        yield texts.get("results-several", locale, several=tally.several)
    if tally.ambiguous:
        yield texts.get("results-ambiguous", locale, ambiguous=tally.ambiguous)


def _option(option: VoteOption, count: int, percent: int, texts: Texts, locale: str, *, short: bool) -> str:
    """Name and figures first: that is what is read out; the bar comes last."""
    filled = (percent * _BAR + 50) // 100
    words = texts.get(
        "results-option",
        locale,
        emoji=option.emoji,
        label=escape_line(option.label, _SHORT_LABEL if short else _LABEL),
        percent=percent,
        count=count,
    )
    return words if short else f"{words}\n{_FULL * filled}{_EMPTY * (_BAR - filled)}"


def _state(result: Result, texts: Texts, locale: str) -> str:
    poll = result.poll
    card = Place(poll.channel_id, poll.message_id).jump_url(poll.server_id)
    if poll.state is PollState.OPEN:
        return texts.get("results-where", locale, link=card)
    ended = ended_line(poll, texts, locale)
    if poll.state is PollState.ORPHANED:
        return ended
    return f"{ended} {texts.get('results-card', locale, link=card)}"


def _article(url: str | None) -> str | None:
    """Return where a story can be read; None for an address that would take up the whole message."""
    found = web_address(url)
    return None if found is None or len(address(found)) > _LINK else found
