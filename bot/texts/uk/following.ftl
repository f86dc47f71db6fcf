# На що підписаний читач. Назви вже екрановано; канали — це згадки каналів у Discord.

error-card-without-tags = На цій картці вже немає на що підписатися. Що є, показує /news browse.
error-not-subscribed = Ви тут не підписані на тему «{ $name }». Ваші показує /news subscriptions.
error-not-subscribed-near = Ви тут не підписані на тему «{ $name }». Може, «{ $near }»? Ваші показує /news subscriptions.
error-too-many-subscriptions =
    { $limit ->
        [one] Підписатися можна щонайбільше на { $limit } тему одного сервера. Скасуйте кілька підписок через /news unsubscribe.
        [few] Підписатися можна щонайбільше на { $limit } теми одного сервера. Скасуйте кілька підписок через /news unsubscribe.
       *[other] Підписатися можна щонайбільше на { $limit } тем одного сервера. Скасуйте кілька підписок через /news unsubscribe.
    }

# Як новини теми доходять до читача.
follow-reach-mention = згадка в обговоренні
follow-reach-direct = приватне повідомлення
follow-reach-digest = у вашому дайджесті
follow-reach-list = лише там, де ви їх шукаєте
follow-reach-undiscussed = приватне повідомлення, бо новини не мають обговорення
follow-reach-asked = згадка в обговоренні або приватне повідомлення, доки його ніхто не відкрив
follow-reach-role = згадка ролі теми на картці

follow-added = Тепер ви підписані на **{ $label }**. Як доходять новини: { $reach }.
follow-already = Ви вже підписані на **{ $label }**. Як доходять новини: { $reach }.
follow-changed = Ви вже були підписані на **{ $label }**. Як тепер доходять новини: { $reach }.
follow-ended = Ви більше не підписані на **{ $label }**.
follow-no-room =
    { $limit ->
        [one] Для **{ $labels }** немає місця: підписатися можна щонайбільше на { $limit } тему одного сервера. Скасуйте кілька підписок через /news unsubscribe.
        [few] Для **{ $labels }** немає місця: підписатися можна щонайбільше на { $limit } теми одного сервера. Скасуйте кілька підписок через /news unsubscribe.
       *[other] Для **{ $labels }** немає місця: підписатися можна щонайбільше на { $limit } тем одного сервера. Скасуйте кілька підписок через /news unsubscribe.
    }
follow-unknown = Теми «{ $name }» тут немає. Що є, показує /news browse.
follow-unknown-near = Теми «{ $name }» тут немає. Може, { $near }?
follow-unknown-own = Теми «{ $name }» тут немає. Якщо ви мали на увазі { $near }: на це ви підписані.
follow-no-digest = Дайджесту у вас ще немає: /news digest задає, коли він приходить.
follow-shut = **Мої приватні повідомлення до вас не доходять**, тож дещо з цього ви не отримуєте. Дозвольте приватні повідомлення в налаштуваннях приватності сервера (клацніть його назву → Налаштування приватності), а тоді натисніть «Пишіть мені знову».
follow-shut-hint = **Мої приватні повідомлення до вас не доходять.** Що робити, показує /news subscriptions.
follow-no-tags = Тут ще немає на що підписатися.
follow-subscribe-to = Підписатися: { $label }
follow-undo = Скасувати
follow-undone = Усе знову так, як було.

# Вибір серед тем.
follow-choose = Виберіть, на що підписатися; вибране вже ваше.
follow-choose-card = Теми цієї новини. Вибране вже ваше; виберіть, що хочете.
follow-choose-reach = Те, що ви виберете зараз, доходитиме так: **{ $reach }**. Для вибраного раніше все лишається, як було; змінити це можна через /news subscriptions.
follow-choose-hint = Ваші теми
follow-chosen =
    { $count ->
        [0] Ви не підписані на жодну з них.
       *[other] Ви підписані на { $labels }.
    }

# /news browse
follow-browse =
    { $count ->
        [one] **{ $count } тема** сервера { $server }
        [few] **{ $count } теми** сервера { $server }
       *[other] **{ $count } тем** сервера { $server }
    }
