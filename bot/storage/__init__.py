"""The database: tables, named queries that return domain objects, sessions, migrations.

One module a noun; a query takes the connection of the caller's transaction first. The only package
that imports SQLAlchemy. Imported by the pipeline, the newsroom and the composition root.
"""
