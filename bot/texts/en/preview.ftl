# What `newsclip preview` says around the stories.

preview-reading = Reading { $target } …
preview-feed = { $count ->
    [one] { $title }: a feed with one story
   *[other] { $title }: a feed with { $count } stories
 }
preview-page-hint = Their own pages were not read. To see all that a page gives, preview its address.
preview-tags = Tags
preview-no-tag = none, so it would not be posted: no starter tag has its hashtags, its category or its words
preview-tag-hashtag = hashtag #{ $detail }
preview-tag-synonym = #{ $detail } is a synonym
preview-tag-category = category { $detail }
preview-tag-keyword = the word “{ $detail }”
preview-tag-phrase = the words “{ $detail }”
preview-tag-headline = “{ $detail }” in the headline or lead
preview-sections = Sections
preview-quotes = Quotes
preview-question = Question
preview-related = Related
preview-key = Key
preview-dropped = Left out
preview-by = by { $author }

error-preview-no-target = The name is empty. Give an address that begins with https://, or the name of a file.
error-preview-empty-file = The file { $path } is empty. Save the feed or page into it again, or give its address.
error-preview-unreadable-file = The file { $path } can't be shown: { $why }. Give a feed (RSS, Atom or JSON Feed) or the page of a story.
error-preview-neither = The file { $path } is neither a feed (RSS, Atom or JSON Feed) nor a page. Give one of these, or the text of a story's page in a file named .txt.
error-preview-no-stories = { $target } is the feed “{ $title }”, without stories. Wait until it has its first, or check that it came whole.
error-preview-no-stories-untitled = { $target } is a feed without stories. Wait until it has its first, or check that it came whole.
