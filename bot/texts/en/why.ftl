# What became of a story, and why: the history of one, and the answer to /story why.

history-bot = the bot
history-in-words = “{ $words }”
history-brought = **{ $feed }** brought it. { $why }
history-clipped = { $who } proposed it.
history-held = It began to wait for a moderator.
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
history-changed-opening = Opening of the discussion:
history-changed-question = Question of the poll:
history-changed-vote_set = Vote set:
history-changed-tags = Tags:
history-changed-channel = Channel:
history-changed-trust = Trust:
history-changed-outlet = Outlet:
