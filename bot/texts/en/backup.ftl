# What `newsclip backup` prints.

backup-database = The database was copied to { $path } and read through there ({ $megabytes } MB).
backup-key = THE KEY OF THE VOTERS is in { $path }. Without it no vote can be matched with its voter.
backup-apart = Keep the two apart: whoever has both can find out how a person voted. Only you can read either.
backup-no-key = There is no key file yet, and no vote that would need it.
backup-key-lost = THE KEY OF THE VOTERS IS NOT IN THIS BACKUP: { $path } is gone, although the database has votes. Put it back from an earlier backup.
backup-restore =
    To restore: stop the bot, delete { $source }-wal and { $source }-shm if they are there, copy
      { $database } to { $source }
      { $key } to { $source_key }
    and start the bot. It goes on from the moment of the backup; it no longer knows what it posted after that.
error-backup-name = The copy of the key would be named { $path }. Give another name, such as newsclip-backup.db.
error-backup-onto-itself = { $path } belongs to the database that is being copied. Give another name.
error-backup-there = { $path } is there already. Give another name, or --force to replace it.
error-backup-failed = The backup { $path } was not made: { $why }. Fix that, and run the command again.
