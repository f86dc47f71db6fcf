# Nachrichten für die Moderation in ihrem Kanal. Namen und Texte von Artikeln kommen hier schon maskiert an.

# `until` ist ein Zeitpunkt, den Discord als Dauer zeigt.
review-waits = **Wartet auf die Moderation** · verfällt { $until }
review-changed = **Die Quelle hat diesen Artikel geändert.** Hier steht er wie bisher, bis die Moderation entscheidet.
review-nothing-to-decide = Hier gibt es nichts mehr zu entscheiden.
review-posted = Gepostet: { $links }
review-nobody = niemand
review-verdict-approved = **Freigegeben** von { $who }, { $when }
review-verdict-rejected = **Abgelehnt** von { $who }, { $when }
review-verdict-expired = **Verfallen** { $when }: Niemand hat rechtzeitig entschieden.
review-verdict-edited = Bearbeitet von { $who }, { $when }
review-verdict-retagged = Themen geändert von { $who }, { $when }
review-verdict-trusted = Quelle als vertrauenswürdig eingestuft von { $who }, { $when }
review-verdict-blocked = **Abgelehnt** und Medium gesperrt von { $who }, { $when }
review-verdict-breaking = **Als Eilmeldung freigegeben** von { $who }, { $when }
review-called-breaking = Zur Eilmeldung gemacht von { $who }, { $when }
review-verdict-merged = Mit einem anderen Artikel **zusammengelegt** von { $who }, { $when }
review-verdict-moved = Verschoben von { $who }, { $when }
review-verdict-retracted = **Zurückgezogen** von { $who }, { $when }
review-verdict-locked = Diskussion geschlossen von { $who }, { $when }
review-verdict-reopened = Diskussion wieder geöffnet von { $who }, { $when }
review-verdict-applied = **Die Änderung wurde übernommen** von { $who }, { $when }
review-verdict-kept = **Unverändert gelassen** von { $who }, { $when }
review-because = Warum: { $why }
review-why = Warum er zurückgehalten wird
review-more = und { $count } weitere
review-goes = **Geht an** { $tags }
review-no-tag = noch nirgendwohin: Wähle mit „Themen …“ ein Thema
review-source = **Quelle** { $feed }: in 30 Tagen { $posted } gepostet, { $waiting } warten, { $rejected } abgelehnt
review-clipped = **Vorgeschlagen von** { $who }
review-part-title = Titel
review-part-lead = Vorspann
review-part-image = Bild
review-part-link = Link
review-here = Hier: { $words }
review-there = Quelle: { $words }
review-none = (nichts)

review-approve = Freigeben
review-reject = Ablehnen …
review-edit = Bearbeiten …
review-retag = Themen …
review-apply = Übernehmen
review-keep = So lassen
review-undo = Rückgängig
review-decided = Entschieden
review-more-actions = Mehr …
review-merge = Mit einem anderen Artikel zusammenlegen …
review-merge-does = Seine Leser werden zur Diskussion geführt, die es schon gibt
review-trust = Der Quelle vertrauen
review-trust-does = Ab jetzt geht { $feed } von selbst hinaus
review-block = Das Medium sperren …
review-block-does = Von { $outlet } kommt nichts mehr herein; dieser Artikel wird abgelehnt
review-breaking = Als Eilmeldung freigeben
review-breaking-does = Er geht sofort hinaus, auch in den Ruhezeiten

review-queue = { $count ->
    [one] **Ein weiterer Artikel wartet** auf die Moderation, ohne eigene Nachricht.
   *[other] **{ $count } weitere Artikel warten** auf die Moderation, ohne eigene Nachrichten.
}
review-queue-done = In der Warteschlange steht nichts mehr.
review-queue-moved = Was wartet, steht ab jetzt in { $channel }.
review-next = Einer nach dem anderen
review-open-queue = Warteschlange öffnen

review-reject-title = Diesen Artikel ablehnen
review-reject-reason = Warum
review-reject-words = In deinen Worten
review-reject-words-hint = Freiwillig. Die Moderation liest es im Vermerk.
review-block-title = Dieses Medium sperren
review-block-text = Vom Medium **{ $outlet }** kommt nichts mehr herein, und dieser Artikel wird abgelehnt. Was andere unter derselben Adresse veröffentlichen, kommt weiter; /desk rules sperrt eine ganze Adresse und nimmt dies zurück.
review-block-text-host = Dieser Artikel nennt kein Medium, also wird seine Adresse gesperrt: Von **{ $outlet }** kommt nichts mehr herein, wer auch immer dort veröffentlicht, und dieser Artikel wird abgelehnt. /desk rules nimmt dies zurück.
# `held` says whether this story waits; `waiting` counts it then.
review-trusted = { $source } geht ab jetzt von selbst hinaus. { $waiting ->
    [0] Nichts davon wartet.
    [one] { $held ->
        [yes] Dieser Artikel wartet noch auf dich.
       *[no] Ein Artikel davon wartet noch: /desk queue zeigt ihn.
    }
   *[other] { $waiting } Artikel davon warten noch: /desk queue zeigt sie.
}
review-blocked = Von **{ $outlet }** kommt nichts mehr herein. { $waiting ->
    [0] Sonst wartet nichts davon.
    [one] Ein weiterer Artikel davon wartet noch: /desk queue zeigt ihn.
   *[other] { $waiting } weitere Artikel davon warten noch: /desk queue zeigt sie.
}
review-merge-title = Mit einem anderen Artikel zusammenlegen
review-merge-into = Mit welchem Artikel
review-merge-hint = Der Artikel, dessen Diskussion bleibt; die wahrscheinlichsten stehen zuerst.
error-merge-none = Hier ist noch kein anderer Artikel erschienen, mit dem dieser zusammengelegt werden könnte.

notice-review-no-channel = Artikel warten auf die Moderation, und es gibt keinen Prüfkanal, in dem ich sie zeigen kann. Wähle einen mit /newsroom settings; bis dahin zeigt /desk queue, was wartet.
notice-review-channel-gone = Ich kann wartende Artikel nicht in { $channel } zeigen: Der Kanal wurde gelöscht, oder ich sehe ihn nicht mehr. Wähle mit /newsroom settings einen anderen Prüfkanal; bis dahin zeigt /desk queue, was wartet.
notice-review-permission = Ich kann wartende Artikel nicht in { $channel } zeigen: Mir fehlt die Berechtigung „{ $permission }“. Gib sie meiner Rolle in den Einstellungen des Kanals; bis dahin zeigt /desk queue, was wartet.

review-secret = Ein Artikel wartet auf die Moderation. Er geht in einen Kanal, den nicht alle sehen, die hier lesen, und wird deshalb nur privat gezeigt: /desk next. Ein Prüfkanal, den nur die Moderation sieht, zeigt solche Artikel ganz: /newsroom settings.
review-secret-decided = Über einen Artikel, den hier nicht alle sehen dürfen, ist entschieden: /desk audit.
