"""The migrations and the models say the same, on both databases."""

from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

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


def test_an_office_in_use_keeps_its_figures_through_an_upgrade(database_url: str) -> None:
    """A database of the version before last, with a published version, is brought up to date."""
    database = Database(database_url)
    command.downgrade(database.alembic(), "0002")
    with database.engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO dataset_version (id, dataset, report, year, round, as_of, status, "
                "file_name, sha256, totals, imported_at, imported_by, published_at) VALUES "
                "(7, 'dmc', 'students_by_grade', 2568, 1, '2025-06-10', 'published', 'a.csv', "
                "'x', '{}', '2025-07-01 00:00:00+00:00', 'test', '2025-07-01 00:00:00+00:00')"
            )
        )
        for n, (code, grade) in enumerate(
            [("99010001", "ป.1"), ("99010001", "ป.2"), ("99010002", "ป.1")], 1
        ):
            connection.execute(
                text(
                    "INSERT INTO enrollment (id, version_id, school_code, school_name, grade, "
                    "male, female, rooms) "
                    f"VALUES ({n}, 7, '{code}', 'บ้าน{code}', '{grade}', 3, 4, 1)"
                )
            )
    database.upgrade()
    with database.engine.connect() as connection:
        kept = connection.execute(text("SELECT count(*) FROM enrollment")).scalar_one()
        version = connection.execute(text("SELECT status, coverage FROM dataset_version")).one()
        schools = connection.execute(
            text("SELECT school_code, school_name FROM version_school ORDER BY school_code")
        ).all()
    database.close()
    assert (kept, tuple(version)) == (3, ("published", "whole"))
    assert [tuple(row) for row in schools] == [
        ("99010001", "บ้าน99010001"),
        ("99010002", "บ้าน99010002"),
    ]
