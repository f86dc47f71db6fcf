# Ergebnisse von Umfragen. Titel und Antworten sind schon maskiert.

error-no-discussion = Dieser Kanal ist keine Diskussion eines Artikels. Nenne einen Artikel, oder benutze /news results in der Diskussion von einem.
error-no-poll = Zu diesem Artikel gibt es hier keine Umfrage. Benutze /news results in der Diskussion eines Artikels, oder nimm einen aus der Auswahl.

results-question = { $question }
results-option = { $emoji } { $label }: { $percent } % ({ $count })
results-voters = Anteile an den { $voters } Personen, die abgestimmt haben.
results-voters-multi = Anteile an den { $voters } Personen, die abgestimmt haben; alle konnten mehrere Antworten wählen.
results-too-few =
    { $voters ->
        [0] Noch hat niemand abgestimmt. Reagiere als Erste oder Erster auf die Karte.
        [one] Bisher hat eine Person abgestimmt; Anteile werden ab { $fewest } Personen gezeigt.
       *[other] Bisher haben { $voters } Personen abgestimmt; Anteile werden ab { $fewest } gezeigt.
    }
# Von einer Umfrage, die keine Stimmen mehr nimmt. Die Zahl der wenigen wurde vielleicht auf Wunsch vergessen.
results-too-few-ended =
    { $voters ->
        [0] Es wurden keine Stimmen gezählt.
        [one] Nur eine Person hat abgestimmt; Anteile werden ab { $fewest } Personen gezeigt.
       *[other] Nur { $voters } Personen haben abgestimmt; Anteile werden ab { $fewest } gezeigt.
    }
results-several =
    { $several ->
        [one] Eine Person hat mehrmals gewählt; das Letzte zählt.
       *[other] { $several } Personen haben mehrmals gewählt; das Letzte zählt.
    }
results-ambiguous =
    { $ambiguous ->
        [one] Eine Person zählt nicht: Sie hat mehrmals gewählt, und niemand weiß, was zuletzt.
       *[other] { $ambiguous } Personen zählen nicht: Sie haben mehrmals gewählt, und niemand weiß, was zuletzt.
    }
results-closed = Die Umfrage ist beendet. Spätere Reaktionen zählen nicht.
results-closed-unverified = Die Umfrage ist beendet. Spätere Reaktionen zählen nicht. Ihr Ergebnis ist nicht abgeglichen: Discord hat am Ende nicht gesagt, wer reagiert hat, also fehlen vielleicht Stimmen.
results-orphaned = Die Karte wurde gelöscht; das ist der letzte Stand.
results-where = [Auf der Karte abstimmen]({ $link })
results-card = [Zur Karte]({ $link })

# Ein Ergebnis anderen zeigen, und als Bild.
results-share = Hier zeigen
results-picture = Als Bild
results-picture-here = Das siehst nur du; speichere das Bild, um es anderswo zu zeigen.
results-figures = { $percent } % ({ $count })
error-share-too-few = Zu wenige haben abgestimmt: Anteile werden ab { $fewest } Personen gezeigt.
error-share-hidden = Nicht alle, die diesen Kanal lesen, dürfen diesen Artikel sehen, also lässt sich sein Ergebnis hier nicht zeigen.
error-share-may-not-write = Du darfst in diesem Kanal nicht schreiben, also kann ich das Ergebnis hier nicht für dich zeigen. Du selbst siehst es trotzdem.
