# Results of polls. Titles and labels arrive escaped.

error-no-discussion = This channel is no story's discussion. Name a story, or use /news results in the discussion of one.
error-no-poll = There is no poll for that story here. Use /news results in a story's discussion, or pick a story that it offers.

results-title = **{ $title }**
results-question = { $question }
results-option = { $emoji } { $label }: { $percent } % ({ $count })
results-voters = { $voters } votes, of those who reacted.
results-voters-multi = { $voters } readers, of those who reacted; each may have chosen several.
results-too-few =
    { $voters ->
        [0] Nobody has voted yet. React to the card to be the first.
        [one] Too few votes yet: 1, and shares are shown from { $fewest } on.
       *[other] Too few votes yet: { $voters }, and shares are shown from { $fewest } on.
    }
# Of a poll that takes no more votes. The count of few may have been forgotten on a reader's wish.
results-too-few-ended =
    { $voters ->
        [0] No votes were counted.
        [one] Too few votes for shares: 1, and shares are shown from { $fewest } on.
       *[other] Too few votes for shares: { $voters }, and shares are shown from { $fewest } on.
    }
results-several =
    { $several ->
        [one] 1 reader marked several; the latest mark counts.
       *[other] { $several } readers marked several; the latest mark counts.
    }
results-ambiguous =
    { $ambiguous ->
        [one] 1 not counted: several marks, and nobody knows which was the last.
       *[other] { $ambiguous } not counted: several marks, and nobody knows which was the last.
    }
results-closed = The poll is closed.
results-closed-unverified = The poll is closed. Its count is not verified: Discord did not say at the end who had reacted, so votes may be missing.
results-orphaned = The card was deleted; this is the last count.
results-where = [Vote on the card]({ $link })
