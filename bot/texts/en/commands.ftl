# What commands say when they can't even begin, their own names excepted.

command-server-only = This works only in a server. Go to one that has the bot, and try again there.
command-outdated = This command has changed since your Discord loaded it. Restart Discord (Ctrl+R), and try again.
command-forbidden = You may not use this command here. Ask an owner of the server; they decide under Server Settings → Integrations.
command-permission = That takes the permission “{ $permissions }”, which you don't have (any more). Ask an owner of the server.
command-bad-value = “{ $value }” can't be used there. Pick one of those offered.
command-more = … and { $count } more.

# Stands for a title.
command-hidden-story = a story in a channel that you can't see
