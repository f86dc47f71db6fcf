# Was erwartbar schiefgeht: je ein Satz, der die Sache nennt und sagt, was hilft.

error-internal = Bei uns ist etwas schiefgegangen, und es wurde protokolliert. Versuche es noch einmal; passiert es wieder, sag es denen, die diesen Bot betreiben.

error-feed = { $url } konnte nicht gelesen werden. Öffne die Adresse im Browser und sieh nach, was dort steht.
error-address-refused = { $url } wird nicht gelesen: { $why }. Gib eine öffentliche Adresse mit http oder https an; wer diesen Bot betreibt, kann einen privaten Host mit feeds.allowed_hosts erlauben.
error-fetch-failed =
    { $status ->
        [0] { $url } hat nicht geantwortet: { $why }. Prüfe die Adresse oder versuche es später noch einmal.
        [401] { $url } verlangt eine Anmeldung (HTTP 401), und die hat dieser Bot nicht. Gib eine Adresse an, die alle lesen dürfen.
        [403] { $url } lässt sich von diesem Bot nicht lesen (HTTP 403). Frag die Betreiber der Seite oder gib eine andere Adresse an.
        [404] { $url } gibt es nicht (HTTP 404). Prüfe die Adresse auf Tippfehler.
        [410] { $url } gibt es nicht mehr (HTTP 410). Wenn es eine neue Adresse gibt, füge sie mit /feeds add hinzu.
        [429] { $url } möchte seltener gelesen werden (HTTP 429). Später wird es wieder versucht; wer diesen Bot betreibt, kann feeds.interval_minutes erhöhen.
       *[other] { $url } hat mit HTTP { $status } geantwortet: { $why }. Versuche es später noch einmal.
    }
error-too-large = { $url } ist größer als { $limit } Bytes. Gib einen kleineren Feed an; wer diesen Bot betreibt, kann feeds.max_megabytes erhöhen.
error-not-a-feed =
    { $looks_like ->
        [html]
            { $feed_count ->
                [0] { $url } ist eine Webseite und kein Feed. Such dort nach einem Link namens RSS oder Atom.
               *[other] { $url } ist eine Webseite und kein Feed. Gib den Feed an, den sie nennt: { $feeds }
            }
        [empty] { $url } ist leer. Prüfe die Adresse oder warte, bis der Feed seinen ersten Artikel hat.
       *[other] { $url } ist kein Feed (RSS, Atom oder JSON Feed). Prüfe die Adresse im Browser.
    }
error-unreadable = { $url } war nicht zu verstehen: { $why }. Sag den Betreibern, dass ihr Feed kaputt ist, oder gib eine andere Adresse an.

error-publish = Discord hat nicht angenommen, was gesendet wurde. Es wird wieder versucht; /newsroom status zeigt, was wartet.
error-destination-gone = Den Kanal oder Thread gibt es nicht mehr, oder der Bot sieht ihn nicht. Gib dem Thema mit /tags edit einen anderen Kanal.
error-permission-missing = Dem Bot fehlt dort die Berechtigung „{ $permission }“. Gib sie seiner Rolle in diesem Kanal; was wartet, geht dann von selbst hinaus.
error-card-gone = Diese Karte wurde in Discord gelöscht, also gibt es an ihr nichts zu ändern.
error-refused = Discord lehnt das endgültig ab: { $why } (Code { $discord_code }). Der Artikel wird dort nicht gepostet; /newsroom status führt ihn auf.
error-try-later = Discord bittet den Bot, { $seconds } Sekunden zu warten. Danach geht es von selbst weiter.
error-outcome-unknown = Discords Antwort ging verloren ({ $why }). Der Bot prüft, ob es geklappt hat, bevor er es wieder versucht.

# Was jemand eingegeben hat, oder was nicht da war (oder schon da war).

error-source-already-there = Dieser Server folgt { $url } schon. /feeds list zeigt es.
error-tag-already-there = Es gibt schon ein Thema „{ $label }“. Wähle einen anderen Namen oder sieh es dir mit /tags list an.
error-pattern = Das Muster { $pattern } geht nicht; der Leser der Muster sagt „{ $why }“. Schreib es in der Syntax von RE2; die kennt kein Look-ahead und keine Rückverweise.
error-pattern-long = Das Muster hat mehr als { $limit } Zeichen. Teile es in kürzere auf.
error-forum-tag-required = Das Forum nimmt keinen Beitrag ohne einen seiner Tags. Wähle mit /tags edit einen für das Thema.
error-threads-full = Dieser Server hat so viele aktive Threads, wie Discord erlaubt. Archiviere einige und versuche es noch einmal.
error-emoji-gone = Das Emoji { $emoji } wurde gelöscht oder lässt sich hier nicht verwenden. Wähle ein anderes.
error-vote-set-already-there = Dieser Server hat schon eine Umfragevorlage „{ $name }“. Wähle einen anderen Namen.
error-no-such-card = Der Artikel dieser Karte ist nicht mehr bekannt, also gibt es nichts zu öffnen.
error-discussion-taken-back = Die Moderation hat diesen Artikel zurückgezogen, seine Diskussion wird also nicht mehr geöffnet.
error-panel-old = Das wurde schon beantwortet oder ist zu alt. Benutze den Befehl noch einmal.
error-renamed-meanwhile = „{ $old }“ heißt inzwischen „{ $name }“, also wurde nichts geändert. Benutze den Befehl noch einmal, um zu sehen, was er täte.
error-panel-of-another = Antworten kann hier nur, wer gefragt hat. Benutze den Befehl selbst.
error-door-closed = Discord hat keine Direktnachricht von mir zu dir gelassen. Erlaube Direktnachrichten in den Privatsphäre-Einstellungen dieses Servers (Rechtsklick auf seinen Namen → Privatsphäre-Einstellungen) und versuche es noch einmal.
error-role-gone = Diese Rolle gibt es nicht mehr.
error-reader-gone = Diese Person ist nicht mehr auf diesem Server.
error-quiet-hours = „{ $typed }“ sind keine Ruhezeiten. Gib an, wann sie beginnen und enden, wie 22:00-7:00.
error-time-zone = Es gibt keine Zeitzone „{ $name }“. Gib die einer Stadt an, wie Europe/Berlin, oder Stunden ab UTC, wie UTC+2.
error-time-zone-near = Es gibt keine Zeitzone „{ $name }“. Meinst du { $near }?

