# /privacy: für alle, über sie selbst.

privacy-opted-out = Du wirst nicht mehr gezählt. Deine Stimmen sind auf allen Servern gelöscht, auf denen ich bin, und Reaktionen, die du ab jetzt hinzufügst, werden nicht gespeichert, weder dort noch auf Servern, zu denen ich später komme. Wer reagiert hat, bleibt in Discord sichtbar: Um das zu verbergen, nimm deine Reaktionen zurück. /privacy opt-in lässt dich wieder zählen.
privacy-opted-in = Du wirst wieder gezählt, bei Reaktionen, die du ab jetzt hinzufügst. Frühere zählen erst, wenn du sie zurücknimmst und neu reagierst. Wer reagiert hat, ist in Discord sichtbar.
privacy-counted-already = Du warst nicht ausgenommen: Deine Reaktionen zählen.
privacy-ask =
    Alles über dich vergessen, auf jedem Server, auf dem ich bin?
    - **Weg sind dann**: deine Abos, Einstellungen, Überblicke und gespeicherten Artikel, was ich dir gerade sagen wollte, die Rollen, die ich dir gegeben habe, und alle deine Stimmen. Stimmen stehen unter einem Code, aus dem niemand deinen Namen lesen kann; was unter deinem steht, wird gelöscht und kommt nicht zurück.
    - **Es bleiben**: deine Reaktionen, die in Discord sichtbar sind, bis du sie zurücknimmst; das Ergebnis beendeter Umfragen mit fünf Personen oder mehr, das niemanden nennt (beendete Umfragen mit weniger verlieren ihres); und was du in Verwaltung oder Moderation getan hast, ohne deinen Namen.
    Reaktionen, die du ab jetzt hinzufügst, zählen wieder; /privacy opt-out verhindert das.
privacy-confirm = Vergiss mich
privacy-cancel = Behalten
privacy-erased = Erledigt: Alles über dich ist vergessen. Deine Reaktionen sind in Discord noch sichtbar; nimm sie dort zurück, wenn du willst. Rollen, die ich dir gegeben habe, verschwinden gleich; wo ich sie jetzt nicht nehmen darf, sobald ich es darf.
privacy-roles-kept = Auf { $servers } bin ich nicht mehr, deshalb behältst du dort eine Rolle von mir: Wer den Server führt, kann sie dir nehmen.
privacy-kept = Nichts wurde geändert.

privacy-exported = Hier ist alles, was ich über dich speichere, von allen Servern. Stimmen und Wünsche stehen unter Codes, die nur mit dem Schlüssel dieses Bots zu dir führen; er hat sie für diese Datei gefunden. Artikel aus Kanälen, die du jetzt nicht siehst, stehen ohne Titel und Link da.
privacy-policy = **Was ich über dich speichere**
privacy-policy-votes = - **Stimmen**: deine Reaktionen auf Karten mit offener Umfrage, um sie zu zählen. Sie stehen auf jedem Server unter einem eigenen Code, nicht unter deinem Namen, und zählen, solange ich auf dem Server bin. Nach /privacy opt-out wird keine gespeichert.
privacy-policy-reading = - **Lesen**: deine Abos, wie und in welcher Sprache sie dich erreichen, Ruhezeiten, Überblicke, gespeicherte Artikel, Rollen, die ich dir für ein Thema gegeben habe, ob Direktnachrichten dich erreichen, und 35 Tage lang, wovon du erfahren hast, unter deiner Discord-ID, weil ich dich finden muss. Bis du sie beendest oder /privacy delete benutzt.
privacy-policy-clips = - **Vorschläge**: die Links, die du als Artikel vorschlägst, wann, und was daraus wurde; dein Name steht auf den Karten. Bis /privacy delete ihn wegnimmt.
privacy-policy-owners = - **Verwaltung und Moderation**: wer was auf einem Server geändert hat, damit das Team es sieht. Was Knöpfe unter meinen Antworten brauchen, bleibt 35 Tage, eine Frage eine Stunde.
privacy-policy-not = - **Nicht gespeichert**: Nachrichten, denn ich bekomme keine außer der, in deren Menü du „Link vorschlagen“ wählst: Von ihr bleiben die Links eine Stunde, und der, den du gewählt hast; niemandes Name oder Bild, und keine anderen Rollen; nichts geht an andere. Was ein Server gespeichert hat, verschwindet 30 Tage, nachdem ich von ihm entfernt wurde.
privacy-policy-yours = Du entscheidest, auch in einer Direktnachricht an mich, für alle Server zugleich, auch für verlassene: /privacy export, /privacy delete, /privacy opt-out. Discord bietet sie an, solange wir einen Server gemeinsam haben. Wer reagiert hat, ist in Discord sichtbar, was immer ich speichere.
