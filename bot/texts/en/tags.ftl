# /tags. Labels arrive escaped; channels are Discord's mentions of them.

error-no-such-tag = There is no tag “{ $name }” here. /tags list shows those there are.
error-tag-name = “{ $name }” can't be a tag: its name needs a letter or a digit.
error-tag-name-long = A tag's name has at most { $limit } characters. Give a shorter one.
error-too-many-tags = This server has { $limit } tags, and that is the most. None can be taken away yet; /tags edit gives one another channel.
error-too-many-words = At most { $limit } words, parted by commas. Leave some out.
error-word-long = “{ $word }” is too long: a word or phrase has at most { $limit } characters.
error-channel-permissions = The bot lacks { $missing } in { $channel }. Grant that to the bot's role in the channel's settings, then try again.

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
        [one] one word of its own
       *[other] { $count } words of its own
    }
tags-also = Other names: { $synonyms }
tags-finds = Words that make a story its own: { $rules }
