"""Gets the house ready to answer: settings, database, tables; says in one sentence what is missing."""

import os
import socket
from pathlib import Path

from duongthu.cli.answers import Answer, EnvironmentMissing
from duongthu.kernel.optional import module_if_possible

SETTINGS = "duongthu.config.settings"


def stand_up() -> None:
    """Load the settings and reach the database.

    Raises:
        EnvironmentMissing: a wrong setting, an unusable data folder, a database that does not answer.
    """
    import django
    from django.db import connection
    from django.db.utils import OperationalError

    from duongthu.config.collector import collect_seldom
    from duongthu.config.environment import WrongSetting

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    try:
        django.setup()
        collect_seldom()
        connection.ensure_connection()
        _only_for_its_owner()
    except WrongSetting as wrong:
        raise EnvironmentMissing(str(wrong)) from wrong
    except OSError as error:
        raise EnvironmentMissing(f"Không dùng được thư mục dữ liệu (DUONGTHU_DATA_DIR): {error}.") from error
    except OperationalError as error:
        reason = str(error).strip().split("\n")[0]
        raise EnvironmentMissing(f"Không mở được cơ sở dữ liệu (DUONGTHU_DATABASE_URL): {reason}.") from error


def _only_for_its_owner() -> None:
    """The embedded database's files hold names and money: nobody else on the machine reads them (SQLite copies the mode)."""
    from django.db import connection

    if connection.vendor != "sqlite":
        return
    for tail in ("", "-wal", "-shm"):
        file = Path(f"{connection.settings_dict['NAME']}{tail}")
        if file.is_file() and file.stat().st_uid == os.geteuid():
            file.chmod(0o600)


def waiting_migrations() -> list[str]:
    """Migrations not applied yet, in the order they will be."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _backwards in plan]


def build_tables() -> list[str]:
    """Apply the waiting migrations; gives their names."""
    from django.core.management import call_command

    waiting = waiting_migrations()
    if waiting:
        call_command("migrate", interactive=False, verbosity=0)
        _adopt_masters()
    return waiting


def _adopt_masters() -> None:
    """Rows that an upgrade brought under digest, or whose columns it changed."""
    from duongthu.acts.api import masters_to_adopt, perform, system_actor

    if masters_to_adopt():
        perform(system_actor("Nâng cấp", frozenset()), "acts.adopt_masters", {})


def stand_up_with_tables() -> None:
    """As ``stand_up``, for verbs that read or write.

    Raises:
        EnvironmentMissing: also when the tables are not there yet or are of an older version.
    """
    stand_up()
    waiting = waiting_migrations()
    if waiting:
        raise EnvironmentMissing(
            f"Cơ sở dữ liệu còn thiếu {len(waiting)} bước dựng bảng: hãy chạy «duongthu migrate» trước."
        )


def need_empty_books() -> None:
    """A simulation never writes among real acts.

    Raises:
        EnvironmentMissing: the act log holds rows already.
    """
    from duongthu.acts.api import ActRecord

    if ActRecord.objects.exists():
        raise EnvironmentMissing(
            "Cơ sở dữ liệu này đã có sổ sách; mô phỏng chỉ chạy trên cơ sở dữ liệu trống: "
            "hãy đặt DUONGTHU_DATABASE_URL khác."
        )


def need_free_port(host: str, port: int) -> None:
    """Say so before the server starts rather than in a trace.

    Raises:
        EnvironmentMissing: somebody listens there already, or the address is not ours.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise EnvironmentMissing(
                f"Không mở được cổng {port} ở {host} ({error.strerror}): hãy chọn cổng khác bằng --port."
            ) from error


def set_aside(file: Path) -> Path | None:
    """Rename an older database, with the two files SQLite keeps beside it; gives its new name."""
    if not file.exists():
        return None
    number = 1
    while (kept := file.with_name(f"{file.stem}-{number}{file.suffix}")).exists():
        number += 1
    for tail in ("", "-wal", "-shm"):
        beside = file.with_name(file.name + tail)
        if beside.exists():
            beside.rename(kept.with_name(kept.name + tail))
    _set_notes_aside(file.parent / "seals")
    return kept


def _set_notes_aside(folder: Path) -> None:
    """The checkpoints of the books just set aside: left where they are, ``verify`` would miss those books."""
    for notes in folder.glob("[0-9a-f]" * 32):
        (folder / "aside").mkdir(exist_ok=True)
        notes.rename(folder / "aside" / notes.name)


def planner_ready(answer: Answer) -> None:
    """Load the planner before anybody waits for it at a screen."""
    with answer.progress("nạp bộ xếp tuyến"):
        module_if_possible("duongthu.routing.api")
