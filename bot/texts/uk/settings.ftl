# /newsroom settings: що власник задає для всього сервера. Назви вже екрановано.

settings-heading = **Що діє для всього сервера**
settings-line = - { $name }: **{ $value }**
settings-name-language = Мова того, що читають усі
settings-name-time-zone = Часовий пояс
settings-name-review-channel = Канал перевірки
settings-name-moderator-role = Роль модераторів
settings-name-quiet = Тихі години
settings-name-cards-per-hour = Карток на годину в каналі
settings-name-poll-length = Опитування тривають
settings-name-ping-from = Від скількох підписників згадується роль теми
settings-name-votes = Про що питають, якщо тема не каже іншого
settings-name-review-length = Новина чекає на модератора, перш ніж її строк мине
settings-name-clips-per-day = Посилань, які учасник може запропонувати за день
settings-name-clip-role = Запропоноване публікується одразу від
settings-language-auto = як у налаштуваннях сервера в Discord
settings-language-now = як у налаштуваннях сервера в Discord: { $language }
settings-channel-none = канал, де Discord публікує власні сповіщення
settings-role-none = нікого не вибрано
settings-quiet-none = немає
settings-cards-any = скільки є
settings-cards = { $count }; решта лише в дайджестах
settings-poll-default = як задав той, хто тримає цього бота
settings-poll-usual = { $length }, як задав той, хто тримає цього бота
settings-poll-days =
    { $count ->
        [one] { $count } день
        [few] { $count } дні
       *[other] { $count } днів
    }
settings-poll-hours =
    { $count ->
        [one] { $count } годину
        [few] { $count } години
       *[other] { $count } годин
    }
settings-votes-none = що думають про новину
settings-clip-role-none = нікого: модератори дивляться кожне
settings-clips =
    { $count ->
        [0] жодного: пропозиції вимкнено
        [one] { $count }
       *[other] { $count }
    }
settings-review-public = ⚠️ { $channel } можуть читати всі, а отже й затримані новини та те, що кажуть модераторам. Виберіть канал, який бачать лише вони.
settings-role-without-commands = ⚠️ { $role } може натискати кнопки модераторів; їхні команди роль бачить лише з «Керувати повідомленнями» або як вирішено в «Налаштування сервера → Інтеграції».
settings-below = -# Меню нижче, зверху вниз: мова; канал і роль модераторів (хто має роль, бачить канал, який створює для них /newsroom setup); про що питають читачів.
settings-quiet-now = -# Зараз тихі години: картки чекають до { $until }. /story breaking випускає картку одразу.

settings-choose-language = Мова того, що читають усі
settings-choose-channel = Канал перевірки: затримані новини й що треба виправити
settings-choose-role = Роль модераторів
settings-choose-votes = Про що питають читачів
settings-type = Години й числа …
settings-clips-form = Перевірка й пропозиції …
settings-mine = Узяти введене мною
settings-form-title-type = Години й числа
settings-form-title-clips = Перевірка й пропозиції
settings-form-review = Скільки новина чекає на модератора
settings-form-review-hint = Наприклад 2 d або 36 h, щонайбільше 7 d
settings-form-clips = Посилань від учасника за день
settings-form-clips-hint = Ціле число; 0 або «-», якщо жодного
settings-form-clip-role = Роль, чиї посилання публікуються одразу
settings-form-clip-role-hint = Лишіть порожнім, щоб модератори спершу дивилися кожне
settings-form-zone = Часовий пояс
settings-form-zone-hint = Місто або назва, наприклад Europe/Kyiv
settings-form-quiet = Тихі години
settings-form-quiet-hint = Наприклад 22:00-07:00; порожньо — немає
settings-form-cards = Карток на годину в каналі
settings-form-cards-hint = Решта лише в дайджестах; порожньо — скільки є
settings-form-poll = Скільки тривають опитування
settings-form-poll-hint = Наприклад 3 d або 36 h, щонайбільше 7 d; порожньо — як задав той, хто тримає бота
settings-form-ping = Від скількох підписників згадується роль
settings-form-ping-hint = Якщо їх менше, кожного згадують в обговоренні

settings-made = ✓ { $name }: { $old } → **{ $new }**
settings-expiring =
    { $count ->
        [one] ⚠️ { $count } новина чекає вже довше: за хвилину її строк мине, якщо не повернути, як було.
        [few] ⚠️ { $count } новини чекають уже довше: за хвилину їхній строк мине, якщо не повернути, як було.
       *[many] ⚠️ { $count } новин чекають уже довше: за хвилину їхній строк мине, якщо не повернути, як було.
    }
settings-nothing-new = Нічого не змінилося: так уже було.
settings-meanwhile = { $who } тим часом змінює це: { $name }: { $old } → **{ $new }**. Так і лишилося.
settings-refused = Тим часом хтось змінив те саме, тож вашого нічого не зроблено:
settings-refused-by = - { $who }: { $name }: { $old } → **{ $new }**
settings-refused-yours = - Ви хотіли: { $name }: **{ $new }**
settings-choose-again = Виберіть ще раз, якщо досі цього хочете.
settings-somebody = Хтось
settings-note = ⚠️{" "}{ $note }

error-cards-per-hour = «{ $typed }» — не кількість карток на годину. Вкажіть ціле число від 1 до { $most } або -, якщо без обмеження.
error-ping-from = «{ $typed }» — не кількість підписників. Вкажіть ціле число від 1 до { $most }.
error-poll-length = «{ $typed }» — не тривалість опитування. Вкажіть дні, наприклад 3 d, або години, наприклад 36 h, від 1 h до { $most } d, або -, щоб було як задав той, хто тримає бота.
error-language = Мови «{ $typed }» немає. Виберіть із запропонованих.
error-review-channel = { $channel } не може бути каналом перевірки. Виберіть текстовий канал, який бачить бот.
error-moderator-role = Роль @everyone мають усі. Виберіть роль, яку мають лише модератори.
error-clips-per-day = «{ $typed }» — це не кількість посилань. Вкажіть ціле число від 1 до { $most } або -, щоб ніхто їх не пропонував.
error-review-length = «{ $typed }» — не час, який новини можуть чекати. Вкажіть дні або години, наприклад 2 d або 36 h, щонайбільше { $most } днів.
error-clip-role = Роль @everyone мають усі. Виберіть роль тих, чиї посилання модераторам не треба переглядати.
