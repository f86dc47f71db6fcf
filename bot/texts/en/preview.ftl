# What `newsclip preview` says around the stories.

preview-reading = Reading { $target } …
preview-feed = { $count ->
    [0] { $title }: a feed without stories
    [one] { $title }: a feed with one story
   *[other] { $title }: a feed with { $count } stories
 }
preview-page-hint = Their own pages were not read. To see all that a page gives, preview its address.
preview-tags = Tags
preview-no-tag = none: no starter tag is about it
preview-tag-hashtag = hashtag #{ $detail }
preview-tag-synonym = #{ $detail } is a synonym
preview-tag-category = category { $detail }
preview-tag-keyword = the word “{ $detail }”
preview-tag-phrase = the words “{ $detail }”
preview-sections = Sections
preview-quotes = Quotes
preview-question = Question
preview-related = Related
preview-key = Key
preview-dropped = Left out
preview-by = by { $author }
preview-nothing = there is no story in it
