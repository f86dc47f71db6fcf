# Повідомлення для модераторів у каналі перевірки. Імена й тексти новин приходять сюди вже екрановані.

# `until` — час, який Discord показує як проміжок.
review-waits = **Чекає на модератора** · спливає { $until }
review-changed = **Джерело змінило цю новину.** Тут вона лишається як була, доки не вирішить модератор.
review-nothing-to-decide = Тут більше нема чого вирішувати.
review-posted = Опубліковано: { $links }
review-nobody = ніхто
review-verdict-approved = **Схвалено**: { $who }, { $when }
review-verdict-rejected = **Відхилено**: { $who }, { $when }
review-verdict-expired = **Час сплив** { $when }: ніхто не вирішив вчасно.
review-verdict-edited = Відредаговано: { $who }, { $when }
review-verdict-retagged = Теми змінено: { $who }, { $when }
review-verdict-trusted = Джерелу надано довіру: { $who }, { $when }
review-verdict-blocked = **Відхилено**, а видання заблоковано: { $who }, { $when }
review-verdict-breaking = **Схвалено як термінову**: { $who }, { $when }
review-called-breaking = Названо терміновою: { $who }, { $when }
review-verdict-merged = **Об’єднано** з іншою новиною: { $who }, { $when }
review-verdict-moved = Перенесено: { $who }, { $when }
review-verdict-retracted = **Відкликано**: { $who }, { $when }
review-verdict-locked = Обговорення закрито: { $who }, { $when }
review-verdict-reopened = Обговорення знову відкрито: { $who }, { $when }
review-verdict-applied = **Зміну прийнято**: { $who }, { $when }
review-verdict-kept = **Залишено як було**: { $who }, { $when }
review-because = Чому: { $why }
review-why = Чому її затримано
review-more = і ще { $count }
review-goes = **Іде до** { $tags }
review-no-tag = поки нікуди: виберіть тему кнопкою «Теми…»
review-source = **Джерело** { $feed }: за 30 днів опубліковано { $posted }, чекає { $waiting }, відхилено { $rejected }
review-clipped = **Пропонує** { $who }
review-part-title = Заголовок
review-part-lead = Вступ
review-part-image = Зображення
review-part-link = Посилання
review-here = Тут: { $words }
review-there = Джерело: { $words }
review-none = (нічого)

review-approve = Схвалити
review-reject = Відхилити…
review-edit = Редагувати…
review-retag = Теми…
review-apply = Прийняти
review-keep = Залишити
review-undo = Скасувати
review-decided = Вирішено
review-more-actions = Більше…
review-merge = Об’єднати з іншою новиною…
review-merge-does = Її читачів буде спрямовано до обговорення, яке вже є
review-trust = Довіряти джерелу
review-trust-does = Відтепер { $feed } виходить без перевірки
review-block = Заблокувати видання…
review-block-does = Від { $outlet } більше нічого не надійде; цю новину буде відхилено
review-breaking = Схвалити як термінову
review-breaking-does = Вона виходить одразу, навіть у тихі години

review-queue = { $count ->
    [one] **Ще { $count } новина чекає** на модератора без окремого повідомлення.
    [few] **Ще { $count } новини чекають** на модератора без окремих повідомлень.
   *[other] **Ще { $count } новин чекають** на модератора без окремих повідомлень.
}
review-queue-done = У черзі більше нічого не чекає.
review-queue-moved = Про те, що чекає, відтепер повідомляю в { $channel }.
review-next = Одна за одною
review-open-queue = Відкрити чергу

review-reject-title = Відхилити цю новину
review-reject-reason = Чому
review-reject-words = Вашими словами
review-reject-words-hint = Необов’язково. Модератори прочитають це в записі.
review-block-title = Заблокувати це видання
review-block-text = Від видання **{ $outlet }** більше нічого не надійде, а цю новину буде відхилено. Те, що інші публікують за тією ж адресою, надходитиме й далі; /desk rules блокує цілу адресу та скасовує це.
review-block-text-host = Ця новина не називає видання, тож заблоковано буде її адресу: з **{ $outlet }** більше нічого не надійде, хоч би хто там публікував, а цю новину буде відхилено. /desk rules скасовує це.
# `held` says whether this story waits; `waiting` counts it then.
review-trusted = { $source } відтепер виходить без перевірки. { $waiting ->
    [0] Жодна новина звідти не чекає.
    [1] { $held ->
        [yes] Ця новина ще чекає на вас.
       *[no] Одна новина звідти ще чекає: її показує /desk queue.
    }
    [one] Звідти ще чекає { $waiting } новина: їх показує /desk queue.
    [few] Звідти ще чекають { $waiting } новини: їх показує /desk queue.
   *[many] Звідти ще чекають { $waiting } новин: їх показує /desk queue.
}
review-blocked = Від **{ $outlet }** більше нічого не надійде. { $waiting ->
    [0] Більше нічого звідти не чекає.
    [one] Звідти ще чекає { $waiting } новина: /desk queue.
    [few] Звідти ще чекають { $waiting } новини: /desk queue.
   *[many] Звідти ще чекають { $waiting } новин: /desk queue.
}
review-merge-title = Об’єднати з іншою новиною
review-merge-into = З якою новиною
review-merge-hint = Новина, обговорення якої лишається; найімовірніші — перші.
error-merge-none = Тут ще не вийшла жодна інша новина, з якою можна об’єднати цю.

notice-review-no-channel = Новини чекають на модератора, а каналу перевірки, щоб їх показати, немає. Виберіть його в /newsroom settings; доти /desk queue показує, що чекає.
notice-review-channel-gone = Не можу показувати новини, що чекають, у { $channel }: канал видалено або я його більше не бачу. Виберіть інший канал перевірки в /newsroom settings; доти /desk queue показує, що чекає.
notice-review-permission = Не можу показувати новини, що чекають, у { $channel }: мені бракує дозволу «{ $permission }». Надайте його моїй ролі в налаштуваннях каналу; доти /desk queue показує, що чекає.

review-secret = Новина чекає на модератора. Вона йде до каналу, який бачать не всі, хто читає цей, тож її показують лише приватно: /desk next. Канал перевірки, який бачать лише модератори, показує такі новини повністю: /newsroom settings.
review-secret-decided = Щодо новини, яку тут можуть бачити не всі, вже вирішено: /desk audit.
