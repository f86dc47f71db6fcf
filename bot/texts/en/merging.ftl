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
note-what-opening = the question of the discussion
note-what-question = the question of the poll
note-what-vote_set = the options of the poll
note-what-tags = the tags
notice-note-permission = I can't lock or unlock discussions, or say in { $channel } what moderators decided: I lack the permission “{ $permission }”. Grant it to my role in that channel's settings; what waits is done by itself then.
