# Messages for moderators in the review channel. Names and texts of stories arrive here escaped already.

# `until` is a time that Discord shows as in how long.
review-waits = **Waits for a moderator** · expires { $until }
review-changed = **The source has changed this story.** It shows here as it was until a moderator decides.
review-nothing-to-decide = There is nothing to decide here any more.
review-posted = Posted: { $links }
review-nobody = nobody
review-verdict-approved = **Approved** by { $who }, { $when }
review-verdict-rejected = **Rejected** by { $who }, { $when }
review-verdict-expired = **Expired** { $when }: nobody decided in time.
review-verdict-edited = Edited by { $who }, { $when }
review-verdict-retagged = Retagged by { $who }, { $when }
review-verdict-trusted = Source trusted by { $who }, { $when }
review-verdict-blocked = **Rejected**, and its outlet blocked, by { $who }, { $when }
review-verdict-breaking = **Approved as breaking** by { $who }, { $when }
review-called-breaking = Called breaking by { $who }, { $when }
review-verdict-merged = **Merged** into another story by { $who }, { $when }
review-verdict-moved = Moved by { $who }, { $when }
review-verdict-retracted = **Retracted** by { $who }, { $when }
review-verdict-locked = Discussion locked by { $who }, { $when }
review-verdict-reopened = Discussion opened again by { $who }, { $when }
review-verdict-applied = **The change was taken over** by { $who }, { $when }
review-verdict-kept = **Kept as it was** by { $who }, { $when }
review-because = Why: { $why }
review-why = Why it is held
review-more = and { $count } more
review-goes = **Goes to** { $tags }
review-no-tag = nowhere yet: choose a tag with “Retag…”
review-source = **Source** { $feed }: { $posted } posted, { $waiting } waiting, { $rejected } rejected in 30 days
review-clipped = **Proposed by** { $who }
review-part-title = Title
review-part-lead = Lead
review-part-image = Picture
review-part-link = Link
review-here = Here: { $words }
review-there = Source: { $words }
review-none = (none)

review-approve = Approve
review-reject = Reject…
review-edit = Edit…
review-retag = Retag…
review-apply = Apply
review-keep = Keep
review-undo = Undo
review-decided = Decided
review-more-actions = More…
review-merge = Merge into another story…
review-merge-does = Its readers are led to the discussion that stands already
review-trust = Trust the source
review-trust-does = From now on { $feed } goes out by itself
review-block = Block the outlet…
review-block-does = No story of { $outlet } comes in any more; this one is rejected
review-breaking = Approve as breaking
review-breaking-does = It goes out at once, in quiet hours too

review-queue = { $count ->
    [one] **One more story waits** for a moderator, without a message of its own.
   *[other] **{ $count } more stories wait** for a moderator, without messages of their own.
}
review-queue-done = Nothing waits in the queue any more.
review-queue-moved = What waits is told in { $channel } from now on.
review-next = One after the other
review-open-queue = Open the queue

review-reject-title = Reject this story
review-reject-reason = Why
review-reject-words = In your words
review-reject-words-hint = Optional. Moderators read it in the record.
review-block-title = Block this outlet
review-block-text = No story of the outlet **{ $outlet }** comes in any more, and this story is rejected. What others publish at the same address still comes in; /desk rules blocks a whole address, and takes this back.
review-block-text-host = This story names no outlet, so its address is blocked: no story from **{ $outlet }** comes in any more, whoever publishes it there, and this story is rejected. /desk rules takes this back.
# `held` says whether this story waits; `waiting` counts it then.
review-trusted = { $source } goes out by itself from now on. { $waiting ->
    [0] Nothing of it waits.
    [one] { $held ->
        [yes] This story still waits for you.
       *[no] One story of it still waits: /desk queue shows it.
    }
   *[other] { $waiting } stories of it still wait: /desk queue shows them.
}
review-blocked = No story of **{ $outlet }** comes in any more. { $waiting ->
    [0] Nothing else of it waits.
    [one] One more story of it still waits: /desk queue shows it.
   *[other] { $waiting } more stories of it still wait: /desk queue shows them.
}
review-merge-title = Merge into another story
review-merge-into = Into which story
review-merge-hint = The story whose discussion stays; the likeliest stand first.
error-merge-none = No other story went out here, so there is none to merge this one into.

notice-review-no-channel = Stories wait for a moderator, and there is no review channel to show them in. Choose one with /newsroom settings; until then /desk queue shows what waits.
notice-review-channel-gone = I can't show waiting stories in { $channel }: the channel was deleted, or I can't see it any more. Choose another review channel with /newsroom settings; until then /desk queue shows what waits.
notice-review-permission = I can't show waiting stories in { $channel }: I lack the permission “{ $permission }”. Grant it to my role in that channel's settings; until then /desk queue shows what waits.

review-secret = A story waits for a moderator. It goes to a channel that not everybody sees who can read this one, so it is shown only privately: /desk next. A review channel that only moderators see shows such stories whole: /newsroom settings.
review-secret-decided = A story that not everybody here may see was decided: /desk audit.
