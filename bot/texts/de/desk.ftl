# Was Moderatoren von Artikeln erfahren, die auf sie warten.
error-may-not-moderate = Dieser Artikel geht auch in einen Kanal, den du nicht moderierst: bitte jemanden mit der Moderationsrolle oder mit „Nachrichten verwalten“ dort.
error-may-not-everywhere = Das gilt auf dem ganzen Server: bitte jemanden mit der Moderationsrolle oder mit „Nachrichten verwalten“ auf dem Server oder in den Kanälen aller Themen.
error-already-decided = Über diesen Artikel ist schon entschieden.
error-already-decided-by = { $who } war schneller: { $kind ->
        [approved] Dieser Artikel wurde freigegeben,
        [rejected] Dieser Artikel wurde abgelehnt,
        [blocked] Dieser Artikel wurde abgelehnt und sein Medium gesperrt,
        [retracted] Dieser Artikel wurde zurückgezogen,
        [merged] Dieser Artikel wurde mit einem anderen zusammengelegt,
       *[other] Über diesen Artikel wurde entschieden,
    } { $at }.
error-already-decided-yourself = Das warst du selbst: { $kind ->
        [approved] Du hast diesen Artikel freigegeben,
        [rejected] Du hast diesen Artikel abgelehnt,
        [blocked] Du hast diesen Artikel abgelehnt und sein Medium gesperrt,
        [retracted] Du hast diesen Artikel zurückgezogen,
        [merged] Du hast diesen Artikel mit einem anderen zusammengelegt,
       *[other] Du hast über diesen Artikel entschieden,
    } { $at }.
error-already-decided-itself = { $kind ->
        [expired] Über diesen Artikel hat niemand rechtzeitig entschieden: Er ist { $at } verfallen. /desk undo holt ihn zurück.
       *[other] Über diesen Artikel ist schon entschieden, { $at }.
    }
error-reason-long = Der Grund ist zu lang: höchstens { $most } Zeichen.
error-reason-missing = Sag in ein paar Worten, warum.
error-trust-no-source = Kein Feed dieses Servers hat diesen Artikel gebracht, also gibt es nichts, dem zu trauen wäre: Ein Mitglied hat ihn vorgeschlagen, oder sein Feed wurde entfernt.
error-trusted-already = { $source } gilt schon als vertrauenswürdig: Ein Thema oder eine Regel hält diesen Artikel zurück. /desk rules zeigt die Regeln, /tags show die Themen.
error-block-no-outlet = Dieser Artikel nennt kein Medium und keine Adresse, also gibt es nichts zu sperren: Lehne ihn ab.
error-undo-nothing = Es gibt keine Entscheidung von dir, die sich zurücknehmen ließe.
error-undone-already = Diese Entscheidung wurde schon zurückgenommen.
error-undo-posted = „{ $title }“ ist draußen oder unterwegs: Das lässt sich nicht zurücknehmen. /story retract zieht den Artikel zurück und sagt es auf seiner Karte.
error-undo-late = Über „{ $title }“ wurde seitdem anders entschieden, also lässt sich das nicht zurücknehmen. /story why zeigt, was.
error-undo-never = { $kind ->
        [retracted] Eine Rücknahme lässt sich nicht widerrufen: „{ $title }“ wird nicht noch einmal gepostet. Schlage eine andere Seite darüber vor, wenn es doch eine Nachricht ist.
        [merged] Eine Zusammenlegung lässt sich nicht zurücknehmen: Die Leser von „{ $title }“ sind jetzt beim anderen Artikel.
        [moved] Das Verschieben lässt sich nicht zurücknehmen: Bring „{ $title }“ mit /story move wieder dorthin, wo er war.
        [applied] Was die Quelle von „{ $title }“ geändert hat, ist schon zu sehen: Schreib es mit /story edit anders.
        [kept] „{ $title }“ blieb, wie er war: Was die Quelle geändert hat, lässt sich mit /story edit schreiben.
       *[other] Das lässt sich nicht zurücknehmen: /story why zeigt „{ $title }“.
    }
