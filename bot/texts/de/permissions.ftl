# Wie Discord seine Berechtigungen nennt.

permission-add-reactions = Reaktionen hinzufügen
permission-attach-files = Dateien anhängen
permission-create-public-threads = Öffentliche Threads erstellen
permission-embed-links = Links einbetten
permission-manage-channels = Kanäle verwalten
permission-manage-messages = Nachrichten verwalten
permission-manage-roles = Rollen verwalten
permission-manage-server = Server verwalten
permission-manage-threads = Threads verwalten
permission-mention-everyone-here-and-all-roles = @everyone, @here und alle Rollen erwähnen
permission-read-message-history = Nachrichtenverlauf lesen
permission-send-messages = Nachrichten senden
permission-send-messages-in-threads = Nachrichten in Threads senden
permission-use-external-emojis = Externe Emojis verwenden
permission-view-channel = Kanal ansehen
