"""What refers to a row is found when the row goes, however many others there are."""

import pytest

from bot.storage.schema import metadata

REFERRING = [column for table in metadata.sorted_tables for column in table.columns if column.foreign_keys]


@pytest.mark.parametrize("column", REFERRING, ids=str)
def test_every_reference_is_looked_up_in_an_index(column):
    table = column.table
    keys = [*table.indexes, table.primary_key]
    keys += [each for each in table.constraints if type(each).__name__ == "UniqueConstraint"]

    assert any(next(iter(key.columns)) is column for key in keys)
