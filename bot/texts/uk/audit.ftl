# /newsroom audit: хто що зробив і коли. Назви вже екрановано; { $who } — згадка людини.

audit-heading = **Хто що робив у цій редакції**, найновіше спершу
audit-none = Нічого такого тут ще не робили.
audit-empty = Тут ще нічого не робили.
audit-line = - { $when } { $what }
audit-itself = Newsclip
audit-more = -# Тут лише останні { $most }. Назвіть людину або вид речей, щоб побачити давніше.
audit-other = { $who }: дія «{ $action }» над «{ $subject }».

audit-area-feeds = стрічки
audit-area-tags = теми
audit-area-votes = опитування та їхні шаблони
audit-area-settings = налаштування й паузи
audit-area-stories = окремі новини
audit-area-digests = дайджести
audit-area-notices = що казали модераторам

audit-feed-added = { $who }: додано стрічку { $subject }.
audit-feed-edited = { $who }: змінено стрічку { $subject }.
audit-feed-paused = { $who }: призупинено стрічку { $subject }.
audit-feed-resumed = { $who }: відновлено стрічку { $subject }.
audit-feed-removed = { $who }: вилучено стрічку { $subject }.
audit-tag-added = { $who }: додано тему **{ $subject }**.
audit-tag-edited = { $who }: змінено тему **{ $subject }**.
audit-tag-renamed = { $who }: тема отримала назву **{ $subject }**.
audit-tag-rules-changed = { $who }: змінено правила теми **{ $subject }**.
audit-tag-removed = { $who }: вилучено тему **{ $subject }**.
audit-tags-merged = { $who }: теми об’єднано в **{ $subject }**.
audit-tag-merged = { $who }: тему **{ $gone }** об’єднано з **{ $subject }**.
# Що саме: кожне є одним із кількох, через крапку з комою. Перед { $words } стоїть + або −.
audit-exactly = { $what } { $changes }
audit-changed = { $name }: { $old } → **{ $new }**
audit-became = { $old } → **{ $new }**
audit-words = { $name }: { $words }
audit-field-name = назва
audit-field-channel = канал
audit-field-position = місце
audit-field-color = колір
audit-field-role = роль
audit-field-synonyms = інші назви
audit-field-keywords = слова
audit-field-rules = правила
audit-field-votes = інший шаблон опитування
audit-field-forum-tag = інший тег форуму
audit-field-url = адреса
audit-field-minutes = хвилин між перевірками
audit-field-tags = теми всіх її новин
audit-field-filter = фільтр
audit-field-question = запитання
audit-field-options = варіанти
audit-folders = Їх розкладено за папками.
audit-policy-automatic = новини виходять самі
audit-policy-review = новини чекають на модератора
audit-vote-set-added = { $who }: додано шаблон опитування **{ $subject }**.
audit-vote-set-removed = { $who }: вилучено шаблон опитування **{ $subject }**.
audit-poll-closed = { $who }: завершено опитування про **{ $subject }**.
audit-setting-changed = { $who }: змінено налаштування: { $name }: { $old } → **{ $new }**.
audit-review-channel-set = { $who }: вибрано { $channel } як канал перевірки.
audit-server-paused = { $who }: редакцію призупинено.
audit-server-resumed = { $who }: роботу редакції відновлено.
audit-story-breaking = { $who }: новину **{ $subject }** названо терміновою.
audit-digest-set = { $who }: задано дайджест каналу { $channel }.
audit-digest-removed = { $who }: скасовано дайджест каналу { $channel }.
audit-notice-sent = { $who }: модераторам сказано: { $notice }

error-no-such-area = «{ $typed }» тут немає. Виберіть із { $areas }.
audit-feeds-imported = { $who }: додано стрічки з файлу { $subject } ({ $feeds }).
audit-feeds-dropped = { $who }: вилучено стрічки з файлу { $subject }, які не вдалося прочитати.
audit-forgotten = хтось, хто захотів бути забутим
audit-vote-set-edited = { $who }: змінено шаблон опитування **{ $subject }**.
audit-desk-rule-added = { $who }: додано правило модераторів: { $kind ->
        [word] затримувати новини з { $subject }
        [watch] затримувати новини видання { $subject }
        [block] блокувати новини видання { $subject }
        [undated] затримувати новини без дати
       *[first] затримувати перші новини нової стрічки ({ $subject })
    }.
audit-desk-rule-removed = { $who }: вилучено правило модераторів: { $kind ->
        [word] затримувати новини з { $subject }
        [watch] затримувати новини видання { $subject }
        [block] блокувати новини видання { $subject }
        [undated] затримувати новини без дати
       *[first] затримувати перші новини нової стрічки ({ $subject })
    }.
audit-desk-outlet-blocked = { $who }: заблоковано видання { $subject }.
