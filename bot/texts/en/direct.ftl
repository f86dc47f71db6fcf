# What tells readers of a story: in its discussion, and by direct message.

# Their mentions follow. `tags` are those of the story.
mention-subscribers = For those who subscribed to { $tags }:
direct-why = You get this because you subscribed to { $tags } in { $server }. /news subscriptions there changes how stories reach you.
direct-stop = Stop “{ $tag }”
direct-stopped = You are not subscribed to { $tag } any more. /news subscribe in the server brings it back.
direct-not-subscribed = You are not subscribed to that any more.
direct-closed = A story that you subscribed to did not reach you: Discord let no direct message of mine through. Allow direct messages in the server's privacy settings (click its name → Privacy Settings), then press the button. Or have stories in another way: /news subscriptions.
direct-again = Write to me again
direct-opened = I write to you again with the next story.

# A role that the bot makes for those who subscribed to a tag.
role-name = { $tag } news
