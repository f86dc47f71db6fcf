# What moderators are told of stories that wait for them.
error-may-not-moderate = This story goes to a channel that you do not moderate: ask somebody with the moderator role, or with “Manage Messages” there.
error-already-decided = This story was decided already.
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

# /desk queue and /desk next: what waits.

desk-queue-none = Nothing waits for a decision of yours here.
