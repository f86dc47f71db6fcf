# What moderators are told of stories that wait for them.
error-may-not-moderate = This story goes to a channel that you do not moderate: ask somebody with the moderator role, or with “Manage Messages” there.
error-may-not-everywhere = That holds in the whole server: ask somebody with the moderator role, or with “Manage Messages” in the server or in the channels of all its tags.
error-already-decided = This story was decided already.
error-already-decided-by = { $who } was first: { $kind ->
        [approved] this story was approved
        [rejected] this story was rejected
        [blocked] this story was rejected, and its outlet blocked,
        [retracted] this story was retracted
        [merged] this story was merged into another
       *[other] this story was decided
    } { $at }.
error-already-decided-yourself = You did that yourself: { $kind ->
        [approved] you approved this story
        [rejected] you rejected this story
        [blocked] you rejected this story and blocked its outlet
        [retracted] you retracted this story
        [merged] you merged this story into another
       *[other] you decided on this story
    } { $at }.
error-already-decided-itself = { $kind ->
        [expired] Nobody decided on this story in time: it expired { $at }. /desk undo brings it back.
       *[other] This story was decided already, { $at }.
    }
error-reason-long = The reason is too long: { $most } characters at most.
error-reason-missing = Say in a few words why.
error-trust-no-source = No feed of this server brought this story, so there is nothing to trust: a member proposed it, or its feed was removed.
error-trusted-already = { $source } is trusted already: a tag or a rule holds this story. /desk rules shows the rules, /tags show the tags.
error-block-no-outlet = This story names no outlet and no address, so there is nothing to block: reject it instead.
error-undo-nothing = There is no decision of yours that could be taken back.
error-undone-already = This decision was taken back before.
error-undo-posted = “{ $title }” is out, or on its way: that can't be taken back. /story retract withdraws it, and says so on its card.
error-undo-late = Something else was decided on “{ $title }” since, so this can't be taken back. /story why shows what.
error-undo-never = { $kind ->
        [retracted] A retraction can't be taken back: “{ $title }” is not posted again. Clip another page about it if it is news all the same.
        [merged] A merge can't be taken back: the readers of “{ $title }” are with the other story now.
        [moved] A move can't be taken back: move “{ $title }” again, to where it was, with /story move.
        [applied] What the source of “{ $title }” changed is shown already: write it otherwise with /story edit.
        [kept] “{ $title }” was kept as it was: what its source changed can be written with /story edit.
       *[other] This can't be taken back: see “{ $title }” with /story why.
    }
error-story-changed = The story has changed since you were shown it: look at it again, then decide.
error-no-tag-yet = This story has no tag, so it would go nowhere: choose one with “Retag…” first.
error-no-held-story = There is no such story here.
reject-off-topic = not for this server
reject-duplicate = we have this story already
reject-unreliable = not reliable enough
reject-old = no news any more
reject-advertising = advertising
reject-rules = against this server's rules
reject-other = another reason

# /desk rules: what holds or blocks stories. Values arrive escaped, but in `-bare`.

desk-rules-heading = **What holds stories for moderators here, or blocks them, whatever their tags and feeds say**
desk-rules-none = No rule holds or blocks stories here: tags and feeds alone decide. /desk rules adds one: a word, an outlet to watch or to block, stories without a date, the first stories of a new feed.
desk-rules-line = - { $rule } · { $who }, { $when }
desk-rules-somebody = somebody
desk-rules-added = ✓ Added: { $rule }
desk-rules-removed = ✓ Removed: { $rule }
desk-rules-idle = ⚠️ **{ $outlet }** is watched and blocked: nothing of it comes in, so there is nothing to watch. Remove one of the two rules.
desk-rules-choose = Remove a rule …
desk-rules-ask = Remove this rule? { $rule }. What it has held or blocked before stays so.
desk-rules-remove = Remove it
desk-rules-keep = Keep it
desk-rule-word = Holds stories with **{ $value }**
desk-rule-watch = Holds stories of **{ $value }**
desk-rule-block = Blocks stories of **{ $value }**
desk-rule-undated = Holds stories **without a date**
desk-rule-first =
    { $count ->
        [one] Holds the **first story** of a new feed
       *[other] Holds the **first { $count } stories** of a new feed
    }
desk-rule-word-bare = Holds: { $value }
desk-rule-watch-bare = Holds stories of { $value }
desk-rule-block-bare = Blocks stories of { $value }
desk-rule-undated-bare = Holds stories without a date
desk-rule-first-bare =
    { $count ->
        [one] Holds the first story of a new feed
       *[other] Holds the first { $count } stories of a new feed
    }
error-desk-word-empty = There is no word in that: give a word or a phrase that the stories to be held contain.
error-desk-outlet-empty = There is no outlet in that: give its name as its stories say it, or its address, like example.com.
error-desk-word = “{ $typed }” can't be looked for: give a word or a phrase with letters or digits, at most { $most } characters.
error-desk-outlet = “{ $typed }” is no outlet: give its name as its stories say it, or its address, like example.com, at most { $most } characters.
error-desk-first = “{ $typed }” is no number of stories: give a whole number from 1 to { $most }, or 0 for none.
error-desk-rule-there = There is this rule already: { $kind ->
        [word] stories with “{ $value }” are held
        [watch] stories of “{ $value }” are held
        [block] stories of “{ $value }” are blocked
        [undated] stories without a date are held
       *[first] of a new feed, the first { $value } are held
    }.
error-desk-rule-gone = This rule is gone already: somebody else has removed it. /desk rules shows those that there are.
error-desk-rules-many = A server can have { $most } rules at most: remove some that nobody needs first.
