# /feeds. Titles and addresses arrive escaped.

error-address = “{ $typed }” is not a web address. Give one like https://example.com/feed.xml.
error-too-many-feeds = This server follows { $limit } feeds, and that is the most. Remove one with /feeds remove.

error-no-such-feed = This server follows no feed “{ $name }”, or more than one of that name. Pick one of those offered.

error-no-such-feed-near = This server follows no feed “{ $name }”, or more than one of that name. Did you mean “{ $near }”? Pick one of those offered.

feeds-found =
    { $stories ->
        [0] **{ $title }**, without stories yet
        [one] **{ $title }**, with one story now
       *[other] **{ $title }**, with { $stories } stories now
    }
feeds-found-newest =
    { $count ->
        [one] How its newest would be filed:
       *[other] How its { $count } newest would be filed:
    }
feeds-entry = - { $title } → **{ $tags }**
feeds-entry-unfiled = - { $title } → no tag yet; unless its page names one, it would not be posted
feeds-found-unfiled = A story's own page is read when it appears and may name more subjects. To have all of them posted, choose a tag below.
feeds-found-none-filed = **None of these would be posted.** Choose below a tag for all its stories, or add tags that they are about: under Tags in /newsroom setup, or your own with /tags add.
feeds-found-no-tags = This server has no tags yet, so nothing would go out: add one with /tags add, or under “Tags” in /newsroom setup.
feeds-found-backlog = Nothing is kept yet. If you keep it, what it holds now is not posted, and new stories go out as they appear.
feeds-keep = Keep it
feeds-cancel = Cancel
feeds-by-rules = File its stories by the tags' own rules
feeds-all-into = All its stories into { $tag }
feeds-choose = Choose one to look at
feeds-named =
    { $count ->
        [one] That is a web page and not a feed, but it names one. Choose it to look at it.
       *[other] That is a web page and not a feed, but it names { $count } feeds. Choose one to look at it.
    }
feeds-not-added = Nothing was kept.
feeds-remove-ask = Stop following **{ $title }**? What was posted stays, what it has already brought still goes out, and nothing new comes.
feeds-remove-yes = Stop following
feeds-remove-no = Keep following
feeds-removed = No longer following **{ $title }**. /feeds add brings it back.
feeds-kept = Nothing was changed.

feeds-added =
    Now following **{ $title }**. It holds { $stories ->
        [one] one story
       *[other] { $stories } stories
    } now, which will not be posted; new stories go out as they appear.
feeds-added-tag = All its stories go to **{ $tag }**.
feeds-added-no-tags = This server has no tags yet, so nothing goes out: add one with /tags add.
feeds-none = This server follows no feed yet. Add one with /feeds add.
feeds-heading =
    { $count ->
        [one] **One feed**
       *[other] **{ $count } feeds**
    }
feeds-all-to = all to { $tags }
feeds-state-new = not read yet
feeds-state-ok = read { $at }
feeds-state-failing =
    { $failures ->
        [one] the last check failed: { $why }
       *[other] the last { $failures } checks failed: { $why }
    }
feeds-state-paused = paused
feeds-state-ended = has ended, as its server says
