# /feeds. Titles and addresses arrive escaped.

error-address = “{ $typed }” is no web address. Give one like https://example.com/feed.xml.
error-too-many-feeds = This server follows { $limit } feeds, and that is the most. None can be taken away yet.

feeds-added =
    Now following **{ $title }**. It holds { $stories ->
        [one] one story
       *[other] { $stories } stories
    } now; those stay where they are, and new ones go out as they appear.
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
