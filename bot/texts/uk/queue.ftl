# /desk queue і /desk next: що чекає. Заголовки й назви приходять екранованими.

desk-queue-none = Тут ніщо не чекає на ваше рішення.
desk-queue-none-of = Тут ніщо з «{ $label }» не чекає на ваше рішення.
desk-queue-heading = { $stories ->
        [one] **{ $stories } новина чекає на рішення**
        [few] **{ $stories } новини чекають на рішення**
       *[other] **{ $stories } новин чекають на рішення**
    }
desk-queue-heading-of = { $stories ->
        [one] **{ $stories } новина чекає на рішення**: { $label }
        [few] **{ $stories } новини чекають на рішення**: { $label }
       *[other] **{ $stories } новин чекають на рішення**: { $label }
    }
desk-queue-oldest = спершу ті, що чекають найдовше
desk-queue-newest = спершу найновіші
desk-queue-oldest-first = Спершу найстаріші
desk-queue-newest-first = Спершу найновіші
desk-queue-choose = Виберіть одну або кілька відразу
desk-queue-approve = Схвалити: { $stories }
desk-queue-reject = Відхилити ({ $stories }), причина: …
desk-queue-open = Переглянути
desk-queue-each = Одну за одною
desk-queue-all-decided = Тут більше ніщо не чекає.
desk-reject-title = Відхилити вибране

desk-approved = { $stories ->
        [one] ✅ Схвалено { $stories } новину.
        [few] ✅ Схвалено { $stories } новини.
       *[other] ✅ Схвалено { $stories } новин.
    }
desk-rejected = { $stories ->
        [one] 🚫 Відхилено { $stories } новину.
        [few] 🚫 Відхилено { $stories } новини.
       *[other] 🚫 Відхилено { $stories } новин.
    }
desk-several-undo = -# /desk undo скасує їх разом.
desk-not-decided = - **{ $title }**: { $why }
desk-no-tag = без теми

desk-why-review = на перевірку
desk-why-held-by-tag = тема { $detail }
desk-why-held-by-source = її стрічка
desk-why-held-by-word = слово «{ $detail }»
desk-why-held-by-outlet = видання { $detail }
desk-why-held-undated = без дати
desk-why-held-first = нова стрічка
desk-why-held-clipped = пропозиція учасника

desk-filter-held-by-tag = затримане темами
desk-filter-held-by-source = затримане стрічками
desk-filter-held-by-word = затримане словами
desk-filter-held-by-outlet = затримане виданнями
desk-filter-held-undated = без дати
desk-filter-held-first = перше з нових стрічок
desk-filter-held-clipped = запропоноване учасниками

desk-next-place = { $number } з { $stories }
desk-next-skip = Пропустити
desk-next-undo = Скасувати останнє рішення
desk-next-undo-until = це можна скасувати до { $until }
desk-next-end = Закінчити
desk-next-again = Від початку
desk-next-last-approved = Щойно схвалено: { $title }
desk-next-last-rejected = Щойно відхилено: { $title }
desk-next-last-otherwise = Щойно вирішено: { $title }
desk-next-done = **Тут більше ніщо не чекає.**
desk-next-left = { $stories ->
        [one] **Ще чекає { $stories } новина.**
        [few] **Ще чекають { $stories } новини.**
       *[other] **Ще чекають { $stories } новин.**
    }
desk-next-approved = схвалено: { $stories }
desk-next-rejected = відхилено: { $stories }
desk-next-skipped = пропущено: { $stories }
desk-next-otherwise = вирішено інакше або іншими: { $stories }

error-waits-no-more = Ця новина вже не чекає: хтось вирішив щодо неї, або її час минув.
error-choose-some = Спершу виберіть новини в меню вище.
error-choose-one = Виберіть лише одну новину, щоб переглянути її.

# /desk audit і /desk undo: що вирішено. { $what } – речення, яке називає людину.

desk-audit-heading = **Що тут вирішено про новини**, спершу найновіше
desk-audit-none = Тут ще нічого такого не вирішували.
desk-audit-empty = Тут ще нічого не вирішували про новини. /desk queue показує, що чекає.
desk-audit-more = -# Показано лише останні { $most }. Назвіть людину, вид чи час або візьміть файли, щоб побачити давніше.
desk-audit-line = - { $when } **{ $title }**: { $what }
desk-audit-undone = _Скасовано { $when }: { $who }._
desk-audit-exported = Рішень: { $decisions }. Ось файли для таблиці чи програми.
desk-audit-story = **{ $title }**: { $state }
desk-audit-story-exported = Усе, що сталося з новиною **{ $title }**, файлами для таблиці чи програми.
desk-state-held = чекає на модератора
desk-state-cleared = може виходити
desk-state-posted = опубліковано
desk-state-rejected = відхилено
desk-state-expired = її час минув
desk-state-retracted = відкликано
desk-state-merged = об’єднано з іншою новиною
desk-undone = Скасовано: { $what }, новина **{ $title }**.
desk-undone-held = Вона знову чекає на модератора.
desk-undo-mine = { $kind }: { $title }
desk-undo-others = { $kind }, не ви: { $title }
desk-undo-batch = { $kind }, одразу { $stories }
desk-undone-batch = { $done ->
        [0] ⚠️ { $kind ->
            [approved] Схвалень
           *[other] Відхилень
        }, зроблених водночас, – { $stories }; жодного вже не скасувати.
       *[other] Скасовано { $kind ->
            [approved] схвалень
           *[other] відхилень
        }, зроблених водночас: { $done } з { $stories }.
    }
desk-undone-batch-held = { $stories ->
        [one] { $stories } новина знову чекає на модератора.
        [few] { $stories } новини знову чекають на модератора.
       *[other] { $stories } новин знову чекають на модератора.
    }
desk-undone-line = - **{ $title }**
desk-not-undone-hidden = - { $why }

desk-kind-held = затримано
desk-kind-approved = схвалено
desk-kind-rejected = відхилено
desk-kind-expired = час минув
desk-kind-edited = змінено
desk-kind-retagged = інші теми
desk-kind-trusted = довіра джерелу
desk-kind-blocked = видання заблоковано
desk-kind-breaking = названо терміновою
desk-kind-merged = об’єднано
desk-kind-moved = перенесено
desk-kind-retracted = відкликано
desk-kind-locked = обговорення закрито
desk-kind-reopened = обговорення відкрито знову
desk-kind-applied = прийнято зміну джерела
desk-kind-kept = залишено як було

error-verdicts-large = Це забагато для файла: вкажіть, відколи, чиї рішення або який вид. Уміщується приблизно { $most }.
error-no-such-decision = Жодне рішення, яке можна скасувати, так не називається. Виберіть із запропонованих.
