# Was die Moderation erfährt, einmal je Ursache. `channel` ist Discords Erwähnung davon.

notice-permission-missing = Ich kann in { $channel } nicht posten: Mir fehlt die Berechtigung „{ $permission }“. Gib sie meiner Rolle in den Einstellungen dieses Kanals; was wartet, geht dann von selbst hinaus. /newsroom status zeigt, was wartet.
notice-channel-gone = Ich kann in { $channel } nicht posten: Der Kanal wurde gelöscht, oder ich sehe ihn nicht mehr. Gibt es ihn noch, gib meiner Rolle dort „Kanal ansehen“; was wartet, geht dann von selbst hinaus. Sonst gib seinen Themen mit /tags edit einen anderen Kanal. /newsroom status zeigt, was wartet.
notice-forum-tag-required = Ich kann in { $channel } nicht posten: Dort geht kein Beitrag ohne Tag. Wähle mit /tags edit einen für das Thema des Servers, oder schalte in den Einstellungen des Kanals aus, dass Beiträge Tags brauchen; was wartet, geht dann von selbst hinaus.
notice-threads-full = Dieser Server hat so viele aktive Threads, wie Discord erlaubt. Ich archiviere meine ruhigsten Diskussionen, um Platz zu schaffen; was wartet, geht von selbst hinaus. Andere Threads zu archivieren hilft auch.
notice-emoji-gone = Das Emoji der Antwort „{ $label }“ wurde gelöscht, also nehme ich ab jetzt { $replacement } dafür. Wähle ein anderes mit /polls edit.
notice-refused = Discord hat eine Karte in { $channel } abgelehnt und täte es wieder: „{ $why }“. Der Artikel erscheint dort nicht; die anderen schon. Wiederholt sich das, sag es denen, die diesen Bot betreiben.
notice-discussion-refused = Discord hat die Diskussion eines Artikels in { $channel } abgelehnt: „{ $why }“. Seine Karte und seine Umfrage stehen ohne sie da.
notice-no-answer = Discord antwortet seit einer halben Stunde nicht, wenn ich in { $channel } poste. Ich versuche es weiter; was wartet, geht von selbst hinaus. Du musst nichts tun; auf https://discordstatus.com steht, ob Discord gestört ist.
notice-internal = Bei mir geht etwas schief, wenn ich in { $channel } poste. Ich versuche es jeden Tag wieder, und immer, wenn ich gestartet werde; was wartet, geht dann hinaus. Bitte sag es denen, die diesen Bot betreiben: Im Protokoll steht mehr.
