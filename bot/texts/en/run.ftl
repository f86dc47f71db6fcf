# What `newsclip run` prints beside its log.

run-connected = Newsclip is connected as { $name }. To add it to a server, open: { $link }
