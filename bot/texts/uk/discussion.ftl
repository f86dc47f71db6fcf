# Перше повідомлення в обговоренні новини.

discussion-source = Джерело: { $source }
discussion-related = Пов’язані новини
discussion-here = Обговорення тут: { $thread }.
