"""What is wrong with an address or with what came from it: codes, with their words in every language."""

from enum import StrEnum


class Trouble(StrEnum):
    """What stands for `why` in a FeedError; the catalogue has `trouble-…` for each."""

    # The address, which is not asked for.
    NO_ADDRESS = "no-address"
    NOT_WEB = "not-web"
    WITH_PASSWORD = "with-password"  # noqa: S105 - a code
    NO_HOST = "no-host"
    NOT_PUBLIC = "not-public"
    IN_NUMBERS = "in-numbers"
    PRIVATE_NAME = "private-name"
    LEADS_INSIDE = "leads-inside"
    # Its server.
    UNKNOWN_NAME = "unknown-name"
    UNREACHABLE = "unreachable"
    UNTRUSTED = "untrusted"
    BROKE_OFF = "broke-off"
    TOO_SLOW = "too-slow"
    TOO_MANY_REDIRECTS = "too-many-redirects"
    LOST_REDIRECT = "lost-redirect"
    UNASKED = "unasked"
    SERVER_BROKEN = "server-broken"
    NO_CONTENT = "no-content"
    DAMAGED = "damaged"
    # What came.
    NO_TEXT = "no-text"
    EMPTY_PAGE = "empty-page"
    IS_FEED = "is-feed"
    SLOW_READING = "slow-reading"
    READER_FAILED = "reader-failed"
