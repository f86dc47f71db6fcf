# Die Karte eines Artikels und seine Umfrage. Namen und Texte sind schon maskiert.
#
# Wörter: story = Artikel, tag = Thema, card = Karte, discussion = Diskussion, poll = Umfrage,
# vote set = Umfragevorlage, option = Antwort, feed = Feed, source = Quelle, digest = Überblick,
# newsroom = Redaktion, pointer = Verweis, reader = wer liest; Tag heißt nur Discords Tag eines Forums.

card-author = von { $author }
card-clipper = gefunden von { $author }
card-tags = Themen: { $tags }
# Was Seite oder Feed selbst angeben: Rubrik und Hashtags folgen.
card-filed = Dort eingeordnet unter
card-source = Quelle: { $source }
card-read = Artikel lesen
card-results = Ergebnis
card-vote-here = Abstimmen und diskutieren
card-see-here = Karte und Diskussion ansehen
card-vote = { $question } Reagiere unten:
card-vote-several = { $question } Reagiere unten, mehrere Antworten zählen:
card-option = { $emoji } { $label }
card-image = Bild zum Artikel „{ $title }“
card-discuss = Diskutieren
card-corrected = berichtigt { $when }
card-closes = Endet { $when }
card-share = { $emoji } { $percent } %
card-so-far = Bisher, von { $voters } Personen:
card-untitled = Artikel ohne Titel

# Die Umfragevorlage für Nachrichten, wenn der Server keine eigene hat.
vote-question = Was hältst du davon?
vote-good = gute Nachricht
vote-bad = schlechte Nachricht
vote-unsure = nicht sicher

card-subscribe = Abonnieren
# Die Rollen derer, die seine Themen abonniert haben, als Discords Erwähnungen.
card-for = Für { $roles }
card-breaking = **Eilmeldung**
