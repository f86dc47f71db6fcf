# Listen mit mehreren Seiten; blättern kann nur, wer gefragt hat.

pages-place = Seite { $page } von { $pages }
pages-back = ◀ Zurück
pages-next = Weiter ▶