follow-activity = { $mark } **{ $label }** · { $channel } · { $weekly } · { $subscribers }
follow-weekly-none = жодної новини за останні тижні
follow-weekly-few = менше однієї новини на тиждень
follow-weekly =
    { $stories ->
        [one] приблизно { $stories } новина на тиждень
        [few] приблизно { $stories } новини на тиждень
       *[other] приблизно { $stories } новин на тиждень
    }
follow-subscribers =
    { $readers ->
        [0] ще без підписників
        [one] { $readers } підписник
        [few] { $readers } підписники
       *[other] { $readers } підписників
    }
follow-own-marked = ✓ позначає ваші. Виберіть нижче, що хочете з цієї сторінки.

# /news subscriptions
follow-own =
    { $count ->
        [one] **Ви підписані на { $count } тему** сервера { $server }
        [few] **Ви підписані на { $count } теми** сервера { $server }
       *[other] **Ви підписані на { $count } тем** сервера { $server }
    }
follow-own-none = Ви тут ні на що не підписані. Що є, показує /news browse, а на картках є для цього кнопка.
follow-own-hidden =
    { $count ->
        [one] Не показано: ще { $count } підписку на тему, каналу якої ви не бачите.
        [few] Не показано: ще { $count } підписки на теми, каналів яких ви не бачите.
       *[other] Не показано: ще { $count } підписок на теми, каналів яких ви не бачите.
    }
follow-end-hidden = Скасувати те, чого не бачу
follow-hidden-ended =
    { $count ->
        [one] Скасовано { $count } підписку на тему, каналу якої ви не бачите.
        [few] Скасовано { $count } підписки на теми, каналів яких ви не бачите.
       *[other] Скасовано { $count } підписок на теми, каналів яких ви не бачите.
    }
follow-for-all =
    { $count ->
        [1] Як доходять її новини: **{ $reach }**
       *[other] Як доходять їхні новини: **{ $reach }**
    }
follow-for-others = Як доходять їхні новини, якщо не вказано інакше: **{ $reach }**
follow-own-line = - **{ $label }**
follow-own-line-reach = - **{ $label }** · { $reach }
follow-quiet = Тихі години: **{ $hours }** ({ $zone }). Те, що припадає на них, чекає, крім термінових новин.
follow-no-quiet = Тихих годин немає. Ваш часовий пояс: { $zone }.
follow-which = Яка тема?
follow-which-all = Усі, для яких не задано окремо
follow-how = Як доходить { $label }
follow-how-all = Як доходять ваші теми
follow-as-all = Як для решти
follow-end = Скасувати цю підписку
follow-ended-meanwhile = На цю тему ви вже не підписані; для неї нічого не змінено.
follow-times = Тихі години…
follow-times-title = Тихі години й часовий пояс
follow-hours = Тихі години
follow-hours-hint = Коли вас не турбувати, наприклад 22:00-7:00. Порожньо: ніколи.
follow-zone = Часовий пояс
follow-zone-hint = Місто, наприклад Europe/Kyiv, або години від UTC: UTC+2. Порожньо: як у сервера, { $zone }.

# /news unsubscribe
follow-all-choice = Усі
follow-end-all =
    { $count ->
        [one] Скасувати { $count } підписку, яку ви маєте на цьому сервері?
        [few] Скасувати всі { $count } підписки, які ви маєте на цьому сервері?
       *[other] Скасувати всі { $count } підписок, які ви маєте на цьому сервері?
    }
follow-end-all-hidden =
    { $count ->
        [one] Серед них { $count } — на тему, каналу якої ви не бачите.
        [few] Серед них { $count } — на теми, каналів яких ви не бачите.
       *[other] Серед них { $count } — на теми, каналів яких ви не бачите.
    }
follow-end-all-yes = Скасувати підписки
follow-end-all-no = Залишити
follow-all-ended =
    { $count ->
        [one] Скасовано { $count } підписку на цьому сервері.
        [few] Скасовано { $count } підписки на цьому сервері.
       *[other] Скасовано { $count } підписок на цьому сервері.
    }
follow-all-kept = Ваші підписки лишаються, як були.