# Ein Filter, der keinen Sinn ergibt: `at` zählt Zeichen ab 1, `here` ist, was dort steht.

error-filter-empty = Der Filter ist leer. Gib Wörter ein, wie: talks or "peace plan", oder - für keinen Filter.
error-filter-long = Ausgeschrieben hat der Filter mehr als { $limit } Zeichen. Nimm weniger Wörter oder ein Muster wie /talk(s|ing)/.
error-filter-deep = Der Filter ist bei Zeichen { $at } mehr als { $limit } Klammern tief, vor „{ $here }“. Nimm einige weg.
error-filter-patterns = Der Filter hat bei Zeichen { $at } mehr als { $limit } Muster, vor „{ $here }“. Fasse mehrere zusammen, etwa /gespräche|waffenruhe/, oder gib Wörter ein.
error-filter-bracket-open = Die Klammer bei Zeichen { $at }, „{ $here }“, geht nie zu. Setz ein ), wo sie endet.
error-filter-bracket-closes = Das ) bei Zeichen { $at } schließt nichts. Nimm es weg, oder setz vorher ein (.
error-filter-quote-open = Das Anführungszeichen bei Zeichen { $at }, „{ $here }“, geht nie zu. Setz ein ", wo die Wörter enden.
error-filter-pattern-open = Das Muster bei Zeichen { $at }, „{ $here }“, endet nie. Beende es mit / (eins darin schreibst du \/), oder setz das Wort in Anführungszeichen.
error-filter-no-letters = „{ $here }“ bei Zeichen { $at } hat keinen Buchstaben und keine Ziffer zum Suchen. Nimm es weg, oder gib ein Wort ein.
error-filter-field = „{ $name }:“ bei Zeichen { $at } kennt der Filter nicht: Es gibt category: und hashtag:. Suchst du die Wörter selbst, setz sie in Anführungszeichen.
error-filter-word-missing = Bei Zeichen { $at } fehlt ein Wort, vor „{ $here }“. Suchst du das Wort selbst, setz es in Anführungszeichen.
error-filter-word-missing-end = Der Filter hört zu früh auf: Am Ende fehlt ein Wort.

# Was an einer Adresse nicht stimmt oder an dem, was von dort kam: steht für `why` in den Sätzen oben.

trouble-no-address = Das ist keine Adresse, die sich lesen lässt
trouble-not-web = Gelesen werden nur Adressen mit http und https
trouble-with-password = Sie enthält einen Benutzernamen oder ein Passwort
trouble-no-host = Sie nennt keinen Host
trouble-not-public = Die Adresse liegt nicht im öffentlichen Internet
trouble-in-numbers = So schreibt man keine Adresse aus Zahlen
trouble-private-name = Der Name gehört zu einem privaten Netz
trouble-leads-inside = Der Name führt zu einer Adresse, die nicht im öffentlichen Internet liegt
trouble-unknown-name = Unter diesem Namen ist kein Server bekannt
trouble-unreachable = Der Server ist nicht zu erreichen
trouble-untrusted = Dem Zertifikat des Servers ist nicht zu trauen
trouble-broke-off = Der Server brach ab oder antwortete etwas, das kein HTTP ist
trouble-too-slow = Die Antwort kam nicht rechtzeitig ganz an
trouble-too-many-redirects = Sie leitet zu oft weiter
trouble-lost-redirect = Sie leitet ins Leere weiter
trouble-unasked = Der Server sagt, es habe sich nichts geändert, ist danach aber nicht gefragt worden
trouble-server-broken = Der Server hat Schwierigkeiten
trouble-no-content = Der Server hat keinen Inhalt geschickt
trouble-damaged = Die Antwort ist beschädigt oder auf unbekannte Weise gepackt
trouble-no-text = Das ist keine Seite mit Text
trouble-empty-page = Die Seite ist leer
trouble-is-feed = Das ist ein Feed
trouble-slow-reading = Das Lesen dauerte zu lange
trouble-reader-failed = Der Bot ist beim Lesen gescheitert
