# Як Discord називає свої права.

permission-add-reactions = Додавати реакції
permission-attach-files = Прикріплювати файли
permission-create-public-threads = Створювати публічні гілки
permission-embed-links = Вбудовувати посилання
permission-manage-channels = Керувати каналами
permission-manage-messages = Керувати повідомленнями
permission-manage-roles = Керувати ролями
permission-manage-server = Керувати сервером
permission-manage-threads = Керувати гілками
permission-mention-everyone-here-and-all-roles = Згадувати @everyone, @here та всі ролі
permission-read-message-history = Читати історію повідомлень
permission-send-messages = Надсилати повідомлення
permission-send-messages-in-threads = Надсилати повідомлення в гілках
permission-use-external-emojis = Використовувати зовнішні емодзі
permission-view-channel = Переглядати канал
