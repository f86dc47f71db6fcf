# /story: was die Moderation über einen einzelnen Artikel entscheidet. Titel sind schon maskiert.

story-breaking = **{ $title }** ist eine Eilmeldung: Weder Ruhezeiten noch die Kartenzahl je Stunde halten sie auf, und ihre Karte sagt es.
story-breaking-review = Von selbst geht sie aber nicht hinaus: Ihr Thema oder ihre Quelle hält sie für die Moderation zurück.
story-breaking-paused = Vor /newsroom resume geht aber nichts hinaus: Diese Redaktion ist angehalten.
story-breaking-held = Noch kann sie aber nicht hinaus: { $why }

error-breaking-already = „{ $title }“ ist schon eine Eilmeldung.
error-no-recent-story = Kein Artikel der letzten { $days } Tage passt zu „{ $story }“. Nimm einen aus der Auswahl.
