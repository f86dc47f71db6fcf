# /tags. Labels arrive escaped; channels are Discord's mentions of them.

error-no-such-tag = There is no tag “{ $name }” here. /tags list shows them all.
error-no-such-tag-near = There is no tag “{ $name }” here. Did you mean “{ $near }”? /tags list shows them all.
error-tag-name = “{ $name }” can't be a tag: its name needs a letter or a digit.
error-tag-name-long = A tag's name has at most { $limit } characters. Give a shorter one.
error-too-many-tags = This server has { $limit } tags, and that is the most. Remove one with /tags remove.
error-too-many-words = At most { $limit } words, separated by commas. Leave some out.
error-no-such-word = The tag has no “{ $name }”, so nothing was changed. /tags show lists what it has.
error-no-such-word-near = The tag has no “{ $name }”, so nothing was changed. Did you mean “{ $near }”? /tags show lists what it has.
error-word-pattern = “{ $word }” is a pattern, and these are words. Leave it out here, and add it with /tags rules, option “add”.
error-words-mixed = “{ $word }” has no sign, and others have one. Put + or - before each to add or remove single ones; or give all without signs, and they replace what there is.
error-words-changed = Somebody has changed the names or words of “{ $label }” since, so they stay. Look at them with /tags show.
error-word-long = “{ $word }” is too long: a word or phrase has at most { $limit } characters.
error-channel-permissions = The bot lacks { $missing } in { $channel }. Grant that to the bot's role in the channel's settings, then try again.
error-channel-unusable = Nothing can be posted to { $channel }. Choose a text, announcement or forum channel that the bot can see.
error-tag-changed = Somebody has just given **{ $label }** another channel, so nothing was changed. Look at it with /tags show, and try again.
error-tag-merge-itself = “{ $label }” can't be merged into itself. Name two tags.
error-tag-merge-changed = Somebody has just given “{ $gone }” or “{ $into }” another channel, so nothing was merged. Use /tags merge again to see what it would do now.
error-rules-long = “{ $label }” has more rules than fit into a form. Add and remove single ones with /tags rules.
error-rules-changed = Somebody has just changed the rules of “{ $label }”, so yours were not kept. /tags rules shows theirs; “Use what I typed” opens the form with yours, which replace theirs once you submit it.
error-too-many-rules = A tag has at most { $limit } rules. Leave some out.
error-too-many-patterns = A tag has at most { $limit } patterns. Put several into one, like /talks|truce/, or give words instead.
error-too-many-patterns-here = The tags of a server have at most { $limit } patterns together. Put several into one, like /talks|truce/, or give words instead.
error-no-such-rule = The tag has no rule “{ $name }”. Pick one that is offered.
error-no-such-rule-near = The tag has no rule “{ $name }”. Did you mean “{ $near }”? Pick one that is offered.
error-tag-same-name = The tag is called “{ $label }” already.
error-color = “{ $color }” is no colour. Give one of red, orange, gold, lime, green, teal, blue, indigo, purple, pink, grey, or one like #3b82c4; - lets the bot choose.
error-role-everybody = Everybody is no role to ping: stories would disturb the whole server. Choose a role that readers take for themselves.
error-role-and-none = Give either a role to ping, or “no_role” so that none is pinged; not both. Nothing was changed.
error-role-not-pingable = The bot can't mention { $role } in { $channel }. Turn on “Allow anyone to @mention this role” under Server Settings → Roles, or grant the bot “Mention Everyone” there.
error-rule-empty = “{ $rule }” is no rule: give a word, several words, /a pattern/, category: a name, or feed: a name.
error-tag-unchanged = Nothing to change was given. Name at least one thing, such as a channel.
error-crosspost-announcement = Only cards in an announcement channel can be passed on, and { $channel } is not one. Leave crosspost out, or choose an announcement channel.
error-no-forum = Only a forum has tags of its own, and { $channel } is not one. Leave forum_tag out, or choose a forum.
error-forum-needs-tag = The forum { $channel } takes no post without one of its tags ({ $tags }). Give one as forum_tag, or +Name to have one made.
error-no-such-forum-tag = The forum { $channel } has no tag “{ $name }”; it has { $tags }. Give one of these as forum_tag, or +Name to have one made.
error-forum-tag-moderated = Only moderators may give the tag “{ $tag }” in { $channel }, and the bot lacks { $missing } there. Grant that, or choose another forum_tag.
error-forum-tag-long = A forum's tag has at most { $limit } characters. Give a shorter name.
error-forum-tags-full = The forum { $channel } has { $limit } tags, and Discord allows no more. Choose one of those.

tags-added = Stories about **{ $label }** go to { $channel } from now on.
tags-shared-name = “{ $name }” is another name of { $tags } as well: stories about it go there too. /tags edit, option “synonyms”, changes that.
tags-changed = Changed: { $changes }
tags-changed-nothing = All of that was so already: nothing was changed.
tags-added-no-feeds = This server follows no feed yet: add one with /feeds add.
tags-moved-waiting =
    { $stories ->
        [one] One story that waited goes there now.
       *[other] { $stories } stories that waited go there now.
    }
tags-names-gone =
    { $count ->
        [one] One other name is gone: { $words }
       *[other] { $count } other names are gone: { $words }
    }
