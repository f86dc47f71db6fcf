"""Tables, named queries that return domain objects, sessions, migrations; the only place with SQL."""
