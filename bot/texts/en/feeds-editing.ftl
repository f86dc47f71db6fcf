# /feeds show, edit, pause, resume and test. Titles, addresses and filters arrive escaped.

error-feed-gone = That feed is no longer followed here: somebody removed it. /feeds list shows those that are.
error-feed-interval = A feed can't be checked that often here: { $shortest } minutes or more. Whoever runs this bot sets that with feeds.shortest_interval_minutes.
error-feed-same-address = That is its address already: { $url }. Give the one that it is to be read from.
error-feed-moved-meanwhile = The feed has another address by now: { $url }. Nothing was changed; look at it with /feeds show, and use the command again.

feeds-show-site = Site: { $site }
feeds-show-paused = **Paused here**: nothing of it is posted until /feeds resume.
feeds-show-ended = **Ended**: its server says that it is gone for good. Give it a new address with /feeds edit, or let it go with /feeds remove.
feeds-show-failing =
    { $failures ->
        [one] **The last check failed**: { $why }
       *[other] **The last { $failures } checks failed**: { $why }
    }
feeds-show-again = It is tried again { $next }; /feeds test tries it now.
feeds-show-new = Not read yet; that comes { $next }.
feeds-show-read = Read { $checked }, next { $next }
feeds-show-changed = last change { $changed }
feeds-show-every =
    { $minutes ->
        [one] Checked every minute
       *[other] Checked every { $minutes } minutes
    }
feeds-show-every-shared =
    { $minutes ->
        [one] Checked every minute, because another server wants that; this one asks for every { $asked } minutes
       *[other] Checked every { $minutes } minutes, because another server wants that; this one asks for every { $asked } minutes
    }
feeds-show-tag = All its stories go to **{ $tags }**
feeds-show-by-rules = Its stories are filed by the tags' own rules
feeds-show-trusted = Trusted: what it brings goes out by itself, as far as its tags let it
feeds-show-reviewed = Under review: a moderator sees each of its stories before it goes out. /desk next shows them one after the other
feeds-show-filter = Filter: { $filter }
feeds-show-no-filter = No filter: all its stories pass
feeds-show-outcomes = What became of its last stories:
feeds-show-no-outcomes = It has brought no story yet.

feeds-outcome-posted = - { $title } → **{ $tags }**
feeds-outcome-on-its-way = - { $title } → **{ $tags }**, on its way
feeds-outcome-stopped = - { $title } → **{ $tags }**. { $why }
feeds-outcome-filtered = - { $title }: left out by the filter ({ $words })
feeds-outcome-alike = - Of each of these { $count }: { $why }
feeds-outcome-other = - { $title }: { $why }

feeds-edit-done = **{ $title }** from now on:
feeds-edit-waiting = { $count ->
    [one] One story of it still waits for a moderator: /desk queue shows it.
   *[other] { $count } stories of it still wait for a moderator: /desk queue shows them.
}
feeds-edit-look = **{ $title }**, if you keep this:
feeds-edit-now = **{ $title }** and its filter:
feeds-edit-address = It is read from { $url } (**{ $title }**).
feeds-edit-known =
    { $known ->
        [one] One of the { $stories } stories there is known here already, so the feed goes on as if nothing had happened; the others go out as new.
       *[other] { $known } of the { $stories } stories there are known here already, so the feed goes on as if nothing had happened; others go out as new.
    }
feeds-edit-all-known = All of the stories there are known here already, so nothing is posted twice.
feeds-edit-unknown = None of the stories there is known here: what it holds now is not posted, and new ones go out as they appear.
feeds-edit-passing =
    { $count ->
        [0] It holds no story to try this with.
       *[other] { $passing } of its newest { $count } would pass:
    }
feeds-edit-passes = - ✅ { $title } · { $why }
feeds-edit-left-out = - 🚫 { $title } · { $why }
feeds-edit-no-page = A story's own page is read when it appears and may name more subjects.
feeds-edit-fault = ⚠️ { $why }
feeds-edit-meanwhile = ⚠️ Meanwhile somebody made this the filter: { $filter }. Yours is not kept yet; keeping it takes the place of that.
feeds-edit-meanwhile-none = ⚠️ Meanwhile somebody took the filter away. Yours is not kept yet.
feeds-edit-keep = Keep it so
feeds-edit-type = Type the filter
feeds-edit-form = The feed's filter
feeds-edit-form-filter = What a story must have to pass
feeds-edit-form-hint = Like: talks and (kyiv or "peace plan") and not category:sport — empty: all pass
feeds-edit-cancel = Leave it as it is
feeds-edit-cancelled = Nothing was changed.
feeds-edit-help = Words, "phrases in quotation marks", /patterns/, category:name and #hashtag, joined with and, or, not and brackets.

feeds-judged-has = has **{ $words }**
feeds-judged-lacks = lacks **{ $words }**

feeds-listed-paused = **paused here**
feeds-listed-reviewed = under review
feeds-listed-filtered = filtered

feeds-paused = **{ $title }** rests: nothing of it is posted here until /feeds resume. What waits already still goes out.
feeds-paused-already = **{ $title }** is paused already. /feeds resume takes it up again.
feeds-resumed = **{ $title }** is read again. What appeared while it was paused is not posted; new stories go out as they come.
feeds-resumed-already = **{ $title }** is not paused.

feeds-test =
    { $stories ->
        [0] **{ $title }** can be read, and holds no story now.
        [one] **{ $title }** can be read, and holds one story. If it came now:
       *[other] **{ $title }** can be read, and holds { $stories } stories. If the newest came now:
    }
feeds-test-posted = - { $title } → **{ $tags }** ({ $why })
feeds-test-held = - { $title } → **{ $tags }**, after a moderator has seen it ({ $why })
feeds-test-untagged = - { $title }: no tag takes it, so it is not posted
feeds-test-filtered = - { $title }: the filter leaves it out ({ $why })
feeds-test-known = Those marked ↺ are here already, so nothing new becomes of them.
feeds-test-paused = The feed is paused here, so that nothing becomes of them until /feeds resume.

# Why a tag takes it, by the reasons' codes.
feeds-why-by-hashtag = hashtag { $word }
feeds-why-by-synonym = synonym { $word }
feeds-why-by-category = category { $word }
feeds-why-by-keyword = word { $word }
feeds-why-by-phrase = phrase { $word }
feeds-why-by-pattern = pattern { $word }
feeds-why-by-feed = all of this feed
