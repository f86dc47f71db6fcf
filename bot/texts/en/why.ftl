# What became of a story, and why: the history of one, and the answer to /story why.

history-bot = the bot
history-in-words = “{ $words }”
history-brought = **{ $feed }** brought it. { $why }
history-clipped = { $who } proposed it.
history-held = It began to wait for a moderator.
history-held-again = It began to wait for a moderator again.
history-undone = { $who } took this back: { $what }.
history-card-posted = Its card was posted: { $place }
history-pointer-posted = A card that points to it was posted: { $place }
history-card-queued = Its card is on its way to { $place }.
history-card-put-off = Its card for { $place } was put off. { $why }
history-card-waiting = Its card for { $place } waits. { $why }
history-card-failed = It was not posted in { $place }. { $why }
history-card-removed = Its card in { $place } is gone. { $why }
history-discussion-opened = Its discussion began: { $thread }
history-discussion-archived = Its discussion was archived: { $thread }
history-discussion-locked = Its discussion was locked: { $thread }
history-noted = A note was posted in { $thread }.
history-to-be-noted = A note is to be posted in { $thread }.
history-poll-opened = Its poll began.
history-poll-closed = Its poll was closed. { $voters ->
    [0] Nobody had voted.
    [one] One reader had voted.
   *[other] { $voters } readers had voted.
}
history-corrected = Its source changed it.
history-merged-here = { $who } merged another story into it: { $title }

history-verdict-approved = { $who } approved it.
history-verdict-rejected = { $who } rejected it.
history-verdict-expired = Nobody decided in time, so it expired.
history-verdict-edited = { $who } edited it.
history-verdict-retagged = { $who } gave it other tags.
history-verdict-trusted = { $who } let its source's stories go out by themselves from now on.
history-verdict-blocked = { $who } blocked its outlet.
history-verdict-breaking = { $who } called it breaking.
history-verdict-merged = { $who } merged it into another story.
history-verdict-moved = { $who } moved it.
history-verdict-retracted = { $who } retracted it.
history-verdict-locked = { $who } locked its discussion.
history-verdict-reopened = { $who } reopened its discussion.
history-verdict-applied = { $who } applied what its source had changed.
history-verdict-kept = { $who } kept it as it was, whatever its source had changed.

history-verdict-approved-bare = the approval
history-verdict-rejected-bare = the rejection
history-verdict-expired-bare = its expiry
history-verdict-edited-bare = the edit
history-verdict-retagged-bare = the other tags
history-verdict-trusted-bare = the trust in its source
history-verdict-blocked-bare = the block of its outlet
history-verdict-breaking-bare = that it is breaking
history-verdict-merged-bare = the merge
history-verdict-moved-bare = the move
history-verdict-retracted-bare = the retraction
history-verdict-locked-bare = the lock of its discussion
history-verdict-reopened-bare = the reopening of its discussion
history-verdict-applied-bare = the source's change
history-verdict-kept-bare = that it stays as it was

history-changed-title = Title:
history-changed-lead = Lead:
history-changed-image = Picture:
history-changed-link = Link:
history-changed-opening = Opening of the discussion:
history-changed-question = Question of the poll:
history-changed-vote-set = Vote set:
history-changed-tags = Tags:
history-hidden-tag = a tag of a channel that you can't see
history-hidden-channel = a channel that you can't see
history-changed-channel = Channel:
history-changed-trust = Trust:
history-changed-outlet = Outlet:

# The answer to /story why. Titles and links are escaped already.
why-link-never-seen = No feed of this server has brought this link, as far as you can see, and nobody proposed it: { $typed }
why-title-never-seen = No story that you can see here fits “{ $typed }”: no feed of this server has brought it, and nobody proposed it.
why-near = Did you mean one of these?
why-not-posted = It was not posted here.
why-decided = **{ $feed }** brought it { $at }. { $why }
why-filtered = **{ $feed }** brought it { $at }. The filter for this feed leaves it out: { $words }.
why-passed-before = **{ $feed }** had it { $at }, before this server added the feed. A new feed posts no backlog.
why-passed-paused = **{ $feed }** had it { $at }, while this server did not take the feed's stories: it was paused.
why-held = It has been waiting for a moderator since { $since }:
why-expires = If nobody decides, it expires { $at }.
why-posted = Posted in { $channel } { $at }: { $place }
why-pointer = A card in { $channel } points to it, { $at }: { $place }
why-permission = Its card for { $channel } waits: I lack the permission “{ $permission }” there. Grant it to my role; the card goes out by itself then.
why-nowhere = No channel that you can see has it, or gets it.
why-paused = Nothing goes out before /newsroom resume: this newsroom is paused.
why-brought-first = **{ $feed }** brought it { $at }.
why-brought-again = **{ $feed }** brought it again { $at }; this server had it already.
why-tags = Its tags:
why-state-ended = It was decided that it does not appear here.
why-next-filtered = To let such stories pass, change the filter with /feeds edit.
why-next-no-tag = To have such stories, add a tag with /tags add, or words to one with /tags rules.
why-next-blocked = /desk rules shows the blocked outlets, and unblocks them.
why-next-clip = To have it all the same, propose its link with /clip.
why-next-held = Decide on it with /desk next, or find it in /desk queue.
why-next-others = Whoever moderates all the channels that it goes to decides on it.
why-next-rejected = /desk undo takes the decision back, as long as that is possible.
why-next-expired = /desk undo lets it wait for a moderator again.
why-next-retracted = A retracted story is not posted again.
why-next-breaking = /story breaking lets it go out at once.

