# /story: what moderators decide on a single story. Titles arrive escaped.

story-breaking = **{ $title }** is breaking: it waits for no quiet hours, and its card says so.

error-breaking-already = “{ $title }” was called breaking already.
error-no-recent-story = No story of the last { $days } days fits “{ $story }”. Pick one of those offered.
