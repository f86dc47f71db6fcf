# /desk queue and /desk next: what waits. Titles and labels arrive escaped.

desk-queue-none = Nothing waits for a decision of yours here.
desk-queue-none-of = Nothing of { $label } waits for a decision of yours here.
desk-queue-heading = { $stories ->
        [one] **One story waits for a decision**
       *[other] **{ $stories } stories wait for a decision**
    }
desk-queue-heading-of = { $stories ->
        [one] **One story waits for a decision**: { $label }
       *[other] **{ $stories } stories wait for a decision**: { $label }
    }
desk-queue-oldest = those first that wait longest
desk-queue-newest = the newest first
desk-queue-oldest-first = Oldest first
desk-queue-newest-first = Newest first
desk-queue-choose = Choose one, or several at once
desk-queue-approve = { $stories ->
        [one] Approve it
       *[other] Approve { $stories }
    }
desk-queue-reject = { $stories ->
        [one] Reject it, because it is…
       *[other] Reject { $stories }, because they are…
    }
desk-queue-open = Look at it
desk-queue-each = One after the other
desk-queue-all-decided = Nothing waits here any more.
desk-reject-title = Reject what was chosen

desk-approved = { $stories ->
        [one] ✅ One story was approved.
       *[other] ✅ { $stories } stories were approved.
    }
desk-rejected = { $stories ->
        [one] 🚫 One story was rejected.
       *[other] 🚫 { $stories } stories were rejected.
    }
desk-several-undo = -# /desk undo takes them back together.
desk-not-decided = - **{ $title }**: { $why }
desk-no-tag = no tag

desk-why-review = for review
desk-why-held-by-tag = tag { $detail }
desk-why-held-by-source = its feed
desk-why-held-by-word = the word “{ $detail }”
desk-why-held-by-outlet = outlet { $detail }
desk-why-held-undated = no date
desk-why-held-first = a new feed
desk-why-held-clipped = proposed by a member

desk-filter-held-by-tag = what tags hold
desk-filter-held-by-source = what feeds hold
desk-filter-held-by-word = what words hold
desk-filter-held-by-outlet = what outlets hold
desk-filter-held-undated = without a date
desk-filter-held-first = the first of new feeds
desk-filter-held-clipped = what members proposed

desk-next-place = { $number } of { $stories }
desk-next-skip = Skip
desk-next-undo = Take the last one back
desk-next-undo-until = this can be taken back until { $until }
desk-next-end = Stop
desk-next-again = From the beginning
desk-next-last-approved = Just approved: { $title }
desk-next-last-rejected = Just rejected: { $title }
desk-next-last-otherwise = Just decided: { $title }
desk-next-done = **Nothing waits here any more.**
desk-next-left = { $stories ->
        [one] **One story still waits.**
       *[other] **{ $stories } stories still wait.**
    }
desk-next-approved = { $stories } approved
desk-next-rejected = { $stories } rejected
desk-next-skipped = { $stories } skipped
desk-next-otherwise = { $stories } decided otherwise, or by others

error-waits-no-more = This story waits no more: somebody has decided on it, or it expired.
error-choose-some = Choose the stories first, in the menu above.
error-choose-one = Choose just one story to look at.

# /desk audit and /desk undo: what was decided. { $what } is a sentence that names the person.

desk-audit-heading = **What was decided on stories here**, the newest first
desk-audit-none = Nothing of that kind was decided here yet.
desk-audit-empty = Nothing was decided on stories here yet. /desk queue shows what waits.
desk-audit-more = -# Only the last { $most } are listed. Name a person, a kind or a time, or take files, to see what is older.
desk-audit-line = - { $when } **{ $title }**: { $what }
desk-audit-undone = _{ $who } took that back { $when }._
desk-audit-exported = { $decisions ->
        [one] One decision, as files for a spreadsheet or a program.
       *[other] { $decisions } decisions, as files for a spreadsheet or a program.
    }
desk-audit-story = **{ $title }**: { $state }
desk-audit-story-exported = All that happened to **{ $title }**, as files for a spreadsheet or a program.
desk-state-held = it waits for a moderator
desk-state-cleared = it may go out
desk-state-posted = it was posted
desk-state-rejected = it was rejected
desk-state-expired = it expired
desk-state-retracted = it was retracted
desk-state-merged = it was merged into another story
desk-undone = Taken back: { $what }, on **{ $title }**.
desk-undone-held = It waits for a moderator again.
desk-undo-mine = { $kind }: { $title }
desk-undo-others = { $kind }, not by you: { $title }
desk-undo-batch = { $kind }, { $stories } at once
desk-undone-batch = { $done ->
        [0] ⚠️ None of the { $stories } { $kind ->
            [approved] approvals
           *[other] rejections
        } that were made at once can be taken back any more.
       *[other] Taken back: { $done } of { $stories } { $kind ->
            [approved] approvals
           *[other] rejections
        } that were made at once.
    }
desk-undone-batch-held = { $stories ->
        [one] One story waits for a moderator again.
       *[other] { $stories } stories wait for a moderator again.
    }
desk-undone-line = - **{ $title }**
desk-not-undone-hidden = - { $why }

desk-kind-held = held
desk-kind-approved = approved
desk-kind-rejected = rejected
desk-kind-expired = expired
desk-kind-edited = edited
desk-kind-retagged = given other tags
desk-kind-trusted = source trusted
desk-kind-blocked = outlet blocked
desk-kind-breaking = called breaking
desk-kind-merged = merged
desk-kind-moved = moved
desk-kind-retracted = retracted
desk-kind-locked = discussion locked
desk-kind-reopened = discussion reopened
desk-kind-applied = the source's change applied
desk-kind-kept = kept as it was

error-verdicts-large = That is too much for a file: say since when, or whose decisions, or of which kind. { $most } are about what fits.
error-no-such-decision = No decision that can be taken back is called so. Pick one of those offered.
