"""Alembic's entry: uses the engine that `bot/database.py` hands over."""

from alembic import context

from models.base import Base

engine = context.config.attributes["engine"]

with engine.connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        transaction_per_migration=False,
        render_as_batch=connection.dialect.name == "sqlite",
    )
    with context.begin_transaction():
        if connection.dialect.name == "postgresql":
            # Two nodes that start at once must not both migrate.
            connection.exec_driver_sql("SELECT pg_advisory_xact_lock(7238451)")
            connection.exec_driver_sql("SET LOCAL lock_timeout = '10s'")
        context.run_migrations()
    connection.commit()
