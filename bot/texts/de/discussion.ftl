# Die erste Nachricht in der Diskussion eines Artikels.

discussion-source = Quelle: { $source }
discussion-related = Verwandte Artikel
discussion-here = Die Diskussion ist in { $thread }.
