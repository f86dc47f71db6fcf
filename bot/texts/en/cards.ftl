# The card of a story and its poll. Names of people and texts of stories arrive here escaped already.

card-author = by { $author }
card-clipper = clipped by { $author }
card-tags = Tags: { $tags }
# What the story's own page or feed says it is about: its category and hashtags follow.
card-filed = Filed by the publisher under
card-source = Source: { $source }
card-read = Read the story
card-results = Results
card-subscribe = Subscribe
card-vote-here = Vote and discuss
card-see-here = See card and discussion
card-vote = { $question } React below:
card-vote-several = { $question } React below, several choices count:
card-option = { $emoji } { $label }
card-image = Picture of the story “{ $title }”
card-discuss = Discuss
card-corrected = corrected { $when }
card-closes = Closes { $when }
card-share = { $emoji } { $percent } %
card-so-far = So far, of { $voters } readers:
# The roles of those who subscribed to its tags, as Discord's mentions.
card-for = For { $roles }
card-breaking = **Breaking**
card-untitled = Untitled story

# The vote set for news, unless the server has its own.
vote-question = What do you make of this?
vote-good = good news
vote-bad = bad news
vote-unsure = not sure
