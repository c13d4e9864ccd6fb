"""The migrations and the models say the same, on both databases."""

from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

import models.registry  # noqa: F401 - every table
from bot.database import Database
from models.base import Base


def test_the_migrations_build_exactly_what_the_models_say(database: Database) -> None:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": False})
        assert compare_metadata(context, Base.metadata) == []


def test_there_is_one_newest_migration(database: Database) -> None:
    assert len(ScriptDirectory.from_config(database.alembic()).get_heads()) == 1


def test_migrations_do_not_import_models(database: Database) -> None:
    for script in ScriptDirectory.from_config(database.alembic()).walk_revisions():
        written = Path(script.path).read_text(encoding="utf-8")
        assert "import models" not in written
        assert "from models" not in written
