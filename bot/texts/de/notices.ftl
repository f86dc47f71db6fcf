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
notice-role-permission = Manche Themen haben so viele Abos, dass statt aller eine Rolle erwähnt werden soll, und das kann ich nicht: Mir fehlt die Berechtigung „{ $permission }“, oder ich stehe unter dieser Rolle. Gib sie meiner Rolle unter Servereinstellungen → Rollen; bis dahin erwähne ich alle einzeln. /newsroom settings sagt, ab wie vielen Abos.
notice-role-not-pinged = Die Rolle eines Themas wird in { $channel } nicht erwähnt: Mir fehlt dort die Berechtigung „@everyone, @here und alle Rollen erwähnen“. Gib sie meiner Rolle in den Einstellungen dieses Kanals, oder erlaube allen, diese Rolle zu erwähnen; bis dahin erwähne ich die, von denen ich weiß, einzeln.
notice-role-deleted = Jemand hat die Rolle gelöscht, die ich für die Abos von „{ $tag }“ gemacht hatte, also erwähne ich ab jetzt alle einzeln. Soll eine Rolle erwähnt werden, wähle eine mit /tags edit.
notice-role-refused = Discord hat eine Rolle für die Abos von „{ $tag }“ abgelehnt: „{ $why }“. Ich erwähne alle einzeln. Soll eine Rolle erwähnt werden, wähle eine mit /tags edit.
notice-mention-permission = Ich kann in { $channel } niemanden erwähnen, der ein Thema abonniert hat: Mir fehlt die Berechtigung „{ $permission }“. Gib sie meiner Rolle in den Einstellungen dieses Kanals; bis dahin schreibe ich Direktnachrichten.
notice-held-expired = { $count ->
        [one] Ein Artikel hat auf die Moderation gewartet, bis seine Zeit um war
       *[other] { $count } Artikel haben auf die Moderation gewartet, bis ihre Zeit um war
    }, und nichts davon wurde gepostet. /desk audit listet auf, was das betrifft, und /desk undo holt es mit der vollen Zeit zurück. /newsroom settings sagt, wie lange Artikel warten.
