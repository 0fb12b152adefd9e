"""The address of the database is heard whole, or refused by name."""

import pytest

from duongthu.config.environment import POSTGRES_SETTINGS, WrongSetting, database_from_url, keep_few_pages

ADDRESS = "postgresql://post:s%40fe@db.example:5433/duongthu"


def test_tls_and_timeouts_reach_the_library():
    """Plain text where TLS was asked for would be worse than no connection."""
    made = database_from_url(f"{ADDRESS}?sslmode=verify-full&sslrootcert=/etc/ca.pem&connect_timeout=5")
    assert made["OPTIONS"] == {
        "sslmode": "verify-full", "sslrootcert": "/etc/ca.pem", "connect_timeout": "5", "options": POSTGRES_SETTINGS,
    }  # fmt: skip
    assert (made["NAME"], made["USER"], made["PASSWORD"], made["HOST"], made["PORT"]) == (
        "duongthu", "post", "s@fe", "db.example", 5433,
    )  # fmt: skip
    assert made["CONN_HEALTH_CHECKS"]
    assert all(word in POSTGRES_SETTINGS for word in ("jit=off", "lock_timeout", "idle_in_transaction"))


def test_behind_a_pooler_no_settings_are_sent_at_the_start():
    """Pgbouncer refuses them; they then belong to the role."""
    made = database_from_url(f"{ADDRESS}?pgbouncer=1&sslmode=require")
    assert made["OPTIONS"] == {"sslmode": "require"}
    assert made["DISABLE_SERVER_SIDE_CURSORS"]


@pytest.mark.parametrize(
    "query", ["sslmod=require", "sslmode=", "options=-c jit=on", "sslmode=require&sslmode=disable"]
)
def test_a_word_that_would_not_be_heard_is_refused(query):
    """A misspelt sslmode was dropped in silence."""
    with pytest.raises(WrongSetting, match="DUONGTHU_DATABASE_URL"):
        database_from_url(f"{ADDRESS}?{query}")


def test_a_connection_serves_many_requests():
    """On both engines: to open one anew for each request cost more than the act it was opened for."""
    assert all(database_from_url(url)["CONN_MAX_AGE"] for url in ("sqlite:////tmp/x.sqlite3", ADDRESS))


def test_threads_that_serve_keep_few_pages():
    """The last word about the cache is the small one; PostgreSQL keeps its own."""
    embedded, server = database_from_url("sqlite:////tmp/x.sqlite3"), database_from_url(ADDRESS)
    options = dict(server["OPTIONS"])
    keep_few_pages(embedded)
    keep_few_pages(server)
    assert embedded["OPTIONS"]["init_command"].rstrip(";").endswith("cache_size=-16384")
    assert server["OPTIONS"] == options
