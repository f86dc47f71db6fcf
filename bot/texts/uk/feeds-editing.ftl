# /feeds show, edit, pause, resume і test. Назви, адреси й фільтри вже екрановано.

error-feed-gone = Цю стрічку тут більше не читають: хтось її вилучив. Наявні показує /feeds list.
error-feed-interval =
    { $shortest ->
        [one] Так часто стрічку тут не перевірити: щонайменше раз на { $shortest } хвилину. Це задає той, хто тримає бота, у feeds.shortest_interval_minutes.
        [few] Так часто стрічку тут не перевірити: щонайменше раз на { $shortest } хвилини. Це задає той, хто тримає бота, у feeds.shortest_interval_minutes.
       *[other] Так часто стрічку тут не перевірити: щонайменше раз на { $shortest } хвилин. Це задає той, хто тримає бота, у feeds.shortest_interval_minutes.
    }
error-feed-same-address = Це вже її адреса: { $url }. Вкажіть ту, з якої її читати.
error-feed-moved-meanwhile = Стрічка вже має іншу адресу: { $url }. Нічого не змінено; подивіться на неї через /feeds show і скористайтеся командою ще раз.

feeds-show-site = Сайт: { $site }
feeds-show-paused = **Тут призупинено**: до /feeds resume з неї нічого не публікується.
feeds-show-ended = **Більше не виходить**: її сервер каже, що її вже немає. Дайте їй нову адресу через /feeds edit або вилучіть через /feeds remove.
feeds-show-failing =
    { $failures ->
        [1] **Остання перевірка не вдалася**: { $why }
        [one] **Не вдалася { $failures } перевірка поспіль**: { $why }
        [few] **Не вдалися { $failures } перевірки поспіль**: { $why }
       *[other] **Не вдалося { $failures } перевірок поспіль**: { $why }
    }
feeds-show-again = Наступна спроба { $next }; /feeds test спробує зараз.
feeds-show-new = Ще не прочитано; це буде { $next }.
feeds-show-read = Прочитано { $checked }, знову { $next }
feeds-show-changed = остання зміна { $changed }
feeds-show-every =
    { $minutes ->
        [one] Перевіряється раз на { $minutes } хвилину
        [few] Перевіряється раз на { $minutes } хвилини
       *[other] Перевіряється раз на { $minutes } хвилин
    }
feeds-show-every-shared =
    { $minutes ->
        [one] Перевіряється раз на { $minutes } хвилину, бо так хоче інший сервер; цей просить раз на { $asked } хв
        [few] Перевіряється раз на { $minutes } хвилини, бо так хоче інший сервер; цей просить раз на { $asked } хв
       *[other] Перевіряється раз на { $minutes } хвилин, бо так хоче інший сервер; цей просить раз на { $asked } хв
    }
feeds-show-tag = Усі її новини йдуть до теми **{ $tags }**
feeds-show-by-rules = Її новини розподіляються за правилами тем
feeds-show-trusted = Довірена: її новини виходять самі, наскільки дозволяють теми
feeds-show-reviewed = На перевірці: модератор бачить кожну її новину, перш ніж та вийде. /desk next показує їх одну за одною
feeds-show-filter = Фільтр: { $filter }
feeds-show-no-filter = Без фільтра: проходять усі її новини
feeds-show-outcomes = Що сталося з її останніми новинами:
feeds-show-no-outcomes = Вона ще не принесла жодної новини.

feeds-outcome-posted = - { $title } → **{ $tags }**
feeds-outcome-on-its-way = - { $title } → **{ $tags }**, у дорозі
feeds-outcome-stopped = - { $title } → **{ $tags }**. { $why }
feeds-outcome-filtered = - { $title }: не пропущено фільтром ({ $words })
feeds-outcome-alike = - Про кожну з цих { $count }: { $why }
feeds-outcome-other = - { $title }: { $why }

