# Що сталося з новиною і чому: історія новини та відповідь на /story why.

history-bot = бот
history-in-words = «{ $words }»
history-brought = Її принесла стрічка **{ $feed }**. { $why }
history-clipped = { $who } пропонує її.
history-held = Відтоді вона чекала на модератора.
history-held-again = Відтоді вона знову чекала на модератора.
history-undone = { $who } скасовує: { $what }.
history-card-posted = Її картку опубліковано: { $place }
history-pointer-posted = Опубліковано картку, що веде до неї: { $place }
history-card-queued = Її картка на шляху до { $place }.
history-card-put-off = Її картку для { $place } відкладено. { $why }
history-card-waiting = Її картка для { $place } чекає. { $why }
history-card-failed = У { $place } її не опубліковано. { $why }
history-card-removed = Її картки в { $place } більше немає. { $why }
history-discussion-opened = Почалося її обговорення: { $thread }
history-discussion-archived = Її обговорення заархівовано: { $thread }
history-discussion-locked = Її обговорення закрито: { $thread }
history-noted = У { $thread } опубліковано примітку.
history-to-be-noted = У { $thread } ще буде опубліковано примітку.
history-poll-opened = Почалося її опитування.
history-poll-closed = Її опитування завершено. { $voters ->
    [0] Ніхто не проголосував.
    [one] Проголосував { $voters } читач.
    [few] Проголосували { $voters } читачі.
   *[other] Проголосували { $voters } читачів.
}
history-corrected = Її джерело її змінило.
history-merged-here = { $who } об'єднує з нею іншу новину: { $title }

history-verdict-approved = { $who } схвалює її.
history-verdict-rejected = { $who } відхиляє її.
history-verdict-expired = Ніхто не вирішив вчасно, тож її термін минув.
history-verdict-edited = { $who } редагує її.
history-verdict-retagged = { $who } дає їй інші теми.
history-verdict-trusted = { $who } дозволяє новинам її джерела відтепер виходити самим.
history-verdict-blocked = { $who } блокує її видання.
history-verdict-breaking = { $who } називає її терміновою.
history-verdict-merged = { $who } об'єднує її з іншою новиною.
history-verdict-moved = { $who } переносить її.
history-verdict-retracted = { $who } відкликає її.
history-verdict-locked = { $who } закриває її обговорення.
history-verdict-reopened = { $who } знову відкриває її обговорення.
history-verdict-applied = { $who } приймає те, що змінило її джерело.
history-verdict-kept = { $who } лишає її такою, як була, хоч би що змінило джерело.

history-verdict-approved-bare = схвалення
history-verdict-rejected-bare = відхилення
history-verdict-expired-bare = закінчення терміну
history-verdict-edited-bare = редагування
history-verdict-retagged-bare = інші теми
history-verdict-trusted-bare = довіру до її джерела
history-verdict-blocked-bare = блокування її видання
history-verdict-breaking-bare = те, що вона термінова
history-verdict-merged-bare = об'єднання
history-verdict-moved-bare = перенесення
history-verdict-retracted-bare = відкликання
history-verdict-locked-bare = закриття її обговорення
history-verdict-reopened-bare = відкриття її обговорення
history-verdict-applied-bare = зміну джерела
history-verdict-kept-bare = те, що вона лишається такою, як була

history-changed-title = Заголовок:
history-changed-lead = Вступ:
history-changed-image = Зображення:
history-changed-link = Посилання:
history-changed-opening = Початок обговорення:
history-changed-question = Запитання опитування:
history-changed-vote-set = Шаблон опитування:
history-changed-tags = Теми:
history-hidden-tag = тема каналу, якого ви не бачите
history-hidden-channel = канал, якого ви не бачите
history-changed-channel = Канал:
history-changed-trust = Довіра:
history-changed-outlet = Видання:

