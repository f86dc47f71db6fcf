"""Identifiers, one type each, so that a story's id can't be passed where an edition's is meant."""

from typing import NewType

# Row ids of our own database.
FeedId = NewType("FeedId", int)
SourceId = NewType("SourceId", int)
StoryId = NewType("StoryId", int)
TagId = NewType("TagId", int)
EditionId = NewType("EditionId", int)
DeliveryId = NewType("DeliveryId", int)
PollId = NewType("PollId", int)
VoteSetId = NewType("VoteSetId", int)
VerdictId = NewType("VerdictId", int)
ReviewId = NewType("ReviewId", int)
NoteId = NewType("NoteId", int)
ClipId = NewType("ClipId", int)
DeskRuleId = NewType("DeskRuleId", int)
FeedNoticeId = NewType("FeedNoticeId", int)

# Discord's snowflakes.
ServerId = NewType("ServerId", int)
ChannelId = NewType("ChannelId", int)
MessageId = NewType("MessageId", int)
ThreadId = NewType("ThreadId", int)
UserId = NewType("UserId", int)
ForumTagId = NewType("ForumTagId", int)
RoleId = NewType("RoleId", int)

# What the card of a delivery is found by: random, in every custom_id of the card.
CardKey = NewType("CardKey", str)
# HMAC-SHA256 of a reader's id under the key of one server, 32 bytes.
VoterKey = NewType("VoterKey", bytes)
# The same under a key of the whole installation: who wants to be counted nowhere. No vote is kept under it.
ReaderKey = NewType("ReaderKey", bytes)
