# Що модератори змінюють у новині на своєму сервері. Назви та слова ззовні вже екрановано.

error-story-unsure = Ви мали на увазі «{ $title }»? Виберіть новину із запропонованих або введіть її назву повністю.
error-no-story-fits = Тут немає новини, що відповідає «{ $story }». Виберіть одну із запропонованих або вкажіть її адресу.
error-story-over = У цій новині вже нічого не змінити: її відхилено, її строк минув або її відкликано.
error-story-card-gone = Картку цієї новини видалено, тож змінювати вже нічого.
error-no-tag-chosen = Жодної з цих тем уже немає: виберіть принаймні одну, щоб новина мала куди піти.
error-poll-voted = Опитування цієї новини вже не може питати інше: читачі проголосували або його закрито. Решту ще можна змінити.
error-poll-posting = Картка цієї новини саме виходить: змініть опитування за мить, до першого голосу.
error-no-card = У цьому повідомленні немає моєї новини. Виберіть одну з моїх карток або повідомлення каналу перевірки.

moderating-form-title = Ця новина на цьому сервері
moderating-field-title = Назва
moderating-field-title-hint = Залиште порожнім, щоб була власна назва новини
moderating-field-lead = Вступ
moderating-field-lead-hint = Залиште порожнім, щоб був власний вступ новини
moderating-field-opening = Про що питає обговорення
moderating-field-opening-hint = Залиште порожнім, щоб було власне запитання новини
moderating-field-question = Про що питає опитування
moderating-field-question-hint = Порожнє: запитання набору; після першого голосу нічого не змінюється
moderating-field-vote_set = Відповіді опитування
moderating-field-vote_set-hint = Лише до першого голосу
moderating-votes-by-tags = Як кажуть теми новини

moderating-edited = **{ $title }**: змінено: { $what }.
moderating-edited-held = Новина ще чекає; за мить її картка перевірки покаже зміни.
moderating-edited-posted = За мить її картки та обговорення покажуть це з позначкою про виправлення.
moderating-nothing = Змінювати не було чого.
moderating-overtaken = Нічого не змінено: відколи ви відкрили форму, хтось інший змінив { $what }.
moderating-overtaken-by = Нічого не змінено: відколи ви відкрили форму, { $who } змінює { $what }.
moderating-typed = Ви ввели в «{ $field }»: { $words }
moderating-edit-again = Далі з уведеним

moderating-tags = Теми новини **{ $title }**
moderating-tags-chosen = -# Теми: { $tags }
moderating-no-tags = немає
moderating-tags-choose = Теми, які вона має мати
moderating-tags-back = Попередні теми
moderating-tags-on = Інші теми
moderating-save = Зберегти
moderating-leave = Лишити так
moderating-left = Теми лишаються такими, як були.
moderating-retagged = **{ $title }** тепер має такі теми: { $tags }.
moderating-retagged-coming = Її картка з’явиться в { $channels }.
moderating-retagged-going = Її картка в { $channels } зникне.
moderating-retagged-home = Обговорення й опитування лишаються в { $channel }; /story move переносить їх.

moderating-state-held = -# Вона чекає на модератора.
moderating-state-cleared = -# Вона вийшла або саме виходить.
moderating-state-rejected = -# Модератор її відхилив.
moderating-state-expired = -# Ніхто не вирішив щодо неї вчасно.
moderating-state-retracted = -# Її відкликано.
moderating-state-merged = -# Її об’єднано з іншою новиною.
moderating-do-approve = Схвалити
moderating-do-reject = Відхилити
moderating-do-edit = Редагувати
moderating-do-retag = Змінити теми
moderating-do-move = Перенести
moderating-do-merge = Об’єднати
moderating-do-trust = Довіряти джерелу
moderating-do-block = Заблокувати видання
moderating-do-breaking = Термінова
moderating-do-lock = Закрити обговорення
moderating-do-reopen = Знову відкрити обговорення
moderating-do-retract = Відкликати
moderating-do-undo = Скасувати
moderating-do-why = Чому?