error-story-changed = Der Artikel hat sich geändert, seit er dir gezeigt wurde: sieh ihn dir noch einmal an und entscheide dann.
error-no-tag-yet = Dieser Artikel hat kein Thema und ginge nirgendwohin: wähle zuerst eines mit „Themen …“.
error-no-held-story = Diesen Artikel gibt es hier nicht.
reject-off-topic = nicht für diesen Server
reject-duplicate = den Artikel haben wir schon
reject-unreliable = nicht verlässlich genug
reject-old = keine Nachricht mehr
reject-advertising = Werbung
reject-rules = gegen die Regeln dieses Servers
reject-other = ein anderer Grund

# /desk rules: what holds or blocks stories. Values arrive escaped, but in `-bare`.

desk-rules-heading = **Was Artikel hier für die Moderation zurückhält oder sperrt, was immer ihre Themen und Feeds sagen**
desk-rules-none = Keine Regel hält hier Artikel zurück oder sperrt sie: Nur Themen und Feeds entscheiden. /desk rules fügt eine hinzu: ein Wort, ein Medium zum Beobachten oder Sperren, Artikel ohne Datum, die ersten Artikel eines neuen Feeds.
desk-rules-line = - { $rule } · { $who }, { $when }
desk-rules-somebody = jemand
desk-rules-added = ✓ Neu: { $rule }
desk-rules-removed = ✓ Entfernt: { $rule }
desk-rules-idle = ⚠️ **{ $outlet }** steht unter Beobachtung und ist gesperrt: Es kommt nichts davon herein, also gibt es nichts zu beobachten. Entferne eine der beiden Regeln.
desk-rules-choose = Eine Regel entfernen …
desk-rules-ask = Diese Regel entfernen? { $rule }. Was sie bisher zurückgehalten oder gesperrt hat, bleibt so.
desk-rules-remove = Entfernen
desk-rules-keep = Behalten
desk-rule-word = Hält Artikel mit **{ $value }** zurück
desk-rule-watch = Hält Artikel von **{ $value }** zurück
desk-rule-block = Sperrt Artikel von **{ $value }**
desk-rule-undated = Hält Artikel **ohne Datum** zurück
desk-rule-first =
    { $count ->
        [one] Hält den **ersten Artikel** eines neuen Feeds zurück
       *[other] Hält die **ersten { $count } Artikel** eines neuen Feeds zurück
    }
desk-rule-word-bare = Zurückhalten: { $value }
desk-rule-watch-bare = Hält Artikel von { $value } zurück
desk-rule-block-bare = Sperrt Artikel von { $value }
desk-rule-undated-bare = Hält Artikel ohne Datum zurück
desk-rule-first-bare =
    { $count ->
        [one] Hält den ersten Artikel eines neuen Feeds zurück
       *[other] Hält die ersten { $count } Artikel eines neuen Feeds zurück
    }
error-desk-word-empty = Da steht kein Wort: Gib ein Wort oder eine Wendung an, die in den Artikeln steht, die warten sollen.
error-desk-outlet-empty = Da steht kein Medium: Gib seinen Namen an, wie seine Artikel ihn nennen, oder seine Adresse, wie example.com.
error-desk-word = Nach „{ $typed }“ lässt sich nicht suchen: Gib ein Wort oder eine Wendung mit Buchstaben oder Ziffern an, höchstens { $most } Zeichen.
error-desk-outlet = „{ $typed }“ ist kein Medium: Gib seinen Namen an, wie seine Artikel ihn nennen, oder seine Adresse, wie example.com, höchstens { $most } Zeichen.
error-desk-first = „{ $typed }“ ist keine Zahl von Artikeln: Gib eine ganze Zahl von 1 bis { $most } an, oder 0 für keine.
error-desk-rule-there = Diese Regel gibt es schon: { $kind ->
        [word] Artikel mit „{ $value }“ werden zurückgehalten
        [watch] Artikel von „{ $value }“ werden zurückgehalten
        [block] Artikel von „{ $value }“ sind gesperrt
        [undated] Artikel ohne Datum werden zurückgehalten
       *[first] die ersten { $value } eines neuen Feeds werden zurückgehalten
    }.
error-desk-rule-gone = Diese Regel gibt es nicht mehr: Jemand anders hat sie entfernt. /desk rules zeigt, welche es gibt.
error-desk-rules-many = Ein Server kann höchstens { $most } Regeln haben: Entferne zuerst welche, die niemand braucht.
