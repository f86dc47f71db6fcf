error-storage = The database { $path } can't be opened.
error-database-in-use = The database { $path } is in use by another Newsclip (it holds { $lock }). Stop that one first, or set another `[storage] path`.
error-database-too-new = The database { $path } was written by a newer Newsclip (revision { $revision }; this one knows { $known }). Install that version again, or restore an older backup.
error-database-unreadable = The database { $path } can't be read ({ $why }). Put a backup in its place, or name another file with `[storage] path`.
error-key-file = The key file { $path } can't be used: { $why }. Without it the votes stored so far can't be told apart; restore it from the backup of the database.
