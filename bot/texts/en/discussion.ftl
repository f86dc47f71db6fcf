# The first message of a story's discussion.

discussion-source = Source: { $source }
discussion-related = Related stories
discussion-here = The discussion is in { $thread }.
