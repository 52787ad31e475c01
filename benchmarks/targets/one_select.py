"""The bare answers, after one SELECT of one row by its key, on a connection that stays open."""

import os
from threading import local

import psycopg

from . import bare

of_this_thread = local()


def application(environ, start_response):
    if not hasattr(of_this_thread, "connection"):
        of_this_thread.connection = psycopg.connect(os.environ["DATABASE_URL"], autocommit=True)
    of_this_thread.connection.execute(
        "SELECT name FROM countries_party WHERE slug = 'aus'"
    ).fetchone()
    return bare.application(environ, start_response)
