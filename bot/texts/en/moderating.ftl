# What moderators change of a story in their server. Titles and words from outside arrive escaped.

error-story-unsure = Did you mean “{ $title }”? Pick the story from those offered, or type its whole title.
error-no-story-fits = No story here fits “{ $story }”. Pick one of those offered, or give its address.
error-story-over = Nothing can be changed of this story any more: it was rejected, has expired, or was taken back.
error-story-card-gone = The card of this story was deleted, so there is nothing left to change.
error-no-tag-chosen = None of these tags is there any more: choose at least one, so that the story has somewhere to go.
error-poll-voted = The poll of this story can't ask anything else any more: readers have voted, or it is over. Everything else can still be changed.
error-poll-posting = The card of this story is being posted just now: change its poll in a moment, before the first vote.
error-no-card = No story of mine stands in this message. Use this on one of my cards, or on a message of the review channel.

moderating-form-title = This story, in this server
moderating-field-title = Title
moderating-field-title-hint = Leave it empty for the story's own title
moderating-field-lead = Lead
moderating-field-lead-hint = Leave it empty for the story's own lead
moderating-field-opening = What the discussion asks
moderating-field-opening-hint = Leave it empty for the story's own question
moderating-field-question = What the poll asks
moderating-field-question-hint = Leave it empty for the vote set's question; nothing changes once somebody has voted
moderating-field-vote_set = The options of the poll
moderating-field-vote_set-hint = Before the first vote only
moderating-votes-by-tags = As the story's tags say

moderating-edited = **{ $title }**: you have changed { $what }.
moderating-edited-held = It still waits; its review card shows it so in a moment.
moderating-edited-posted = Its cards and its discussion show it in a moment, marked as corrected.
moderating-nothing = Nothing was to be changed.
moderating-overtaken = Nothing was changed: somebody else has changed { $what } since you opened the form.
moderating-overtaken-by = Nothing was changed: { $who } has changed { $what } since you opened the form.
moderating-typed = You had typed as “{ $field }”: { $words }
moderating-edit-again = Edit again with what I typed

moderating-tags = Tags of **{ $title }**
moderating-tags-chosen = -# Tags: { $tags }
moderating-no-tags = none
moderating-tags-choose = The tags that it is to have
moderating-tags-back = Earlier tags
moderating-tags-on = More tags
moderating-save = Save
moderating-leave = Leave it
moderating-left = The tags stay as they were.
moderating-retagged = **{ $title }** has these tags now: { $tags }.
moderating-retagged-coming = A card of it comes to { $channels }.
moderating-retagged-going = Its card in { $channels } goes.
moderating-retagged-home = Its discussion and its poll stay in { $channel }; /story move takes them elsewhere.

moderating-state-held = -# It waits for a moderator.
moderating-state-cleared = -# It went out, or is on its way.
moderating-state-rejected = -# A moderator rejected it.
moderating-state-expired = -# Nobody decided on it in time.
moderating-state-retracted = -# It was retracted.
moderating-state-merged = -# It was merged into another story.
moderating-do-approve = Approve
moderating-do-reject = Reject
moderating-do-edit = Edit
moderating-do-retag = Retag
moderating-do-move = Move
moderating-do-merge = Merge
moderating-do-trust = Trust its source
moderating-do-block = Block its outlet
moderating-do-breaking = Breaking
moderating-do-lock = Lock the discussion
moderating-do-reopen = Open the discussion again
moderating-do-retract = Retract
moderating-do-undo = Undo
moderating-do-why = Why?
