# What moderators change of a story in their server. Titles and words from outside arrive escaped.

error-story-unsure = Did you mean “{ $title }”? Pick the story from those offered, or type its whole title.
error-no-such-story = No story here fits “{ $story }”. Pick one of those offered, or give its address.
