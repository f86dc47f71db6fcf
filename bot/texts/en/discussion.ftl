# The first message of a story's discussion.

discussion-source = Source: { $source }
discussion-related = Related stories
discussion-question = { $question }
discussion-default-question = What do you make of this?
