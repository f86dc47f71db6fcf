"""Running the revisions with Alembic, without an ini file or an env.py."""

from pathlib import Path

from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from bot.storage.migrations.create import sole_engine

_FOLDER = Path(__file__).parent


def run(path: Path) -> None:
    """Apply every missing revision to the SQLite file in one transaction."""
    with sole_engine(path).begin() as connection:
        apply(connection)


def apply(connection: Connection, *, to: str = "head") -> None:
    """Apply every missing revision, up to one, within the transaction of the connection."""
    script = scripts()
    context = EnvironmentContext(
        Config(),
        script,
        fn=lambda current, _context: script._upgrade_revs(to, current),  # noqa: SLF001 - what Alembic's own command calls
        destination_rev=to,
    )
    with context:
        context.configure(connection=connection, transactional_ddl=True)
        with context.begin_transaction():
            context.run_migrations()


def unknown(revision: str) -> bool:
    """Tell whether no revision of this version has that name."""
    return revision not in {script.revision for script in scripts().walk_revisions()}


def scripts() -> ScriptDirectory:
    """Return the revisions as Alembic sees them."""
    return ScriptDirectory(str(_FOLDER))