# Відповідь на /story why. Назви й посилання вже екрановано.
why-link-never-seen = Жодна стрічка цього сервера не приносила цього посилання, наскільки вам видно, і ніхто його не пропонував: { $typed }
why-title-never-seen = Жодна новина, яку ви тут бачите, не підходить до «{ $typed }»: жодна стрічка цього сервера її не приносила, і ніхто її не пропонував.
why-near = Можливо, ви мали на увазі одну з цих?
why-not-posted = Тут її не опубліковано.
why-decided = Її принесла стрічка **{ $feed }** { $at }. { $why }
why-filtered = Її принесла стрічка **{ $feed }** { $at }. Фільтр цієї стрічки її не пропускає: { $words }.
why-passed-before = Стрічка **{ $feed }** мала її { $at }, ще до того, як сервер додав цю стрічку. Нова стрічка не публікує старого.
why-passed-paused = Стрічка **{ $feed }** мала її { $at }, коли цей сервер не брав її новин: стрічку було призупинено.
why-held = Вона чекає на модератора з { $since }:
why-expires = Якщо ніхто не вирішить, її термін мине { $at }.
why-posted = Опубліковано в { $channel } { $at }: { $place }
why-pointer = Картка в { $channel } веде до неї, { $at }: { $place }
why-permission = Її картка для { $channel } чекає: мені там бракує дозволу «{ $permission }». Надайте його моїй ролі — і картка вийде сама.
why-nowhere = Жоден канал, який ви бачите, її не має й не отримає.
why-paused = До /newsroom resume нічого не виходить: цю редакцію призупинено.
why-brought-first = Її принесла стрічка **{ $feed }** { $at }.
why-brought-again = Стрічка **{ $feed }** принесла її ще раз { $at }; сервер її вже мав.
why-tags = Її теми:
why-state-ended = Вирішено, що тут вона не з’являється.
why-next-filtered = Щоб такі новини проходили, змініть фільтр через /feeds edit.
why-next-no-tag = Щоб отримувати такі новини, додайте тему через /tags add або слова до наявної через /tags rules.
why-next-blocked = /desk rules показує заблоковані видання й розблоковує їх.
why-next-clip = Щоб усе ж її мати, запропонуйте її посилання через /clip.
why-next-held = Вирішіть через /desk next або знайдіть її в /desk queue.
why-next-others = Рішення ухвалює той, хто модерує всі канали, до яких вона йде.
why-next-rejected = /desk undo скасовує рішення, поки це можливо.
why-next-expired = /desk undo знову ставить її чекати на модератора.
why-next-retracted = Відкликану новину вдруге не публікують.
why-next-breaking = /story breaking випускає її відразу.

# /feeds report.
report-heading = **{ $feeds ->
    [one] { $feeds } стрічка
    [few] { $feeds } стрічки
   *[other] { $feeds } стрічок
}, { $days ->
    [one] останній { $days } день
    [few] останні { $days } дні
   *[other] останні { $days } днів
}**
report-one = **{ $days ->
    [one] Останній { $days } день
    [few] Останні { $days } дні
   *[other] Останні { $days } днів
}**
report-to-trust = { $count ->
    [one] { $count } стрічка могла б виходити сама.
    [few] { $count } стрічки могли б виходити самі.
   *[other] { $count } стрічок могли б виходити самі.
}
report-to-drop = { $count ->
    [one] Від { $count } стрічки можна відмовитися.
    [few] Від { $count } стрічок можна відмовитися.
   *[other] Від { $count } стрічок можна відмовитися.
}
report-brought = принесено: { $count }
report-posted = опубліковано: { $count }
report-held = чекає: { $count }
report-approved = схвалено: { $count }
report-rejected = відхилено: { $count } ({ $reasons })
report-duplicates = уже відомо: { $count }
report-filtered = відфільтровано: { $count }
report-untagged = без теми: { $count }
report-votes = На одну опубліковану новину голосів: { $votes }.
report-votes-and-messages = На одну опубліковану новину голосів: { $votes }, повідомлень: { $messages }.
report-advice-trust = Усе, про що вирішено, схвалено: стрічка могла б виходити сама.
report-advice-silent = За цей час вона нічого не принесла: можна за нею більше не стежити.
report-advice-rejected = Половину того, про що вирішено, або більше відхилено: можна за нею більше не стежити або дати їй фільтр.
report-advice-duplicates = Майже все ще раніше принесли інші стрічки: можна за нею більше не стежити.
report-trust = Хай виходить сама
report-drop = Більше не стежити

