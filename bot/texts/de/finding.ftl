# Artikel finden. Titel, Namen und Quellen sind schon maskiert.

error-no-such-story = Hier gibt es keinen Artikel „{ $story }“. Nimm einen, der beim Tippen angeboten wird, oder such mit /news search.
error-no-such-subject = Hier gibt es kein Thema „{ $name }“. /news browse zeigt, was es gibt.
error-no-such-subject-near = Hier gibt es kein Thema „{ $name }“. Meinst du „{ $near }“? /news browse zeigt, was es gibt.
error-no-words = Da ist kein Wort, nach dem sich suchen lässt. Schreib eins aus dem Artikel, oder seinen Anfang; /news latest zeigt die neuesten.
error-no-tag-name = Schreib den Namen eines Themas, oder nimm eins, das beim Tippen angeboten wird. /news browse zeigt, was es gibt.
error-story-gone = Diesen Artikel gibt es hier nicht mehr.
error-saved-full = Du hast hier { $limit } Artikel gespeichert, und mehr geht nicht. Nimm einige mit /news saved weg.
error-not-saved = Du hast hier keinen Artikel „{ $story }“ gespeichert. /news saved zeigt deine.

finding-latest = **Neueste Artikel**
finding-latest-tag = **Neueste Artikel zu { $tag }**
finding-none = Noch keine Artikel. Sie stehen hier, sobald ihre Karten gepostet sind.
finding-none-tag = Noch keine Artikel zu { $tag }.
finding-search = **Artikel mit „{ $words }“**
finding-search-alike = Nichts enthält „{ $words }“. **Artikel mit ähnlichen Wörtern**
finding-search-none = Kein Artikel enthält „{ $words }“. Versuche es mit weniger Wörtern oder mit dem Anfang von einem.
finding-search-beyond =
    Kein Artikel{ $tagged ->
        [0] {""}
       *[other] { " zu " }{ $tag }
    }{ $days ->
        [0] {""}
        [1] { " vom letzten Tag" }
        [7] { " aus der letzten Woche" }
        [31] { " aus dem letzten Monat" }
       *[other] { " aus dem letzten Jahr" }
    } enthält „{ $words }“. { $alike ->
        [0] **Alle Artikel, die es enthalten**
       *[other] **Alle Artikel mit ähnlichen Wörtern**
    }
finding-votes =
    { $voters ->
        [one] 1 Stimme
       *[other] { $voters } Stimmen
    }
finding-card = Karte

finding-saved =
    { $count ->
        [one] **Ein gespeicherter Artikel**; das siehst nur du
       *[other] **{ $count } gespeicherte Artikel**; das siehst nur du
    }
finding-saved-none = Du hast hier keinen Artikel gespeichert. Der Knopf „Speichern“ auf einer Karte setzt einen auf diese Liste.
finding-saved-now = Gespeichert: { $title }. /news saved zeigt deine Liste, und nur du siehst sie.
finding-saved-no-more = Nicht mehr gespeichert: { $title }.
finding-save = Speichern
