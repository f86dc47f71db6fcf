"""Discord's limits as data, each with its source; nothing else in the stand-in holds such a number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

# Source: Discord documentation, Message resource.
MESSAGE_CONTENT: Final = 2000
MESSAGE_EMBEDS: Final = 10
MESSAGE_ATTACHMENTS: Final = 10
REQUEST_BYTES: Final = 25 * 1024 * 1024
ATTACHMENT_NAME: Final = 1024
NONCE: Final = 25
ALLOWED_MENTIONS: Final = 100
HISTORY_PAGE: Final = 100
HISTORY_PAGE_DEFAULT: Final = 50
BULK_DELETE: Final = (2, 100)
BULK_DELETE_AGE_SECONDS: Final = 14 * 86400
PINS: Final = 250
PIN_PAGE: Final = 50
# Source: Discord documentation, Reference, Uploading Files.
ATTACHMENT_BYTES: Final = 10 * 1024 * 1024
# Source: Discord's API description, addresses in embeds and components.
URL: Final = 2048
# Source: Discord documentation, Message resource, embed limits.
EMBED_TITLE: Final = 256
EMBED_DESCRIPTION: Final = 4096
EMBED_FIELDS: Final = 25
EMBED_FIELD_NAME: Final = 256
EMBED_FIELD_VALUE: Final = 1024
EMBED_FOOTER: Final = 2048
EMBED_AUTHOR: Final = 256
EMBED_TOTAL: Final = 6000
# Source: Discord documentation, Component reference.
COMPONENTS: Final = 40
COMPONENTS_TEXT: Final = 4000
COMPONENT_ID: Final = (1 << 31) - 1
ACTION_ROWS: Final = 5
ROW_BUTTONS: Final = 5
CUSTOM_ID: Final = 100
BUTTON_LABEL: Final = 80
BUTTON_URL: Final = 512
SELECT_OPTIONS: Final = 25
SELECT_PLACEHOLDER: Final = 150
SELECT_OPTION_TEXT: Final = 100
SECTION_TEXTS: Final = 3
GALLERY_ITEMS: Final = 10
MEDIA_DESCRIPTION: Final = 1024
MODAL_TITLE: Final = 45
MODAL_COMPONENTS: Final = 5
LABEL_TEXT: Final = 45
LABEL_DESCRIPTION: Final = 100
TEXT_INPUT: Final = 4000
TEXT_INPUT_PLACEHOLDER: Final = 100
FILE_UPLOADS: Final = 10
RADIO_OPTIONS: Final = 2
GROUP_OPTIONS: Final = 10
# Source: Discord documentation, Channel resource and Threads topic.
CHANNEL_NAME: Final = 100
CHANNEL_TOPIC: Final = 1024
FORUM_TOPIC: Final = 4096
SLOW_MODE: Final = 21600
AUTO_ARCHIVE_MINUTES: Final = (60, 1440, 4320, 10080)
AUTO_ARCHIVE_DEFAULT: Final = 1440
FORUM_TAGS: Final = 20
FORUM_TAG_NAME: Final = 20
POST_TAGS: Final = 5
PINNED_POSTS: Final = 1
THREAD_PAGE: Final = 100
THREAD_PAGE_DEFAULT: Final = 50
THREAD_MEMBER_PAGE: Final = 100
# Source: Discord documentation, error codes 30033 and 30060.
THREAD_MEMBERS: Final = 1000
OVERWRITES: Final = 1000
# Source: Discord documentation, Threads topic, which says "older" and "a very small value": our guess.
OLDER_SOURCE_SECONDS: Final = 60.0
# Source: community reports of error 160006; not documented.
ACTIVE_THREADS: Final = 1000
# Source: Discord documentation, error codes 30013, 30010, 30005, and support pages.
SERVER_CHANNELS: Final = 500
CATEGORY_CHANNELS: Final = 50
SERVER_ROLES: Final = 250
ROLE_NAME: Final = 100
REACTIONS: Final = 20
REACTION_PAGE: Final = 100
REACTION_PAGE_DEFAULT: Final = 25
MEMBER_PAGE: Final = 1000
# Source: Discord documentation and API description, Guild, Emoji and Audit Log resources.
SERVER_NAME: Final = (2, 100)
SERVER_DESCRIPTION: Final = 300
NICK: Final = 32
COLOR: Final = 0xFFFFFF
HOLOGRAPHIC: Final = (11127295, 16759788, 16761760)
TIME_OUT_DAYS: Final = 28
SEARCH_WORDS: Final = (1, 100)
BAN_PAGE: Final = 1000
BAN_DELETE_DAYS: Final = 7
EMOJI_NAME: Final = (2, 32)
EMOJI_BYTES: Final = 256 * 1024
EMOJIS: Final = 50
AUDIT_PAGE: Final = 100
AUDIT_PAGE_DEFAULT: Final = 50
AUDIT_REASON: Final = 512
AUDIT_DAYS: Final = 45
# Source: Discord documentation, User resource.
USERNAME: Final = (2, 32)
SERVER_PAGE: Final = 200
# Source: Discord documentation, Application Commands.
SLASH_COMMANDS: Final = 100
USER_COMMANDS: Final = 15
MESSAGE_COMMANDS: Final = 15
COMMAND_NAME: Final = 32
COMMAND_DESCRIPTION: Final = 100
COMMAND_OPTIONS: Final = 25
COMMAND_CHOICES: Final = 25
COMMAND_CHOICE_NAME: Final = 100
COMMAND_TEXT: Final = 8000
STRING_OPTION: Final = 6000
COMMAND_RULES: Final = 100
COMMANDS_A_DAY: Final = 200
FILE_TYPES: Final = 10
AUTOCOMPLETE_CHOICES: Final = 25
# Source: Discord documentation, Receiving and Responding to Interactions.
INTERACTION_SECONDS: Final = 3.0
INTERACTION_TOKEN_SECONDS: Final = 15 * 60
# Source: Discord documentation, Gateway.
GATEWAY_SENDS: Final = 120
GATEWAY_SENDS_SECONDS: Final = 60.0
SERVERS_A_SHARD: Final = 2500
GATEWAY_PAYLOAD_BYTES: Final = 4096
IDENTIFIES_A_DAY: Final = 1000
IDENTIFY_WINDOW_SECONDS: Final = 24 * 3600.0
IDENTIFY_SECONDS: Final = 5.0
# The least, which is also the default, and the most.
LARGE_THRESHOLD: Final = (50, 250)
CHUNK_MEMBERS: Final = 1000
REQUESTED_MEMBERS: Final = 100
CHUNK_NONCE_BYTES: Final = 32
ALL_MEMBERS_SECONDS: Final = 30.0
# Source: Discord documentation, Rate Limits; how long a ban lasts is a community report.
GLOBAL_REQUESTS_A_SECOND: Final = 50
INVALID_REQUESTS: Final = 10_000
INVALID_REQUESTS_SECONDS: Final = 600.0
BAN_SECONDS: Final = 3600.0


@dataclass(frozen=True, slots=True)
class Bucket:
    """So many requests in so many seconds, counted per major parameter of the route."""

    name: str
    limit: int
    seconds: float
    scope: str = "user"


_CHANNEL: Final = "/channels/{channel_id}"
_MESSAGE: Final = "/channels/{channel_id}/messages/{message_id}"
_WEBHOOK: Final = "/webhooks/{webhook_id}/{webhook_token}"
_REACT: Final = Bucket("react", 1, 0.25)
_THREAD: Final = Bucket("thread-create", 10, 10.0)
_FOLLOW_UP: Final = Bucket("webhook", 5, 2.0)
# Source: community measurements; Discord publishes no bucket, and clients must read the headers.
BUCKETS: Final[dict[tuple[str, str], Bucket]] = {
    ("POST", f"{_CHANNEL}/messages"): Bucket("message-create", 5, 5.0),
    ("PATCH", _MESSAGE): Bucket("message-edit", 5, 5.0),
    ("DELETE", _MESSAGE): Bucket("message-delete", 5, 1.0),
    ("PUT", f"{_MESSAGE}/reactions/{{emoji}}/@me"): _REACT,
    ("DELETE", f"{_MESSAGE}/reactions/{{emoji}}/@me"): _REACT,
    ("DELETE", f"{_MESSAGE}/reactions/{{emoji}}/{{user_id}}"): _REACT,
    ("DELETE", f"{_MESSAGE}/reactions/{{emoji}}"): _REACT,
    ("DELETE", f"{_MESSAGE}/reactions"): _REACT,
    ("POST", f"{_MESSAGE}/threads"): _THREAD,
    ("POST", f"{_CHANNEL}/threads"): _THREAD,
    ("POST", f"{_MESSAGE}/crosspost"): Bucket("crosspost", 10, 3600.0),
    ("PATCH", _CHANNEL): Bucket("channel-edit", 5, 5.0),
    ("POST", _WEBHOOK): _FOLLOW_UP,
    ("PATCH", f"{_WEBHOOK}/messages/{{message_id}}"): _FOLLOW_UP,
    ("DELETE", f"{_WEBHOOK}/messages/{{message_id}}"): _FOLLOW_UP,
    ("GET", f"{_WEBHOOK}/messages/{{message_id}}"): _FOLLOW_UP,
}
DEFAULT_BUCKET: Final = Bucket("default", 30, 10.0)
# Further limits inside a bucket, which the headers do not show. Source: community reports for renaming and
# threads; of emojis the documentation says that their headers may be wrong; error 30046 is documented without
# a number, and one edit in 10 s was seen to pass for 20 minutes.
RENAMING: Final = Bucket("channel-rename", 2, 600.0)
RENAMING_FIELDS: Final = frozenset({"name", "topic"})
OLD_EDITS: Final = Bucket("old-message-edit", 10, 60.0)
OLD_EDIT_AGE_SECONDS: Final = 3600
EMOJIS_OF_A_SERVER: Final = Bucket("emojis-of-a-server", 50, 3600.0)
THREADS_OF_A_CHANNEL: Final = Bucket("threads-of-a-channel", 50, 300.0, "shared")
