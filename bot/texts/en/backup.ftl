# What `newsclip backup` prints.

backup-database = The database is copied to { $path }, and was read through there ({ $megabytes } MB).
backup-key = THE KEY OF THE VOTERS is in { $path }. Without it nobody can restore who voted what.
backup-apart = Keep the two apart: whoever has both can find out how a person voted. Both are readable for you alone.
backup-no-key = There is no key file yet, and no vote that would need it.
backup-key-lost = THE KEY OF THE VOTERS IS NOT IN THIS BACKUP: { $path } is gone, although the database has votes. Put it back from an earlier backup.
backup-restore =
    To restore: stop the bot, delete { $source }-wal and { $source }-shm if they are there, copy
      { $database } to { $source }
      { $key } to { $source_key }
    and start the bot. It goes on where the backup was made; what it posted since is not known to it any more.
error-backup-name = { $path } is what the copy of the key would be named. Give another name, like newsclip-backup.db.
error-backup-onto-itself = { $path } belongs to the database that is to be copied. Give another name.
error-backup-there = { $path } is there already. Give another name, or --force to replace it.
error-backup-failed = There is no backup { $path }: { $why }. Mend that, and run the command again.
