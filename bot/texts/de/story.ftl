# /story: was die Moderation über einen einzelnen Artikel entscheidet. Titel sind schon maskiert.

story-breaking = **{ $title }** ist eine Eilmeldung: Ruhezeiten halten sie nicht auf, und ihre Karte sagt es.

error-breaking-already = „{ $title }“ ist schon eine Eilmeldung.
error-no-recent-story = Kein Artikel der letzten { $days } Tage passt zu „{ $story }“. Nimm einen aus der Auswahl.
