# /feeds import and export. Names and addresses arrive escaped.

error-opml-large = The file is larger than { $limit } MB. Export fewer feeds at once, and import the parts one after the other.
error-opml-many = The file has more than { $limit } feeds, or more folders than a person could want. Import it in parts.
error-opml-broken = The file is no valid XML: in line { $line } its reader says “{ $why }”. Export it again from the program that made it.
error-opml-other = The file is no OPML: it begins with <{ $root }>. Export your list as OPML, which nearly every feed reader can.
error-opml-entities = The file declares XML entities, which no list of feeds needs. Export it again without them.
error-opml-empty = There is no feed in the file. Export your list as OPML, with its feeds.
error-opml-room =
    { $room ->
        [0] This server follows { $limit } feeds, and that is the most. Remove some with /feeds remove.
       *[other] There is room for { $room } more feeds in this server, and the file has { $count } new ones. Remove some, or import fewer.
    }
error-feeds-none-to-export = This server follows no feed yet, so there is nothing to export. Add one with /feeds add.
error-attachment-gone = The file could not be had from Discord. Use the command again.

feeds-import-look =
    { $count ->
        [one] **One new feed** in { $file }.
       *[other] **{ $count } new feeds** in { $file }.
    }
feeds-import-nothing-new = There is nothing new in { $file }: this server follows all of its feeds already.
feeds-import-there =
    { $count ->
        [one] One more is followed here already and stays as it is.
       *[other] { $count } more are followed here already and stay as they are.
    }
feeds-import-repeated =
    { $count ->
        [one] One stands in it twice, and counts once.
       *[other] { $count } stand in it more than once, and count once each.
    }
feeds-import-unusable =
    { $count ->
        [one] One is no web address: { $urls }
       *[other] { $count } are no web addresses: { $urls }
    }
feeds-import-folders = Folders with a tag of their name: { $folders }
feeds-import-other-folders = Folders without one, whose feeds the tags' own rules file: { $folders }. To have tags for them, make them with /tags add before you go on.
feeds-import-folder = { $folder } → **{ $tag }** ({ $feeds })
feeds-import-other-folder = { $folder } ({ $feeds })
feeds-import-backlog = Nothing is kept yet. What the feeds hold now is not posted; new stories go out as they appear.
feeds-import-filed = Follow them, folders as tags
feeds-import-plain = Follow them, by the tags' rules
feeds-import-cancel = Cancel
feeds-import-cancelled = Nothing was kept.

feeds-import-going-on =
    { $count ->
        [one] Now following one new feed. It is being read for the first time.
       *[other] Now following { $count } new feeds. They are being read for the first time: { $done } of { $count } so far.
    }
feeds-import-going-on-by-itself = -# That goes on by itself, whatever becomes of this message. “How far is it?” tells, with a report on each.
feeds-import-how-far = How far is it?
feeds-import-done =
    { $count ->
        [one] **The new feed was checked.**
       *[other] **All { $count } new feeds were checked.**
    }
feeds-import-well =
    { $count ->
        [0] None of them can be read.
        [one] One can be read, and its new stories go out from now on.
       *[other] { $count } can be read, and their new stories go out from now on.
    }
feeds-import-moved =
    { $count ->
        [one] One leads to a feed that is followed already, and counts as that.
       *[other] { $count } lead to feeds that are followed already, and count as those.
    }
feeds-import-broken =
    { $count ->
        [one] **One could not be read.** It is tried again; the report says what is wrong with it.
       *[other] **{ $count } could not be read.** They are tried again; the report says what is wrong with each.
    }
feeds-import-drop =
    { $count ->
        [one] Stop following the one that can't be read
       *[other] Stop following the { $count } that can't be read
    }
feeds-import-drop-ask =
    { $count ->
        [one] **Stop following this feed, which can't be read?** What was posted of it stays.
       *[other] **Stop following these { $count } feeds, none of which can be read?** What was posted of them stays.
    }
feeds-import-drop-yes =
    { $count ->
        [one] Stop following it
       *[other] Stop following these { $count }
    }
feeds-import-drop-no =
    { $count ->
        [one] Keep it
       *[other] Keep them
    }
feeds-import-dropped =
    { $count ->
        [0] They can be read by now, so nothing was changed.
        [one] No longer following the one that could not be read.
       *[other] No longer following the { $count } that could not be read.
    }

feeds-report-heading = Feeds of { $file }, as of { $at } (UTC)
feeds-report-broken = Could not be read:
feeds-report-waiting = Not read yet:
feeds-report-unusable = No web addresses:
feeds-report-well = Followed:
feeds-report-moved = Lead to feeds that are followed already:
feeds-report-gone = Not followed any more:
feeds-report-there = Followed here before:

feeds-exported =
    { $count ->
        [one] The feed of this server, as OPML: with its tag as a folder.
       *[other] The { $count } feeds of this server, as OPML: with their tags as folders. Filters, intervals and trust are not part of it.
    }
