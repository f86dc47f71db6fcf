"""All that speaks to Discord by itself: the client, and what posts, reads and manages there."""

from dataclasses import dataclass

from bot.assembly.foundation import Foundation
from bot.chat.answers import Answers
from bot.chat.buckets import use_buckets
from bot.chat.cards import CardWriter
from bot.chat.channels import DiscordChannels
from bot.chat.client import NewsclipBot
from bot.chat.clip_post import DiscordClipPost
from bot.chat.commands_sync import CommandSync
from bot.chat.corrector import DiscordCorrector
from bot.chat.digest_post import DiscordDigestPost
from bot.chat.digest_text import DigestWriter
from bot.chat.direct import DiscordReaderPost
from bot.chat.direct_messages import DirectMessages
from bot.chat.endpoint import Endpoint, use_endpoint
from bot.chat.feed_notices import DiscordFeedNotices
from bot.chat.languages import ReaderLanguages, ServerLanguages
from bot.chat.limiter import Limiter
from bot.chat.members import Members
from bot.chat.mentions import MessageWriter
from bot.chat.moderators import Moderators
from bot.chat.notices import Notices
from bot.chat.publisher import DiscordPublisher
from bot.chat.review_cards import ReviewWriter
from bot.chat.review_post import DiscordReviewPost
from bot.chat.roles import DiscordRoles
from bot.chat.translation import CommandTranslator
from bot.newsroom.delegates import Delegates
from bot.storage.delegations import Power


@dataclass(frozen=True, slots=True)
class DiscordSide:
    """The client, and the ports of the walks that it fills."""

    answers: Answers
    limiter: Limiter
    bot: NewsclipBot
    channels: DiscordChannels
    languages: ServerLanguages
    of_readers: ReaderLanguages
    publisher: DiscordPublisher
    corrector: DiscordCorrector
    digest_writer: DigestWriter
    digest_post: DiscordDigestPost
    reader_post: DiscordReaderPost
    feed_notices: DiscordFeedNotices
    clip_post: DiscordClipPost
    review_writer: ReviewWriter
    review_post: DiscordReviewPost
    roles: DiscordRoles


def build_discord_side(ground: Foundation) -> DiscordSide:
    """Build the client, which does not connect yet, and what works through it."""
    texts, clock = ground.texts, ground.clock
    answers = Answers(texts)
    limiter = Limiter(clock, rate=ground.settings.discord.calls_per_second)
    sync = CommandSync(ground.database, CommandTranslator(texts))
    to_all = texts.naming(sync.mention)
    bot = _bot(ground, answers, limiter, sync)
    channels, languages = DiscordChannels(bot), ServerLanguages(bot, ground.database)
    of_readers = ReaderLanguages(languages, ground.database, clock)
    notices = Notices(bot, channels, ground.database, languages=languages, texts=to_all, clock=clock)
    digest_writer = DigestWriter(texts)
    card_writer = CardWriter(texts)
    review_writer = ReviewWriter(texts, card_writer)
    direct, members = DirectMessages(bot, clock), Members(bot, clock)
    digest_post = DiscordDigestPost(
        bot,
        languages,
        of_readers,
        to_readers=digest_writer,
        to_channels=DigestWriter(to_all),
        direct=direct,
        members=members,
        notices=notices,
        clock=clock,
    )
    return DiscordSide(
        answers=answers,
        limiter=limiter,
        bot=bot,
        channels=channels,
        languages=languages,
        of_readers=of_readers,
        publisher=DiscordPublisher(bot, card_writer, languages, notices),
        corrector=DiscordCorrector(bot, card_writer, languages),
        digest_writer=digest_writer,
        digest_post=digest_post,
        reader_post=DiscordReaderPost(
            bot, MessageWriter(texts), languages, of_readers, direct=direct, members=members
        ),
        clip_post=DiscordClipPost(bot, texts, of_readers, direct=direct, members=members),
        review_writer=review_writer,
        review_post=DiscordReviewPost(bot, review_writer, languages, notices),
        feed_notices=DiscordFeedNotices(bot, notices, languages=languages, texts=to_all),
        roles=DiscordRoles(bot, languages, texts),
    )


def _bot(ground: Foundation, answers: Answers, limiter: Limiter, sync: CommandSync) -> NewsclipBot:
    discord = ground.settings.discord
    api_url, gateway_url = discord.api_url, discord.gateway_url
    use_buckets()
    use_endpoint(Endpoint(gateway_url=gateway_url) if api_url is None else Endpoint(api_url, gateway_url))
    return NewsclipBot(
        answers=answers,
        sync=sync,
        delegates=Delegates(ground.database, ground.clock),
        moderators=Moderators(ground.database, Delegates(ground.database, ground.clock, Power.MODERATOR)),
        clock=ground.clock,
        limiter=limiter,
        keep_gateway=gateway_url is not None,
    )
