# /help. Darunter stehen jeweils die Befehle mit ihren Beschreibungen.

help-readers =
    ### Was du tun kannst
    - **Abstimmen**: Reagiere unter einem Artikel mit einem seiner Emojis. Alle hier sehen, wer reagiert hat; der Bot merkt sich keine Namen.
    - **Ergebnis** unter einem Artikel zeigt, wie abgestimmt wurde; das siehst nur du.
    - **Diskutieren** im Thread oder Beitrag eines Artikels; manche beginnen mit dem Knopf **Diskutieren**.
    - **Abonnieren** unter einem Artikel lässt dich die nächsten seines Themas erreichen; noch einmal gedrückt, endet das.
    - **Speichern** unter einem Artikel setzt ihn auf deine eigene Liste: /news saved.
help-owners =
    ### Was du tun kannst, um diesen Server zu verwalten
    /newsroom setup führt Schritt für Schritt hindurch. Wer welchen Befehl benutzen darf, steht unter Servereinstellungen → Integrationen.
help-moderators = ### Was du tun kannst, um zu moderieren
help-given = -# Mehr können dir die, denen der Server gehört, unter Servereinstellungen → Integrationen erlauben. Tippe /, um alles zu sehen, was du hier benutzen darfst.

# Entries in the menu of messages: where they are found, and what they do.
help-menu = - „{ $name }“ im Menü einer Nachricht, unter Apps: { $about }
help-menu-clip-this-link = Einen Link aus der Nachricht als Artikel für diesen Server vorschlagen
help-menu-moderate-story = Alles sehen und tun, was sich mit dem Artikel einer Karte oder einer Nachricht des Prüfkanals tun lässt
