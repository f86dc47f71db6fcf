# /story: what moderators decide on a single story. Titles arrive escaped.

story-breaking = **{ $title }** is breaking: it waits for no quiet hours and goes out beyond its channel's cards of an hour, and its card says so.
story-breaking-review = It does not go out by itself, though: its tag or its source holds it back for a moderator.
story-breaking-paused = Nothing goes out before /newsroom resume, though: this newsroom is paused.
story-breaking-held = It can't go out yet, though: { $why }

error-breaking-already = “{ $title }” was called breaking already.
error-no-recent-story = No story of the last { $days } days fits “{ $story }”. Pick one of those offered.
