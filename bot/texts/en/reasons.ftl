# Why a story did or did not appear: one sentence for each code of bot/domain/reasons.py.

reason-routed = At least one tag of this server took the story.
reason-no-tag = None of this server's tags is about it. Add one with /tags add.
reason-backlog = It was in the feed before this server added the feed. A new feed posts no backlog.
reason-duplicate = This server already has this story from another feed.
reason-review = It waits for a moderator.

reason-by-hashtag = The story carries a hashtag of the tag's name.
reason-by-synonym = The story carries a synonym of the tag.
reason-by-category = The story is filed under the tag's category.
reason-by-keyword = A keyword of the tag stands in the story.
reason-by-phrase = A phrase of the tag stands in the story.
reason-by-pattern = A pattern of the tag matches the story.
reason-by-feed = Everything from this feed belongs to the tag.
reason-by-moderator = A moderator chose the tag.

reason-channel-gone = The channel was deleted, or the bot can't see it any more. Give its tag another with /tags edit.
reason-permission-missing = The bot lacks a permission in the channel. Grant it to the bot's role there.
reason-refused = Discord refused the card, and would refuse it again.
reason-rate-limited = Discord asked the bot to slow down. The card goes out by itself.
reason-server-away = Discord can't reach the server at the moment. The card goes out by itself when it is back.
reason-no-answer = Discord gave no answer. It is asked again, and the card goes out by itself when it answers.
reason-card-deleted = The card was deleted in Discord. It is not posted again.
reason-untagged = A moderator took away the tags that led to this channel, so its card was deleted.
reason-tag-moved = Its tag went to another channel before the card was posted, and the story goes there already.
reason-tag-removed = Its tag was removed before the card was posted, and no other of its tags goes to that channel.
reason-internal = Something went wrong on our side; the log has the details. Whoever runs this bot can mend it. It is tried again every day, and when the bot starts.
reason-withdrawn = Moderators have retracted the story, or merged it into another, before the card was posted.
reason-stale = It waited so long that it was no news any more, so it was not posted.
reason-discussion-refused = Discord refused the story's discussion, so the card stands without one.
reason-forum-tag-required = The forum takes no post without one of its tags. Choose one for the server's tag with /tags edit.
reason-threads-full = The server has as many active threads as Discord allows. The card goes out when there is room.
reason-quiet-hours = These are the server's quiet hours. The card goes out by itself when they end; what a moderator calls breaking with /story breaking goes out at once.
reason-over-budget = The channel had as many cards as this server lets it have in an hour, so the story is in digests and searches only. /newsroom settings shows the number.

reason-door-closed = Discord passes no direct message of this bot on to the reader.
reason-hidden = The reader may not see the channel of its card.
reason-member-gone = The reader left the server.
reason-unsubscribed = The reader unsubscribed while it waited.
reason-blocked = Its outlet is blocked in this server.
reason-held-by-tag = Its tag is reviewed by moderators: { $detail }.
history-held-by-hidden-tag = Its tag is reviewed by moderators.
reason-held-by-source = Its feed is reviewed by moderators.
reason-held-by-word = It has a word that holds stories here: { $detail }.
reason-held-by-outlet = Its outlet is on the watch list: { $detail }.
reason-held-undated = It has no date.
reason-held-first = It is one of the first stories of a new feed.
reason-held-clipped = A member proposed it.
reason-by-member = Whoever proposed the story chose the tag.
