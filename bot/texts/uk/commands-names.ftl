# Як називаються команди, їхні параметри й варіанти; англійські назви стоять у коді. В усіх інших файлах
# команди пишуться англійською (/tags add) і під час завантаження замінюються на ці назви.
# Назви: малими літерами, без пробілів, щонайбільше 32 символи; описи щонайбільше 100.

# Параметри всюди називаються однаково.
option-channel = канал
    .about = Куди йдуть новини
option-crosspost = передавати
    .about = Передавати картки з каналу оголошень серверам, що за ним стежать
option-discussion = обговорення
    .about = Коли картка отримує свою гілку
option-feed = стрічка
    .about = Яка стрічка
option-forum-tag = тег_форуму
    .about = Тег форуму для дописів; +Назва створює новий, - прибирає
option-image = зображення
    .about = Як картка показує зображення новини
option-keywords = слова
    .about = Слова чи вислови, за якими новина потрапляє сюди, через кому; - якщо жодних
option-mode = режим
    .about = Чи рахується одна відповідь, чи кілька
option-name = назва
option-options = відповіді
    .about = емодзі підпис, емодзі підпис, …; + або - перед ними: добра чи погана новина
option-question = запитання
    .about = Про що питати читачів
option-story = новина
    .about = Новина; в її обговоренні не обов’язково
option-synonyms = синоніми
    .about = Інші назви, через кому; - якщо жодних
option-tag = тема
    .about = Яка тема
option-url = адреса
option-votes = опитування
    .about = Шаблон її опитувань або default

# Варіанти на вибір.
choice-with-the-card = разом із карткою
choice-when-a-reader-asks-for-it = коли попросить читач
choice-never = ніколи
choice-show-it = показати
choice-hide-it-as-a-spoiler = сховати як спойлер
choice-no-picture = без зображення
choice-one-choice-the-latest-counts = одна відповідь; рахується остання
choice-several-choices = кілька відповідей

command-news = новини
    .description = Новини цього сервера
command-news-results = результати
    .description = Як голосували про новину; відповідь бачите лише ви

command-newsroom = редакція
    .description = Як справи в цієї редакції
command-newsroom-setup = налаштувати
    .description = Налаштувати цю редакцію крок за кроком або продовжити
command-newsroom-status = стан
    .description = Що чекає й чому, які стрічки не читаються, чого бракує
command-newsroom-pause = призупинити
    .description = Нічого не випускати, доки не відновите
command-newsroom-resume = відновити
    .description = Знову випускати картки, і ті, що чекали

command-help = довідка
    .description = Що тут можна робити; відповідь бачите лише ви

command-feeds = стрічки
    .description = Стрічки, які читає цей сервер
command-feeds-add = додати
    .description = Подивитися на стрічку й читати її: нові новини йдуть до каналів своїх тем
    .about-url = Адреса стрічки (RSS, Atom чи JSON Feed) або сторінки, що її називає
    .about-tag = Тема, що бере всі її новини
command-feeds-remove = вилучити
    .description = Більше не читати стрічку; спершу питає
command-feeds-list = список
    .description = Стрічки цього сервера та як у них справи

command-privacy = приватність
    .description = Ваші голоси та хто їх рахує
command-privacy-opt-out = не-рахувати
    .description = Не рахуватися в жодному опитуванні; дотеперішні голоси буде вилучено
command-privacy-opt-in = знову-рахувати
    .description = Знову рахуватися після відмови
command-privacy-delete = видалити
    .description = Забути всі ваші голоси

command-tags = теми
    .description = Теми цього сервера
command-tags-add = додати
    .description = Додати тему: новини про неї йдуть до її каналу
    .about-name = Як називається тема, наприклад Світові новини
command-tags-edit = змінити
    .description = Змінити тему: лише те, що назвете; решта залишається
    .about-name = Як вона називатиметься відтепер
command-tags-remove = вилучити
    .description = Вилучити тему; каже, що це змінить, і питає
command-tags-list = список
    .description = Теми цього сервера з їхніми каналами
    .about-tag = Показати одну тему з усіма її словами

command-polls = опитування
    .description = Про що питають читачів новини
command-polls-sets = шаблони
    .description = Шаблони опитувань, за якими можуть питати теми
command-polls-sets-list = список
    .description = Шаблони опитувань цього сервера і звичайний
command-polls-sets-add = додати
    .description = Додати шаблон опитування для тем
    .about-name = Як називається шаблон
command-polls-sets-remove = вилучити
    .description = Вилучити шаблон опитування; каже, що це змінить, і питає
    .about-name = Який шаблон опитування
command-polls-close = завершити
    .description = Завершити опитування про новину зараз; каже, яке, і питає
    .about-story = Новина з відкритим опитуванням; в її обговоренні не обов’язково
