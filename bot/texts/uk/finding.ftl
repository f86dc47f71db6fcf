# Пошук новин. Назви й джерела вже екрановано.

error-no-such-story = Новини «{ $story }» тут немає. Виберіть із того, що пропонується під час введення, або шукайте через /news search.
error-no-such-subject = Теми «{ $name }» тут немає. Що є, показує /news browse.
error-no-such-subject-near = Теми «{ $name }» тут немає. Може, «{ $near }»? Що є, показує /news browse.
error-no-words = Немає слова, яке можна шукати. Введіть слово з новини або його початок; найновіші показує /news latest.
error-no-tag-name = Введіть назву теми або виберіть із тих, що пропонуються під час введення. Що є, показує /news browse.
error-story-gone = Цієї новини тут уже немає.
error-saved-full = Збережених новин у вас тут { $limit }, і це найбільше. Приберіть кілька через /news saved.
error-not-saved = У вас тут не збережено новини «{ $story }». Ваші показує /news saved.

finding-latest = **Останні новини**
finding-latest-tag = **Останні новини теми { $tag }**
finding-none = Новин ще немає. Вони будуть тут, щойно вийдуть їхні картки.
finding-none-tag = Новин теми { $tag } ще немає.
finding-search = **Новини зі словами «{ $words }»**
finding-search-alike = Зі словами «{ $words }» нічого немає. **Новини зі схожими словами**
finding-search-none = Новин зі словами «{ $words }» немає. Спробуйте менше слів або початок одного.
finding-search-beyond =
    Новин{ $tagged ->
        [0] {""}
       *[other] { " теми " }{ $tag }
    }{ $days ->
        [0] {""}
        [1] { " за останній день" }
        [7] { " за останній тиждень" }
        [31] { " за останній місяць" }
       *[other] { " за останній рік" }
    } зі словами «{ $words }» немає. { $alike ->
        [0] **Усі новини з ними**
       *[other] **Усі новини зі схожими словами**
    }
finding-votes =
    { $voters ->
        [one] { $voters } голос
        [few] { $voters } голоси
       *[other] { $voters } голосів
    }
finding-card = картка

finding-saved =
    { $count ->
        [one] **{ $count } збережена новина**; це бачите лише ви
        [few] **{ $count } збережені новини**; це бачите лише ви
       *[other] **{ $count } збережених новин**; це бачите лише ви
    }
finding-saved-none = Ви ще не зберегли тут жодної новини. Кнопка «Зберегти» на картці додає новину до цього списку.
finding-saved-now = Збережено: { $title }. Ваш список показує /news saved, і бачите його лише ви.
finding-saved-no-more = Більше не збережено: { $title }.
finding-save = Зберегти
