# /newsroom. Назви вже екрановано.

newsroom-heading = **Редакція сервера { $server }**
newsroom-counts = { $tags ->
        [one] { $tags } тема
        [few] { $tags } теми
       *[other] { $tags } тем
    }, { $feeds ->
        [one] { $feeds } стрічка
        [few] { $feeds } стрічки
       *[other] { $feeds } стрічок
    }, опубліковано { $posted ->
        [one] { $posted } картку
        [few] { $posted } картки
       *[other] { $posted } карток
    }.
newsroom-last-card = Остання картка { $at }.
newsroom-last-check = Стрічки востаннє прочитано { $at }.
newsroom-under-way =
    { $count ->
        [one] { $count } картка в дорозі.
        [few] { $count } картки в дорозі.
       *[other] { $count } карток у дорозі.
    }
newsroom-paused = **Призупинено** { $at }: до /newsroom resume нічого не виходить.
newsroom-kept-back =
    { $count ->
        [one] { $count } картка чекає.
        [few] { $count } картки чекають.
       *[other] { $count } карток чекають.
    }
newsroom-review-channel = У { $channel } модератори вирішують щодо затриманих новин і дізнаються, що треба виправити.
newsroom-no-review-channel = Ніхто не вибрав каналу перевірки, де модератори вирішують щодо затриманих новин і дізнаються, що треба виправити: зробіть це через /newsroom setup.
newsroom-review-channel-gone = - Канал перевірки видалено, або я його не бачу: виберіть інший через /newsroom setup.
newsroom-review-channel-closed = - { $channel }, канал перевірки: мені бракує: { $permissions }. Надайте це моїй ролі в «Редагувати канал → Права доступу».
newsroom-pausing = Відтепер нічого не виходить. Стрічки й далі читаються, голоси рахуються, нові картки чекають. /newsroom resume випустить їх, крім того, що доти застаріє.
newsroom-resuming =
    { $waited ->
        [0] Новини знову виходять. Нічого не чекало.
        [one] Новини знову виходять, і { $waited } картка, що чекала, виходить зараз.
        [few] Новини знову виходять, і { $waited } картки, що чекали, виходять зараз.
       *[other] Новини знову виходять, і { $waited } карток, що чекали, виходять зараз.
    }
newsroom-well = Нічого не чекає, і всі стрічки читаються.
newsroom-standing-heading = **Що стоїть на місці**
newsroom-standing =
    { $count ->
        [1] - { $channel }: одна картка, мала вийти { $since }. { $why }
        [one] - { $channel }: { $count } картка, перша мала вийти { $since }. { $why }
        [few] - { $channel }: { $count } картки, перша мала вийти { $since }. { $why }
       *[other] - { $channel }: { $count } карток, перша мала вийти { $since }. { $why }
    }
newsroom-detail = { $why } ({ $detail })
newsroom-channels-heading = **Канали, на які варто глянути**
newsroom-channel-gone = - **{ $tags }**: канал видалено, або я його не бачу. Виберіть інший через /tags edit чи /newsroom setup; якщо він є, надайте моїй ролі там «Переглядати канал».
newsroom-feeds-heading = **Стрічки, на які варто глянути**
newsroom-no-tags = Тем ще немає: додайте тему через /tags add, щоб новини знали, куди йти.
newsroom-no-feeds = Стрічок ще немає: додайте стрічку через /feeds add.

error-paused-already = Цю редакцію вже призупинено. /newsroom resume знову все випустить.
error-not-paused = Цю редакцію не призупинено. /newsroom status показує, що чекає й чому.

newsroom-held-heading = **Що затримують ваші налаштування**
newsroom-held-stories =
    { $count ->
        [1] - Одна новина чекає на модератора: її показує /desk next.
        [one] - { $count } новина чекає на модератора: їх одну за одною показує /desk next.
        [few] - { $count } новини чекають на модератора: їх одну за одною показує /desk next.
       *[other] - { $count } новин чекають на модератора: їх одну за одною показує /desk next.
    }
newsroom-held =
    { $count ->
        [1] - { $channel }: одна картка. { $why }
        [one] - { $channel }: { $count } картка, перша від { $since }. { $why }
        [few] - { $channel }: { $count } картки, перша від { $since }. { $why }
       *[other] - { $channel }: { $count } карток, перша від { $since }. { $why }
    }
