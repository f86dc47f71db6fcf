# What moderators are told of stories that wait for them.
error-may-not-moderate = This story goes to a channel that you do not moderate: ask somebody with the moderator role, or with “Manage Messages” there.
error-already-decided = This story was decided already.
error-already-decided-by = { $who } was first: { $kind ->
        [approved] this story was approved
        [rejected] this story was rejected
        [blocked] this story was rejected, and its outlet blocked,
        [retracted] this story was retracted
        [merged] this story was merged into another
       *[other] this story was decided
    } { $at }.
error-already-decided-itself = { $kind ->
        [expired] Nobody decided on this story in time: it expired { $at }. /desk undo brings it back.
       *[other] This story was decided already, { $at }.
    }
error-reason-long = The reason is too long: { $most } characters at most.
error-reason-missing = Say in a few words why, or choose a reason of the list.
error-trust-no-source = No feed of this server brought this story, so there is nothing to trust: a member proposed it, or its feed was removed.
error-trusted-already = { $source } is trusted already: a tag or a rule holds this story. /desk rules shows the rules, /tags show the tags.
error-block-no-outlet = This story names no outlet and no address, so there is nothing to block: reject it instead.
error-undo-nothing = There is no decision of yours that could be taken back.
error-undone-already = This decision was taken back before.
error-undo-posted = “{ $title }” is out, or on its way: that can't be taken back. /story retract withdraws it, and says so on its card.
error-undo-late = Something else was decided on “{ $title }” since, so this can't be taken back. /story why shows what.
error-undo-never = { $kind ->
        [retracted] A retraction can't be taken back: “{ $title }” is not posted again. Clip it once more if it is news all the same.
        [merged] A merge can't be taken back: the readers of “{ $title }” are with the other story now.
        [moved] A move can't be taken back: move “{ $title }” again, to where it was, with /story move.
        [applied] What the source of “{ $title }” changed is shown already: write it otherwise with /story edit.
        [kept] “{ $title }” was kept as it was: what its source changed can be written with /story edit.
       *[other] This can't be taken back: see “{ $title }” with /story why.
    }
error-story-changed = The story has changed since you were shown it: look at it again, then decide.
error-no-tag-yet = This story has no tag, so it would go nowhere: choose one with “Retag” first.
error-no-held-story = There is no such story here.
reject-off-topic = not for this server
reject-duplicate = we have this story already
reject-unreliable = not reliable enough
reject-old = no news any more
reject-advertising = advertising
reject-rules = against this server's rules
reject-other = another reason
