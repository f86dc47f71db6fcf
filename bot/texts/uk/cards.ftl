# Картка новини та її опитування. Імена й тексти вже екрановано.
#
# Слова: story = новина, tag = тема, card = картка, discussion = обговорення, poll = опитування,
# vote set = шаблон опитування, pattern = вираз, option = відповідь, feed = стрічка, source = джерело, digest = дайджест,
# newsroom = редакція, pointer = вказівник, reader = читач; тег — лише тег форуму в Discord.

card-author = автор: { $author }
card-clipper = знайдено: { $author }
card-tags = Теми: { $tags }
# Те, що каже сама сторінка чи стрічка: далі йдуть рубрика й хештеги.
card-filed = Рубрика у видавця:
card-source = Джерело: { $source }
card-read = Читати новину
card-results = Результати
card-vote-here = Голосувати й обговорити
card-see-here = Картка й обговорення
card-vote = { $question } Поставте реакцію нижче:
card-vote-several = { $question } Поставте реакції нижче, можна кілька:
card-option = { $emoji } { $label }
card-image = Зображення до новини «{ $title }»
card-discuss = Обговорити
card-corrected = виправлено { $when }
card-closes = Завершиться { $when }
card-share = { $emoji } { $percent } %
card-so-far =
    { $voters ->
        [one] Поки що, за голосами { $voters } читача:
       *[other] Поки що, за голосами { $voters } читачів:
    }
card-untitled = Новина без назви

# Шаблон опитування для новин, якщо сервер не має свого.
vote-question = Що ви про це думаєте?
vote-good = добра новина
vote-bad = погана новина
vote-unsure = важко сказати

card-subscribe = Підписатися
# Ролі тих, хто підписаний на її теми, як згадки в Discord.
card-for = Для { $roles }
card-breaking = **Термінова новина**
