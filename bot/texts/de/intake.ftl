reason-flood = Es kamen mehr Artikel auf einmal, als ein Abruf posten darf. Nur die neuesten gingen hinaus; dieser wurde vermerkt.
reason-filtered = Der Filter, den dieser Server für den Feed hat, lässt ihn aus.
