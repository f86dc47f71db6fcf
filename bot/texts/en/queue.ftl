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
desk-reject-words = Why, in a few words

desk-approved = { $stories ->
        [one] ✅ One story was approved.
       *[other] ✅ { $stories } stories were approved.
    }
desk-rejected = { $stories ->
        [one] 🚫 One story was rejected.
       *[other] 🚫 { $stories } stories were rejected.
    }
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