# /feeds report.
report-heading = **{ $feeds ->
    [one] One feed
   *[other] { $feeds } feeds
}, the last { $days ->
    [one] day
   *[other] { $days } days
}**
report-one = **The last { $days ->
    [one] day
   *[other] { $days } days
}**
report-to-trust = { $count ->
    [one] One feed could go out by itself.
   *[other] { $count } feeds could go out by themselves.
}
report-to-drop = { $count ->
    [one] One feed could be dropped.
   *[other] { $count } feeds could be dropped.
}
report-brought = { $count } brought
report-posted = { $count } posted
report-held = { $count } waiting
report-approved = { $count } approved
report-rejected = { $count } rejected ({ $reasons })
report-duplicates = { $count } known already
report-filtered = { $count } filtered
report-untagged = { $count } without a tag
report-votes = For each posted story: { $votes ->
        [one] { $votes } vote
       *[other] { $votes } votes
    }.
report-votes-and-messages = For each posted story: { $votes ->
        [one] { $votes } vote
       *[other] { $votes } votes
    }, { $messages ->
        [one] { $messages } message
       *[other] { $messages } messages
    }.
report-advice-trust = All that was decided was approved: you could let it go out by itself.
report-advice-silent = It brought nothing in this time: you could stop following it.
report-advice-rejected = Half of what was decided, or more, was rejected: you could stop following it, or give it a filter.
report-advice-duplicates = Nearly all of it came from other feeds before: you could stop following it.
report-trust = Let it go out by itself
report-drop = Stop following

# Messages to moderators about feeds in trouble. Titles and addresses are escaped already.
feed-notice-failing = **{ $title }** can't be read: { $failures } checks in a row failed. I go on trying, but less often.
feed-notice-ended = **{ $title }** is gone for good, as its server says (HTTP 410), so I don't check it any more.
feed-notice-moved = **{ $title }** has moved for good, from { $old } to { $url }. I read it there from now on; nothing is lost. If that is not the feed you want, give it another address or remove it.
feed-notice-silent = **{ $title }** brings nothing new; its last story came { $at }. It usually brings a story { $days ->
    [one] every day
   *[other] every { $days } days
} or more often. Perhaps it ended, or goes on at another address.
feed-notice-last-read = It was last read { $at }.
feed-notice-several = **{ $count } feeds here need somebody to look at them.**
feed-notice-several-more = … and { $count } more: /feeds list shows them all.
feed-notice-short-failing = can't be read
feed-notice-short-ended = is gone for good
feed-notice-short-silent = brings nothing new
feed-notice-choose = Choose a feed: what is wrong, and what you can do
feed-notice-retry = Check it now
feed-notice-change = Change address…
feed-notice-remove = Remove
feed-notice-form = The feed's new address
feed-notice-form-address = Address
feed-notice-form-hint = Its tags, filter and trust stay. You see what is there before it is kept.
feed-notice-busy = **{ $title }** is being checked at this moment. Look again in a minute.
feed-notice-still = **{ $title }** still can't be read. { $why }
feed-notice-answers = **{ $title }** can be read: { $count ->
    [0] nothing new.
    [one] one new story.
   *[other] { $count } new stories.
}
feed-notice-was-failing = Before that it couldn't be read: { $failures } checks in a row failed.
feed-notice-was-ended = Before that its server said that it was gone for good (HTTP 410).
feed-notice-was-moved = Before that it had moved for good, from { $old } to { $url }.
feed-notice-was-silent = Before that it brought nothing new; its last story had come { $at }.
feed-notice-was-last-read = It had last been read { $at }.
feed-notice-works = ✓ **{ $title }** works again: it could be read { $at }.
feed-notice-works-by = ✓ **{ $title }** works again: { $who } had it checked { $at }.
feed-notice-brings-again = ✓ **{ $title }** brings stories again: one came { $at }.
feed-notice-changed = ✓ **{ $title }** was given another address { $at }.
feed-notice-changed-by = ✓ **{ $title }** has another address: { $who } gave it that { $at }.
feed-notice-removed = **{ $title }** is followed here no more: it was removed { $at }.
feed-notice-removed-by = **{ $title }** is followed here no more: { $who } removed it { $at }.
