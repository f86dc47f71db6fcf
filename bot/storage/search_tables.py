"""The index by which stories are found: SQLite's FTS5, which SQLAlchemy has no tables for.

Its texts are folded before they are stored, so its tokenizer only parts them at spaces. With the words stands
how they are written: pieces of three letters, by which a mistyped one is found. What is removed from `story`
goes from the index by itself. What a server says in words of its own stands in an index beside.
"""

from sqlalchemy import DDL, Column, Table, Text, column, event, table
from sqlalchemy.schema import ExecutableDDLElement

from bot.storage.columns import RowId, metadata

# Every word that a story is indexed by.
search_word = Table(
    "search_word",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("word", Text, nullable=False, unique=True),
)

story_search = table("story_search", column("rowid"), column("title"), column("more"), column("rank"))
edition_search = table("edition_search", column("rowid"), column("title"), column("more"), column("rank"))
search_gram = table("search_gram", column("rowid"), column("word"), column("rank"))

# As revision 0003 makes them, and 0004 the last two.
STATEMENTS = (
    "CREATE VIRTUAL TABLE story_search USING fts5(title, more, tokenize = 'ascii', prefix = '1 2 3')",
    """CREATE TRIGGER story_search_gone AFTER DELETE ON story
    BEGIN DELETE FROM story_search WHERE rowid = old.id; END""",
    "CREATE VIRTUAL TABLE search_gram USING fts5(word, tokenize = 'trigram')",
    """CREATE TRIGGER search_gram_new AFTER INSERT ON search_word
    BEGIN INSERT INTO search_gram (rowid, word) VALUES (new.id, '_' || new.word || '_'); END""",
    """CREATE TRIGGER search_gram_gone AFTER DELETE ON search_word
    BEGIN DELETE FROM search_gram WHERE rowid = old.id; END""",
    "CREATE VIRTUAL TABLE edition_search USING fts5(title, more, tokenize = 'ascii', prefix = '1 2 3')",
    """CREATE TRIGGER edition_search_gone AFTER DELETE ON edition
    BEGIN DELETE FROM edition_search WHERE rowid = old.id; END""",
)

for _statement in STATEMENTS:
    _made: ExecutableDDLElement = DDL(_statement)  # type: ignore[no-untyped-call]  # SQLAlchemy's
    event.listen(metadata, "after_create", _made.execute_if(dialect="sqlite"))
