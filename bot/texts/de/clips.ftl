# /clip: Links, die Mitglieder als Artikel vorschlagen. Titel, Links und Namen sind schon maskiert.

clip-proposed = Danke! „{ $title }“ wartet jetzt auf die Moderation. Ich schreibe dir, wenn sie entschieden hat.
clip-why =
    { $why ->
        [no-tag] -# Deine Links gehen hier von selbst hinaus, aber zu diesem passt kein Thema.
        [held-by-tag] -# Deine Links gehen hier von selbst hinaus, aber sein Thema sieht sich die Moderation immer an.
        [held-by-word] -# Deine Links gehen hier von selbst hinaus, aber darin steht ein Wort, das sich die Moderation ansehen will.
        [held-by-outlet] -# Deine Links gehen hier von selbst hinaus, aber die Artikel dieses Mediums sieht sich die Moderation immer an.
        [held-undated] -# Deine Links gehen hier von selbst hinaus, aber die Seite nennt kein Datum.
       *[other] -# Deine Links gehen hier von selbst hinaus, aber eine Regel dieses Servers hält diesen zurück.
    }
clip-out = Danke! „{ $title }“ geht gleich hinaus.
clip-here = Das gibt es hier schon: { $card }
clip-here-discussion = Das gibt es hier schon: { $card } · { $thread }
clip-coming = „{ $title }“ ist hier schon bekannt, seine Karte ist unterwegs.
clip-waiting = „{ $title }“ wartet schon auf die Moderation.
clip-mine = Das hast du schon vorgeschlagen: Es wartet auf die Moderation.
clip-decided = Über „{ $title }“ hat die Moderation schon entschieden: Es wird hier nicht gepostet.
clip-expired = „{ $title }“ hat hier schon einmal gewartet, und niemand hat rechtzeitig entschieden. Die Moderation kann es zurückholen.
clip-was-here = „{ $title }“ war schon hier. /news search findet, was davon noch da ist.

clip-none = In dieser Nachricht steht kein Link, der ein Artikel sein könnte.
clip-which = Welcher dieser Links soll hier ein Artikel werden?
clip-choose = Link wählen

error-clip-off = Hier kann niemand Links vorschlagen: Wer den Server führt, hat das mit /newsroom settings abgeschaltet.
error-clip-limit =
    { $most ->
        [one] Du kannst hier einen Link am Tag vorschlagen. Den nächsten { $again }.
       *[other] Du kannst hier { $most } Links am Tag vorschlagen. Den nächsten { $again }.
    }
error-clip-busy = Dein voriger Link wird noch gelesen. Warte seine Antwort ab, dann gib den nächsten an.
error-clip-link = „{ $link }“ ist keine Adresse einer Webseite. Gib eine an, die mit https:// oder http:// beginnt.
error-clip-long = Diese Adresse ist zu lang: höchstens { $most } Zeichen. Nimm die, die der Teilen-Knopf der Seite angibt.
error-clip-home = { $link } ist die Startseite einer Website und kein Artikel. Öffne den Artikel und gib seine eigene Adresse an.
error-clip-address = { $link } kann nicht gelesen werden: Die Adresse führt zu keiner öffentlichen Seite. Gib eine an, die alle öffnen können.
error-clip-no-answer =
    { $status ->
        [0] { $link } hat nicht geantwortet. Prüfe die Adresse, oder versuche es später noch einmal.
        [401] { $link } verlangt eine Anmeldung. Gib eine Seite an, die alle lesen können.
        [403] { $link } lässt sich von diesem Bot nicht lesen. Gib eine andere Seite mit demselben Artikel an.
        [404] { $link } gibt es nicht. Prüfe die Adresse auf Tippfehler.
        [410] { $link } gibt es nicht mehr. Gib eine andere Seite mit demselben Artikel an.
       *[other] { $link } antwortete mit einem Fehler (HTTP { $status }). Versuche es später noch einmal.
    }
error-clip-large = { $link } ist zu groß zum Lesen. Gib eine andere Seite mit demselben Artikel an.
error-clip-unreadable = { $link } konnte nicht als Seite gelesen werden. Gib die Adresse eines Artikels an.
error-clip-feed = { $link } ist ein Feed und kein Artikel. Gib die Adresse eines Artikels an. Wer den Server führt, nimmt Feeds mit /feeds add auf.
error-clip-no-story = { $link } hat keinen Titel und keinen Text, den man zeigen könnte. Gib die Adresse eines Artikels an.
error-clip-blocked = Die Moderation lässt hier nichts von { $outlet } herein, deshalb wurde es nicht angenommen.

card-clipped = vorgeschlagen von { $who }

clip-told-posted = **{ $title }**, dein Vorschlag in { $server }, wurde gepostet: { $card }
clip-told-merged = **{ $title }**, dein Vorschlag in { $server }, gehört jetzt zu einem Artikel, den es dort schon gibt: { $card }
clip-told-merged-unseen = **{ $title }**, dein Vorschlag in { $server }, gehört jetzt zu einem anderen Artikel.
clip-told-rejected = **{ $title }**, dein Vorschlag in { $server }, wurde von der Moderation nicht angenommen.
clip-told-rejected-because = **{ $title }**, dein Vorschlag in { $server }, wurde von der Moderation nicht angenommen: { $why }.
clip-told-expired = **{ $title }**, dein Vorschlag in { $server }, wurde nicht gepostet: Niemand hat rechtzeitig entschieden.