tags-words-gone =
    { $count ->
        [one] One word that brought stories here is gone: { $words }
       *[other] { $count } words that brought stories here are gone: { $words }
    }
tags-words-undo = Undo
tags-words-back = **{ $label }** has the names and words again that it had before.
tags-none = This server has no tags yet. Add one with /tags add.
tags-heading =
    { $count ->
        [one] **One tag**
       *[other] **{ $count } tags**, in the order in which they decide a story's home
    }
tags-line = - **{ $label }** → { $channel }
tags-line-reviewed = { $line } · under review
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
tags-color = colour { $color }
tags-color-red = red
tags-color-orange = orange
tags-color-gold = gold
tags-color-lime = lime
tags-color-green = green
tags-color-teal = teal
tags-color-blue = blue
tags-color-indigo = indigo
tags-color-purple = purple
tags-color-pink = pink
tags-color-grey = grey
tags-role = Each of its stories pings { $role }.
tags-role-ours = Each of its stories pings { $role }, which the bot made for its subscribers.
tags-review = Its stories are held back for a moderator, and none comes out by itself. /desk next shows them one after the other.
tags-categories = Categories that bring a story here: { $categories }
tags-all-of =
    { $feeds ->
        [one] One feed sends all its stories here.
       *[other] { $feeds } feeds send all their stories here.
    }
tags-figures =
    { $stories ->
        [0] Less than one story a week
        [one] About one story a week
       *[other] About { $stories } stories a week
    } · { $subscribers ->
        [0] no subscribers yet
        [one] one subscriber
       *[other] { $subscribers } subscribers
    }
tags-place = Place { $place } of { $tags } in the order that decides a story's home; /tags edit, option “position”, changes it.
tags-renamed = The tag **{ $old }** is called **{ $label }** now. Stories about “{ $old }” still come here: that counts as another name of it.
tags-respelled = The tag **{ $old }** is spelled **{ $label }** now.
tags-merge-ask =
    { $stories ->
        [0] Merge **{ $gone }** into **{ $into }**? New stories of both go to { $channel } then, and **{ $gone }** is gone.
        [one] Merge **{ $gone }** into **{ $into }**? New stories of both go to { $channel } then, and **{ $gone }** is gone. Its one story so far counts as one of **{ $into }**; no card is posted again.
       *[other] Merge **{ $gone }** into **{ $into }**? New stories of both go to { $channel } then, and **{ $gone }** is gone. Its { $stories } stories so far count as some of **{ $into }**; no card is posted again.
    }
tags-merge-subscribers =
    { $subscribers ->
        [one] Its one subscriber gets **{ $into }** instead{ $both ->
            [0] .
           *[other] {" "}(and has it already).
        }
       *[other] Its { $subscribers } subscribers get **{ $into }** instead{ $both ->
            [0] .
           *[other] {" "}({ $both } have it already).
        }
    } Who has both is reached in the stronger of the two ways.
tags-merge-waiting =
    { $stories ->
        [one] One story that waits to be posted goes to { $channel }, unless it goes there already.
       *[other] { $stories } stories that wait to be posted go to { $channel }, unless they go there already.
    }
tags-merge-feeds =
    { $feeds ->
        [one] One feed that sends all its stories to **{ $gone }** sends them to **{ $into }** then.
       *[other] { $feeds } feeds that send all their stories to **{ $gone }** send them to **{ $into }** then.
    }
tags-merge-words =
    { $rules ->
        [0] **{ $into }** goes by these names too then: { $names }. How it posts its stories stays.
        [one] **{ $into }** goes by these names too then: { $names }; and it takes over one rule. How it posts its stories stays.
       *[other] **{ $into }** goes by these names too then: { $names }; and it takes over { $rules } rules. How it posts its stories stays.
    }
tags-merge-yes = Merge them
tags-merge-no = Keep both
tags-merged =
    { $stories ->
        [0] **{ $gone }** is part of **{ $into }** now.
        [one] **{ $gone }** is part of **{ $into }** now. One story that waited goes to { $channel }.
       *[other] **{ $gone }** is part of **{ $into }** now. { $stories } stories that waited go to { $channel }.
    }
tags-rules-heading = **What brings a story to { $label }**, besides its names, and how many of the last stories each would have found:
tags-rules-none = **{ $label }** has no rules: only its names bring a story to it.
tags-rules-line = - { $rule } · { $found }
tags-rules-no-stories = No story has come to this server yet, so nobody knows what they would find.
tags-rules-found =
    { $stories ->
        [one] Of the last story, it would have taken { $found } by title, lead, subjects and category. The article's whole text, which is not kept, may bring more.
       *[other] Of the last { $stories } stories, it would have taken { $found } by title, lead, subjects and category. The articles' whole texts, which are not kept, may bring more.
    }
tags-rules-change = Change the rules
tags-rules-title = Rules of a tag
tags-rules-field = One a line
tags-rules-hint = word · several words · /pattern/ · category: World · feed: Harbour News
tags-remove-subscribers =
    { $subscribers ->
        [one] One reader has subscribed to it, and is told of its stories no more.
       *[other] { $subscribers } readers have subscribed to it, and are told of its stories no more.
    }
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
