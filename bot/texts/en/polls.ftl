# /polls. Names, questions and labels arrive escaped.

votes-built-in = News
votes-default = News (the default)
votes-news = News
votes-line = - **{ $name }**: { $question } ({ $mode })
votes-single = one choice
votes-multi = several choices
votes-used = Used by { $tags }
votes-signs = -# + stands before what says good news, − before what says bad news.
votes-default-own = { $name } (the default)
votes-edited = The vote set **{ $name }** is changed for polls from now on. Polls that are there keep what they ask.
error-vote-set-unchanged = Nothing to change was given. Name at least one thing, such as a question.
votes-added = Added the vote set **{ $name }**. Let a tag use it with /tags edit, option “votes”.
votes-remove-ask = Remove the vote set **{ $name }**? Polls that were made with it keep it.
votes-remove-tags = New stories of { $tags } use the default one then.
votes-remove-default = It is the default here. Tags that name no vote set ask “News” then.
votes-remove-yes = Remove it
votes-remove-no = Keep it
votes-removed = The vote set **{ $name }** is removed.
votes-kept = Nothing was changed.
polls-close-ask = Close the poll of **{ $title }** now? It can't be opened again, and later reactions do not count.
polls-close-count =
    { $voters ->
        [0] Nobody has voted yet.
        [one] 1 reader has voted.
       *[other] { $voters } readers have voted.
    }
polls-exported =
    { $polls ->
        [one] One poll, as CSV for a spreadsheet and as JSON. No voter is in it.
       *[other] { $polls } polls, as CSV for a spreadsheet and as JSON. No voter is in them.
    }
polls-exported-few =
    { $polls ->
        [one] -# One poll has fewer than { $fewest } voters: how they voted is left out.
       *[other] -# { $polls } polls have fewer than { $fewest } voters: how they voted is left out.
    }
polls-exported-none = There are no polls of that time here that you may see.
polls-day-today = { $day } (today)
polls-day-ago = { $day } ({ $days } days ago)
error-export-day = “{ $typed }” is no day. Write one like 2026-11-30.
error-export-days = { $since } is later than { $until }. Give the earlier day as “since”.
error-export-large = { $polls } polls are more than fits into a file here. Give a shorter time with “since” and “until”.
polls-close-yes = Close it
polls-close-no = Leave it open
polls-close-left = The poll stays open.
votes-closing-later = Discord gives no answer just now, so the votes could not be compared a last time. The poll closes by itself as soon as they can be.

error-vote-options =
    { $count ->
        [0] A vote set needs { $fewest } to { $most } options. Write them as emoji and label, separated by commas.
        [one] One option is no choice: a vote set needs { $fewest } to { $most }. Write them as emoji and label, separated by commas.
       *[other] { $count } options are too many: a vote set has { $fewest } to { $most }. Leave some out.
    }
error-vote-emoji-twice = The emoji of “{ $label }” stands before another option too. Give each option its own.
error-vote-label-twice = There are two options named “{ $label }”. Give each its own name.
error-vote-no-emoji = “{ $part }” does not begin with an emoji. Write each option as an emoji and a label, like 👍 good news.
error-vote-no-label = “{ $part }” has no label. Write each option as an emoji and a label, like 👍 good news.
error-vote-label-long = The label “{ $label }” is too long: it has at most { $limit } characters. Shorten it.
error-vote-set-name = A vote set can't be named “{ $name }”: its name needs a letter or a digit, and “default” and “News” are what the built-in one is called, in every language.
error-vote-set-built-in = “{ $name }” is built in: it can be neither changed nor removed. Make one of your own with /polls create, and choose it in /newsroom settings.
error-vote-set-name-long = A vote set's name has at most { $limit } characters. Give a shorter one.
error-vote-question = The question is empty. Write what readers are asked.
error-vote-question-long = A question has at most { $limit } characters. Shorten it.
error-emoji-not-usable = The bot can't use the emoji “{ $emoji }” in this server. Choose one of this server's that every role may use, or one of Unicode's.
error-too-many-vote-sets = This server has { $limit } vote sets, and that is the most. Remove one with /polls remove.
error-no-such-vote-set = This server has no vote set “{ $name }”. Look at them with /polls sets.
error-no-such-vote-set-near = This server has no vote set “{ $name }”. Did you mean “{ $near }”? /polls sets shows them all.
error-no-poll-to-close = There is no poll of a story “{ $story }” here. Pick one that /polls close offers, or use the command in the story's discussion.
error-no-discussion-to-close = This channel is not a story's discussion. Name a story, or use /polls close in the discussion of one.
error-poll-closed = The poll of “{ $title }” is closed already. See how it ended with /news results.