# Повідомлення модераторам про стрічки, з якими щось не так. Назви й адреси вже екрановано.
feed-notice-failing = **{ $title }** не вдається прочитати: невдалих перевірок поспіль — { $failures }. Я пробую далі, але рідше.
feed-notice-ended = **{ $title }** більше немає, як каже її сервер (HTTP 410), тож я її більше не перевіряю.
feed-notice-moved = **{ $title }** назавжди переїхала: з { $old } на { $url }. Відтепер я читаю її там; нічого не втрачено. Якщо це не та стрічка, дайте їй іншу адресу або видаліть її.
feed-notice-silent = **{ $title }** не приносить нічого нового; остання новина — { $at }. Зазвичай новина буває { $days ->
    [one] раз на { $days } день
    [few] раз на { $days } дні
   *[other] раз на { $days } днів
} або частіше. Можливо, її закрито або вона за іншою адресою.
feed-notice-last-read = Востаннє її вдалося прочитати { $at }.
feed-notice-several = **Стрічки цього сервера, на які треба глянути: { $count }.**
feed-notice-several-more = … і ще { $count }: усі показує /feeds list.
feed-notice-short-failing = не вдається прочитати
feed-notice-short-ended = більше немає
feed-notice-short-silent = не приносить нічого нового
feed-notice-choose = Виберіть стрічку: що з нею не так і що можна зробити
feed-notice-retry = Перевірити зараз
feed-notice-change = Змінити адресу…
feed-notice-remove = Видалити
feed-notice-form = Нова адреса стрічки
feed-notice-form-address = Адреса
feed-notice-form-hint = Теми, фільтр і довіра лишаються. Спершу ви побачите, що там є.
feed-notice-busy = **{ $title }** саме перевіряється. Гляньте ще раз за хвилину.
feed-notice-still = **{ $title }** досі не вдається прочитати. { $why }
feed-notice-answers = **{ $title }** вдається прочитати: { $count ->
    [0] нічого нового.
    [one] { $count } нова новина.
    [few] { $count } нові новини.
   *[other] { $count } нових новин.
}
feed-notice-was-failing = До того її не вдавалося прочитати: невдалих перевірок поспіль — { $failures }.
feed-notice-was-ended = До того її сервер казав, що її більше немає (HTTP 410).
feed-notice-was-moved = До того вона назавжди переїхала: з { $old } на { $url }.
feed-notice-was-silent = До того вона не приносила нічого нового; остання новина — { $at }.
feed-notice-was-last-read = Востаннє перед тим її прочитано { $at }.
feed-notice-works = ✓ **{ $title }** знову працює: її вдалося прочитати { $at }.
feed-notice-works-by = ✓ **{ $title }** знову працює: перевірку запускає { $who } { $at }.
feed-notice-brings-again = ✓ **{ $title }** знову приносить новини: одна з’явилася { $at }.
feed-notice-changed = ✓ **{ $title }**: стрічка отримала іншу адресу { $at }.
feed-notice-changed-by = ✓ **{ $title }** має іншу адресу: її дає { $who } { $at }.
feed-notice-removed = За **{ $title }** тут більше не стежать: стрічку видалено { $at }.
feed-notice-removed-by = За **{ $title }** тут більше не стежать: стрічку видаляє { $who } { $at }.
