# Was Moderierende an einem Artikel auf ihrem Server ändern.

error-story-unsure = Meinst du „{ $title }“? Nimm den Artikel aus der Auswahl, oder tippe seinen ganzen Titel.
error-no-such-story = Zu „{ $story }“ passt hier kein Artikel. Nimm einen aus der Auswahl, oder gib seine Adresse an.
