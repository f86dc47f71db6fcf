# Finding stories. Titles, labels and outlets arrive escaped.

error-no-such-story = There is no story “{ $story }” here. Pick one that is offered while you type, or look with /news search.
error-no-such-subject = There is no tag “{ $name }” here. /news browse shows what there is.
error-no-such-subject-near = There is no tag “{ $name }” here. Did you mean “{ $near }”? /news browse shows what there is.
error-no-words = There is no word to look for. Type one of the story, or its beginning; /news latest shows the newest.
error-no-tag-name = Type the name of a tag, or pick one that is offered while you type. /news browse shows what there is.
error-story-gone = This story is not here any more.
error-saved-full = You have saved { $limit } stories here, and that is the most. Take some away with /news saved.
error-not-saved = You have no story “{ $story }” saved here. /news saved shows those you have.

finding-latest = **Latest stories**
finding-latest-tag = **Latest stories of { $tag }**
finding-none = No stories yet. They appear here as soon as their cards are posted.
finding-none-tag = No stories of { $tag } yet.
finding-search = **Stories with “{ $words }”**
finding-search-alike = Nothing has “{ $words }”. **Stories with words like it**
finding-search-none = No story has “{ $words }”. Try fewer words, or the beginning of one.
finding-search-beyond =
    No story{ $tagged ->
        [0] {""}
       *[other] { " of " }{ $tag }
    }{ $days ->
        [0] {""}
        [1] { " of the last day" }
        [7] { " of the last week" }
        [31] { " of the last month" }
       *[other] { " of the last year" }
    } has “{ $words }”. { $alike ->
        [0] **All stories with it**
       *[other] **All stories with words like it**
    }
finding-votes =
    { $voters ->
        [one] 1 vote
       *[other] { $voters } votes
    }
finding-card = card

finding-saved =
    { $count ->
        [one] **One saved story**; only you see it
       *[other] **{ $count } saved stories**; only you see them
    }
finding-saved-none = You have saved no story here. The button “Save” on a card puts one on this list.
finding-saved-now = Saved: { $title }. /news saved shows your list, and only you see it.
finding-saved-no-more = No longer saved: { $title }.
finding-save = Save
