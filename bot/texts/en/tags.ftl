# /tags. Labels arrive escaped; channels are Discord's mentions of them.

error-no-such-tag = There is no tag “{ $name }” here. /tags list shows them all.
error-no-such-tag-near = There is no tag “{ $name }” here. Did you mean “{ $near }”? /tags list shows them all.
error-tag-name = “{ $name }” can't be a tag: its name needs a letter or a digit.
error-tag-name-long = A tag's name has at most { $limit } characters. Give a shorter one.
error-too-many-tags = This server has { $limit } tags, and that is the most. Remove one with /tags remove.
error-too-many-words = At most { $limit } words, separated by commas. Leave some out.
error-word-long = “{ $word }” is too long: a word or phrase has at most { $limit } characters.
error-channel-permissions = The bot lacks { $missing } in { $channel }. Grant that to the bot's role in the channel's settings, then try again.
error-channel-unusable = Nothing can be posted to { $channel }. Choose a text, announcement or forum channel that the bot can see.
error-tag-unchanged = Nothing to change was given. Name at least one thing, such as a channel.
error-crosspost-announcement = Only cards in an announcement channel can be passed on, and { $channel } is not one. Leave crosspost out, or choose an announcement channel.
error-no-forum = Only a forum has tags of its own, and { $channel } is not one. Leave forum_tag out, or choose a forum.
error-forum-needs-tag = The forum { $channel } takes no post without one of its tags ({ $tags }). Give one as forum_tag, or +Name to have one made.
error-no-such-forum-tag = The forum { $channel } has no tag “{ $name }”; it has { $tags }. Give one of these as forum_tag, or +Name to have one made.
error-forum-tag-moderated = Only moderators may give the tag “{ $tag }” in { $channel }, and the bot lacks { $missing } there. Grant that, or choose another forum_tag.
error-forum-tag-long = A forum's tag has at most { $limit } characters. Give a shorter name.
error-forum-tags-full = The forum { $channel } has { $limit } tags, and Discord allows no more. Choose one of those.

tags-added = Stories about **{ $label }** go to { $channel } from now on.
tags-added-no-feeds = This server follows no feed yet: add one with /feeds add.
tags-moved-waiting =
    { $stories ->
        [one] One story that waited goes there now.
       *[other] { $stories } stories that waited go there now.
    }
tags-none = This server has no tags yet. Add one with /tags add.
tags-heading =
    { $count ->
        [one] **One tag**
       *[other] **{ $count } tags**, in the order in which they decide a story's home
    }
tags-line = - **{ $label }** → { $channel }
tags-words =
    { $count ->
        [one] looks for one word
       *[other] looks for { $count } words
    }
tags-also = Other names: { $synonyms }
tags-finds = Words that bring a story here: { $rules }
tags-finds-both =
    { $patterns ->
        [one] Words that bring a story here: { $rules }, and one pattern
       *[other] Words that bring a story here: { $rules }, and { $patterns } patterns
    }
tags-finds-patterns =
    { $patterns ->
        [one] One pattern brings a story here.
       *[other] { $patterns } patterns bring a story here.
    }
# How its stories are posted follows, parted by dots.
tags-posted = Each story:
tags-forum-tag = posts get the forum's tag **{ $tag }**
tags-discussion-always = discussion with the card
tags-discussion-on-request = discussion when a reader asks for it
tags-discussion-never = no discussion
tags-crossposted = passed on to following servers
tags-not-crossposted = not passed on
tags-image-show = picture shown
tags-image-spoiler = picture hidden as a spoiler
tags-image-none = no picture
tags-votes = votes: { $votes }
tags-remove-ask = Remove the tag **{ $label }**? What was posted stays, with its discussions and polls, and no new story goes out for it.
tags-remove-cards =
    { $stories ->
        [one] One story is waiting to be posted in its channel for this tag alone; it will not be posted there.
       *[other] { $stories } stories are waiting to be posted in its channel for this tag alone; they will not be posted there.
    }
tags-remove-elsewhere =
    { $stories ->
        [one] One of these still comes out in another tag's channel.
       *[other] { $stories } of these still come out in other tags' channels.
    }
tags-remove-feeds =
    { $feeds ->
        [one] One feed sends all its stories to it; the other tags' rules decide about them then.
       *[other] { $feeds } feeds send all their stories to it; the other tags' rules decide about them then.
    }
tags-remove-yes = Remove it
tags-remove-no = Keep it
tags-kept = Nothing was changed.
tags-removed =
    { $stories ->
        [0] The tag **{ $label }** is removed.
        [one] The tag **{ $label }** is removed, along with one story that waited for it.
       *[other] The tag **{ $label }** is removed, along with { $stories } stories that waited for it.
    }