feeds-edit-done = **{ $title }** відтепер:
feeds-edit-waiting = { $count ->
    [one] { $count } новина з неї ще чекає на модератора: її показує /desk queue.
    [few] { $count } новини з неї ще чекають на модератора: їх показує /desk queue.
   *[many] { $count } новин з неї ще чекають на модератора: їх показує /desk queue.
}
feeds-edit-look = **{ $title }**, якщо це зберегти:
feeds-edit-now = **{ $title }** і фільтр стрічки:
feeds-edit-address = Читається з { $url } (**{ $title }**).
feeds-edit-known =
    { $known ->
        [one] Уже відомо тут { $known } новину з тамтешніх { $stories }, тож стрічка йде далі, ніби нічого не сталося; решта вийде як нові.
        [few] Уже відомо тут { $known } новини з тамтешніх { $stories }, тож стрічка йде далі, ніби нічого не сталося; решта вийде як нові.
       *[other] Уже відомо тут { $known } новин із тамтешніх { $stories }, тож стрічка йде далі, ніби нічого не сталося; решта вийде як нові.
    }
feeds-edit-all-known = Усі тамтешні новини тут уже відомі, тож двічі нічого не вийде.
feeds-edit-unknown = Жодна з тамтешніх новин тут не відома: те, що є зараз, не публікується, а нові виходитимуть із появою.
feeds-edit-passing =
    { $count ->
        [0] У ній немає новини, на якій це можна спробувати.
       *[other] Із найновіших ({ $count }) пройшло б { $passing }:
    }
feeds-edit-passes = - ✅ { $title } · { $why }
feeds-edit-left-out = - 🚫 { $title } · { $why }
feeds-edit-no-page = Сторінку новини буде прочитано, коли та з’явиться, і вона може назвати інші теми.
feeds-edit-fault = ⚠️ { $why }
feeds-edit-meanwhile = ⚠️ Тим часом хтось задав такий фільтр: { $filter }. Ваш ще не збережено; якщо його зберегти, він стане замість того.
feeds-edit-meanwhile-none = ⚠️ Тим часом хтось прибрав фільтр. Ваш ще не збережено.
feeds-edit-keep = Зберегти так
feeds-edit-type = Ввести фільтр
feeds-edit-form = Фільтр стрічки
feeds-edit-form-filter = Що має бути в новині, щоб вона пройшла
feeds-edit-form-hint = Наприклад: talks and (kyiv or "peace plan") and not category:sport — порожньо: усі
feeds-edit-cancel = Залишити як є
feeds-edit-cancelled = Нічого не змінено.
feeds-edit-help = Слова, "вислови в лапках", /вирази/, category:назва і #хештег, з’єднані через and, or, not і дужки.

feeds-judged-has = має **{ $words }**
feeds-judged-lacks = не має **{ $words }**

feeds-listed-paused = **тут призупинено**
feeds-listed-reviewed = на перевірці
feeds-listed-filtered = із фільтром

feeds-paused = **{ $title }** відпочиває: до /feeds resume з неї тут нічого не публікується. Те, що вже чекає, ще вийде.
feeds-paused-already = **{ $title }** уже призупинено. /feeds resume відновить її.
feeds-resumed = **{ $title }** знову читається. Те, що з’явилося за цей час, не публікується; нові новини виходитимуть із появою.
feeds-resumed-already = **{ $title }** не призупинено.

feeds-test =
    { $stories ->
        [0] **{ $title }** читається, новин у ній зараз немає.
        [one] **{ $title }** читається, у ній { $stories } новина. Якби вона надійшла зараз:
        [few] **{ $title }** читається, у ній { $stories } новини. Якби найновіші надійшли зараз:
       *[other] **{ $title }** читається, у ній { $stories } новин. Якби найновіші надійшли зараз:
    }
feeds-test-posted = - { $title } → **{ $tags }** ({ $why })
feeds-test-held = - { $title } → **{ $tags }**, коли її перегляне модератор ({ $why })
feeds-test-untagged = - { $title }: жодна тема її не бере, тож її не буде опубліковано
feeds-test-filtered = - { $title }: фільтр її не пропускає ({ $why })
feeds-test-known = Позначені ↺ тут уже є, тож нового з ними не станеться.
feeds-test-paused = Стрічку тут призупинено, тож до /feeds resume з ними нічого не станеться.

# Чому тема її бере, за кодами причин.
feeds-why-by-hashtag = хештег { $word }
feeds-why-by-synonym = синонім { $word }
feeds-why-by-category = рубрика { $word }
feeds-why-by-keyword = слово { $word }
feeds-why-by-phrase = вислів { $word }
feeds-why-by-pattern = вираз { $word }
feeds-why-by-feed = усе з цієї стрічки
