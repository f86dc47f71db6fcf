"""Running the revisions with Alembic, without an ini file or an env.py."""

from pathlib import Path
from typing import Any

from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import NullPool

_FOLDER = Path(__file__).parent


def run(path: Path) -> None:
    """Apply every missing revision to the SQLite file in one transaction."""
    engine = create_engine(f"sqlite:///{path}", poolclass=NullPool)

    @event.listens_for(engine, "connect")
    def leave_transactions_to_us(connection: DBAPIConnection, _record: Any) -> None:
        connection.isolation_level = None  # sqlite3's own would commit at DDL

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    with engine.begin() as connection:
        apply(connection)


def apply(connection: Connection) -> None:
    """Apply every missing revision within the transaction of the connection."""
    script = scripts()
    context = EnvironmentContext(
        Config(),
        script,
        fn=lambda current, _context: script._upgrade_revs("head", current),  # noqa: SLF001 - what Alembic's own command calls
        destination_rev="head",
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
