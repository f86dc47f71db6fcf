# Überblicke: was jemand verpasst hat, zu seiner Stunde, und der Überblick eines Kanals. Namen sind schon maskiert.

digest-daily = Deine Nachrichten des Tages von { $server }
digest-weekly = Deine Nachrichten der Woche von { $server }
digest-glance = Was du auf { $server } vielleicht verpasst hast
digest-voted =
    { $voters ->
        [one] 1 Stimme
       *[other] { $voters } Stimmen
    }
digest-said =
    { $count ->
        [one] 1 Kommentar
       *[other] { $count } Kommentare
    }
digest-more =
    { $count ->
        [one] Und 1 weiterer Artikel: /news latest
       *[other] Und { $count } weitere Artikel: /news latest
    }
digest-card = (zur Karte)
digest-stop = Diesen Überblick beenden
digest-now = Jetzt einen zeigen
digest-try-again = Noch einmal versuchen

# Die Antwort auf /news digest. weekday: 0 ist Montag.
digest-is-daily = Dein Überblick kommt als Direktnachricht, täglich um { $time } ({ $zone }). Der nächste: { $next }. Gibt es nichts Neues, kommt nichts.
digest-is-weekly =
    Dein Überblick kommt als Direktnachricht, jeden { $weekday ->
        [0] Montag
        [1] Dienstag
        [2] Mittwoch
        [3] Donnerstag
        [4] Freitag
        [5] Samstag
       *[6] Sonntag
    } um { $time } ({ $zone }). Der nächste: { $next }. Gibt es nichts Neues, kommt nichts.
digest-waits = Deine Ruhezeiten ({ $hours }) gelten dann noch, also kommt er, wenn sie enden. /news subscriptions ändert sie.
digest-zone-hint = Das ist die Zeitzone des Servers; mit /news digest und „zeitzone“ wählst du deine.
digest-shut = Zurzeit erreicht er dich nicht: Discord lässt keine Direktnachricht von mir durch. Erlaube sie (Rechtsklick auf den Server → Privatsphäre-Einstellungen) und drück dann „Noch einmal versuchen“.
digest-none = Du hast keinen Überblick von diesem Server. /news digest mit „wie_oft“ und „um“ schickt dir einen am Tag oder in der Woche mit dem, was am meisten diskutiert wurde, aus deinen Themen oder sonst aus allen.
digest-none-anyway = Du hast keinen Überblick von jenem Server (mehr).
digest-stopped = Beendet: keine Überblicke mehr von jenem Server. /news digest dort bringt sie zurück.
digest-none-here = Du hast keinen Überblick von diesem Server.
digest-stopped-here = Beendet: keine Überblicke mehr von diesem Server. /news digest bringt sie zurück.
digest-nothing = Im Moment gibt es nichts für einen Überblick.

# Die Antwort auf /newsroom digest.
digest-channel-is-daily = { $channel } bekommt täglich um { $time } ({ $zone }) einen Überblick. Der nächste: { $next }.
digest-channel-is-weekly =
    { $channel } bekommt jeden { $weekday ->
        [0] Montag
        [1] Dienstag
        [2] Mittwoch
        [3] Donnerstag
        [4] Freitag
        [5] Samstag
       *[6] Sonntag
    } um { $time } ({ $zone }) einen Überblick. Der nächste: { $next }.
digest-channel-waits = Die Ruhezeiten des Servers ({ $hours }) gelten dann noch, also kommt er, wenn sie enden.
digest-channel-what = Er enthält die Artikel, die alle sehen dürfen, die diesen Kanal sehen, die meistdiskutierten zuerst; gibt es keine, kommt nichts.
digest-channel-none = Kein Kanal hat einen Überblick. Nenne einen, und mit „wie_oft“, wann.
digest-channel-stopped = { $channel } bekommt keine Überblicke mehr.
digest-channel-none-anyway = { $channel } hat keinen Überblick.
digest-in-channel-daily = Die Nachrichten des Tages
digest-in-channel-weekly = Die Nachrichten der Woche

error-time-of-day = „{ $typed }“ ist keine Uhrzeit. Schreib sie wie 8:00, 20:30 oder 20 Uhr.
error-digest-day = Ein täglicher Überblick hat keinen Wochentag. Lass „wochentag“ weg, oder wähle jede Woche.
error-digest-channel = Nenne auch den Kanal.
error-digests-full = Dieser Server hat schon { $limit } Überblicke. Beende erst einen: /newsroom digest mit „wie_oft“: gar nicht mehr.

notice-digest-permission = Der Überblick für { $channel } ließ sich nicht senden: Mir fehlt dort „{ $permission }“. Gib das meiner Rolle in den Einstellungen dieses Kanals; der nächste Überblick enthält diese Artikel auch.
notice-digest-channel-gone = Ein Überblick sollte in einen Kanal gehen, den es nicht mehr gibt, also habe ich ihn beendet. /newsroom digest gibt einem anderen Kanal einen.
