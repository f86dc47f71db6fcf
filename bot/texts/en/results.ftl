# Results of polls. Titles and labels arrive escaped.

error-no-discussion = This channel is not a story's discussion. Name a story, or use /news results in the discussion of one.
error-no-poll = There is no poll for that story here. Use /news results in a story's discussion, or pick a story that it offers.

results-question = { $question }
results-option = { $emoji } { $label }: { $percent } % ({ $count })
results-voters = Shares of the { $voters } readers who voted.
results-voters-multi = Shares of the { $voters } readers who voted; each could choose several.
results-too-few =
    { $voters ->
        [0] Nobody has voted yet. React to the card to be the first.
        [one] 1 reader has voted so far; shares are shown from { $fewest } readers on.
       *[other] { $voters } readers have voted so far; shares are shown from { $fewest } on.
    }
# Of a poll that takes no more votes. The count of few may have been forgotten on a reader's wish.
results-too-few-ended =
    { $voters ->
        [0] No votes were counted.
        [one] Only 1 reader voted; shares are shown from { $fewest } readers on.
       *[other] Only { $voters } readers voted; shares are shown from { $fewest } on.
    }
results-several =
    { $several ->
        [one] 1 reader marked several; the latest mark counts.
       *[other] { $several } readers marked several; the latest mark counts.
    }
results-ambiguous =
    { $ambiguous ->
        [one] 1 reader is not counted: they marked several, and nobody knows which came last.
       *[other] { $ambiguous } readers are not counted: they marked several, and nobody knows which came last.
    }
results-closed = The poll is closed. Later reactions do not count.
results-closed-unverified = The poll is closed. Later reactions do not count. Its count is not verified: Discord did not say at the end who had reacted, so votes may be missing.
results-orphaned = The card was deleted; this is the last count.
results-where = [Vote on the card]({ $link })
results-card = [To the card]({ $link })

# Showing a result to others, and as a picture.
results-share = Share here
results-picture = As a picture
results-picture-here = Only you see this; save the picture to show it elsewhere.
results-figures = { $percent } % ({ $count })
error-share-too-few = Too few readers have voted: shares are shown from { $fewest } readers on.
error-share-hidden = Not everybody who reads this channel may see that story, so its result can't be shown here.
error-share-may-not-write = You may not write in this channel, so I can't show the result here for you. You see it yourself all the same.
