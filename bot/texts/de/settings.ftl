# /newsroom settings: was für den ganzen Server gilt. Namen sind schon maskiert.

settings-heading = **Was für den ganzen Server gilt**
settings-line = - { $name }: **{ $value }**
settings-name-language = Sprache für alle
settings-name-time-zone = Zeitzone
settings-name-review-channel = Prüfkanal
settings-name-moderator-role = Rolle der Moderation
settings-name-quiet = Ruhezeiten
settings-name-cards-per-hour = Karten je Stunde in einem Kanal
settings-name-poll-length = Umfragen laufen
settings-name-ping-from = Ab so vielen Abos wird die Rolle eines Themas erwähnt
settings-name-votes = Gefragt wird, wenn ein Thema nichts anderes sagt
settings-name-review-length = Ein Artikel wartet auf die Moderation, bis er verfällt
settings-name-clips-per-day = Links, die ein Mitglied am Tag vorschlagen darf
settings-name-clip-role = Vorschläge werden sofort gepostet von
settings-language-auto = wie der Server es in Discord hat
settings-language-now = wie der Server es in Discord hat: { $language }
settings-channel-none = ein Kanal, in dem Discord eigene Hinweise postet
settings-role-none = niemand gewählt
settings-quiet-none = keine
settings-cards-any = so viele, wie es gibt
settings-cards =
    { $count ->
        [one] eine; mehr stehen nur in Überblicken
       *[other] { $count }; mehr stehen nur in Überblicken
    }
settings-poll-default = so lang, wie der Betrieb dieses Bots es vorgibt
settings-poll-usual = { $length }, wie der Betrieb dieses Bots es vorgibt
settings-poll-days =
    { $count ->
        [one] einen Tag
       *[other] { $count } Tage
    }
settings-poll-hours =
    { $count ->
        [one] eine Stunde
       *[other] { $count } Stunden
    }
settings-votes-none = was man von der Nachricht hält
settings-clip-role-none = niemandem: die Moderation sieht jeden an
settings-clips =
    { $count ->
        [0] keine: Vorschläge sind aus
        [one] einer
       *[other] { $count }
    }
settings-review-public = ⚠️ { $channel } können alle lesen, und damit auch die zurückgehaltenen Artikel und was der Moderation gesagt wird. Wähle einen Kanal, den nur sie sieht.
settings-role-without-commands = ⚠️ { $role } kann die Knöpfe der Moderation drücken; ihre Befehle sieht die Rolle nur mit „Nachrichten verwalten“, oder wie unter Servereinstellungen → Integrationen festgelegt.
settings-below = -# Die Menüs unten, von oben: die Sprache; der Kanal und die Rolle der Moderation (wer sie hat, sieht den Kanal, den /newsroom setup für sie anlegt); was gefragt wird.
settings-quiet-now = -# Gerade ist Ruhezeit: Karten warten bis { $until }. /story breaking lässt eine sofort hinaus.

settings-choose-language = Sprache für alle
settings-choose-channel = Prüfkanal: zurückgehaltene Artikel, und was zu beheben ist
settings-choose-role = Rolle der Moderation
settings-choose-votes = Was gefragt wird
settings-type = Uhrzeiten und Zahlen …
settings-clips-form = Prüfung und Vorschläge …
settings-mine = Nimm, was ich eingegeben habe
settings-form-title-type = Uhrzeiten und Zahlen
settings-form-title-clips = Prüfung und Vorschläge
settings-form-review = Wie lange ein Artikel auf Moderation wartet
settings-form-review-hint = Wie 2 d oder 36 h, höchstens 7 d; dann verfällt er
settings-form-clips = Links je Mitglied am Tag
settings-form-clips-hint = Eine ganze Zahl; 0 oder - für keine
settings-form-clip-role = Rolle, deren Links sofort gepostet werden
settings-form-clip-role-hint = Leer lassen, damit die Moderation jeden zuerst ansieht
settings-form-zone = Zeitzone
settings-form-zone-hint = Eine Stadt, oder ein Name wie Europe/Berlin
settings-form-quiet = Ruhezeiten
settings-form-quiet-hint = Wie 22:00-07:00; leer für keine
settings-form-cards = Karten je Stunde in einem Kanal
settings-form-cards-hint = Mehr stehen nur in Überblicken; leer für so viele, wie es gibt
settings-form-poll = Wie lange Umfragen laufen
settings-form-poll-hint = Wie 3 d oder 36 h, höchstens 7 d; leer: wie der Betrieb dieses Bots es vorgibt
settings-form-ping = Ab so vielen Abos wird eine Rolle erwähnt
settings-form-ping-hint = Bei weniger werden alle einzeln in der Diskussion erwähnt

settings-made = ✓ { $name }: { $old } → **{ $new }**
settings-expiring =
    { $count ->
        [one] ⚠️ Ein Artikel wartet schon länger: Er verfällt in einer Minute, wenn du es nicht zurückstellst.
       *[other] ⚠️ { $count } Artikel warten schon länger: Sie verfallen in einer Minute, wenn du es nicht zurückstellst.
    }
settings-nothing-new = Nichts wurde geändert: Es war schon so.
settings-meanwhile = { $who } hat inzwischen das geändert: { $name }: { $old } → **{ $new }**. Das blieb.
settings-refused = Inzwischen hat jemand dasselbe geändert wie du, also wurde nichts von dir übernommen:
settings-refused-by = - { $who }: { $name }: { $old } → **{ $new }**
settings-refused-yours = - Du wolltest: { $name }: **{ $new }**
settings-choose-again = Wähle noch einmal, wenn du das noch willst.
settings-somebody = Jemand
settings-note = ⚠️{" "}{ $note }

error-cards-per-hour = „{ $typed }“ ist keine Zahl von Karten je Stunde. Gib eine ganze Zahl von 1 bis { $most } an, oder - für so viele, wie es gibt.
error-ping-from = „{ $typed }“ ist keine Zahl von Abos. Gib eine ganze Zahl von 1 bis { $most } an.
error-poll-length = „{ $typed }“ ist keine Dauer für eine Umfrage. Gib Tage an wie 3 d oder Stunden wie 36 h, von 1 h bis { $most } d, oder - für das, was der Betrieb dieses Bots vorgibt.
error-language = „{ $typed }“ ist keine der Sprachen, die es gibt. Nimm eine aus der Auswahl.
error-review-channel = { $channel } kann nicht der Prüfkanal sein. Wähle einen Textkanal, den der Bot sieht.
error-moderator-role = Die Rolle @everyone haben alle. Wähle eine, die nur die Moderation hat.
error-clips-per-day = „{ $typed }“ ist keine Anzahl von Links. Gib eine ganze Zahl von 1 bis { $most } an, oder -, damit niemand welche vorschlagen kann.
error-review-length = „{ $typed }“ ist keine Zeit, die Artikel warten können. Gib Tage oder Stunden an, wie 2 d oder 36 h, höchstens { $most } Tage.
error-clip-role = Die Rolle @everyone haben alle. Wähle die Rolle derer, deren Links die Moderation nicht ansehen muss.
