# What is said in a discussion when a moderator decided something about its story, and what moderators are
# told who do. Titles and reasons arrive here escaped already.

card-retracted = **Retracted by the moderators**
card-merged = **Merged by the moderators** into “{ $title }”: vote and discuss there.
card-merged-hidden = **Merged by the moderators** into another story.

note-retracted = The moderators have retracted this story. Its poll is closed without a result, and this discussion is locked.
note-locked = The moderators have locked this discussion.
note-reopened = The moderators have opened this discussion again.
note-merged-away = The moderators have merged this story into **{ $title }**: [go on there]({ $url }). This discussion is locked.
note-merged-away-hidden = The moderators have merged this story into another one. This discussion is locked.
note-merged-here = The moderators have merged **{ $title }** into this story; [it was discussed here]({ $url }).
note-merged-here-hidden = The moderators have merged another story into this one.
note-moved = The moderators have moved this story: [go on there]({ $url }). This discussion is locked.
note-moved-hidden = The moderators have moved this story. This discussion is locked.
note-moved-here = The moderators have moved this story here; [it was discussed there before]({ $url }).
note-moved-here-hidden = The moderators have moved this story here.
note-correction = The moderators have corrected { $what }, { $when }.
note-reason = > { $reason }
note-carried = { $carried ->
    [one] One vote was taken along.
   *[other] { $carried } votes were taken along.
}
note-dropped = { $dropped ->
    [one] One vote could not be taken along.
   *[other] { $dropped } votes could not be taken along.
}
note-what-title = the title
note-what-lead = the lead
note-what-image = the picture
note-what-link = the link
note-what-opening = the question of the discussion
note-what-question = the question of the poll
note-what-vote_set = the options of the poll
note-what-tags = the tags
notice-note-permission = I can't lock or unlock discussions, or say in { $channel } what moderators decided: I lack the permission “{ $permission }”. Grant it to my role in that channel's settings; what waits is done by itself then.

story-retract-ask = Retract **{ $title }**? Its cards will say that it was retracted, and why; its discussion is locked, its poll closes without a result, and the story is never posted again. This can't be taken back.
story-retract-yes = Retract
story-retract-no = Leave it
story-retracted = **{ $title }** is retracted. Its cards say so in a moment.
story-merge-ask-cleared = Merge **{ $title }** into **{ $into }**? Its cards will point there, its discussion is locked, and its votes are taken along, once for each reader. This can't be taken back.
story-merge-ask-held = Merge **{ $title }**, which waits for a moderator, into **{ $into }**? It is not posted; the other gets its tags.
story-merge-yes = Merge
story-merge-no = Leave them
story-merged = **{ $title }** is merged into **{ $into }**.
story-merged-tags = It has these tags now as well: { $tags }
story-left = Nothing was changed.
story-moves = **{ $title }** moves to { $channel }: as soon as its card stands there, its poll and its discussion go on there.
story-moved = **{ $title }** moves to { $channel }, where a card of it stands: its poll and its discussion go on there.
story-locked = The discussion of **{ $title }** is locked; its poll goes on.
story-reopened = The discussion of **{ $title }** is opened again.
error-no-story-here = There is no such story here. Pick one that is offered while you type.
error-held-still = “{ $title }” is not out: it waits for a moderator. Decide on it first, with /desk queue.
error-no-discussion-yet = “{ $title }” has no discussion, so there is nothing to lock or open.
error-locked-already = The discussion of “{ $title }” is locked already. /story reopen opens it again.
error-open-already = The discussion of “{ $title }” is open already. One that was locked in Discord itself is opened there.
error-discussion-over = { $state ->
        [merged] “{ $title }” was merged into another story, so its discussion stays closed: readers go on there.
       *[retracted] “{ $title }” was retracted, so its discussion stays closed.
    }
error-merge-itself = “{ $title }” can't be merged into itself. Choose another story.
error-merge-unposted = The card of “{ $title }” does not stand anywhere, so there is no discussion to go on with. Merge into it once it is posted, or choose another story.
error-merge-card-gone = The card of “{ $title }” does not stand any more, so nothing can be merged into it. Choose another story.
error-votes-unread = Readers may have voted while I was away, and Discord does not tell me how just now. Try again in a moment, so that no vote is lost.
error-move-no-tag = There is no such tag any more. Pick one that is offered while you type.
error-move-unposted = The card of “{ $title }” does not stand anywhere yet. Choose its channels by its tags, with /story retag.
error-move-there = “{ $title }” is in { $channel } already. Choose a tag with another channel.
error-results-retracted = The moderators have retracted this story: its poll has no result.
