"""How gunicorn serves the portal, for `make run` and on a server.

    gunicorn --config deploy/gunicorn.conf.py

PORT            the port to listen on, 8000 unless said otherwise
HOST            the address to listen on, in production only: 127.0.0.1, behind a proxy, if unset
WEB_CONCURRENCY how many processes; two suit a small machine
"""

import gc
import os
import signal

from gunicorn.glogging import Logger

is_local = os.environ.get("R2PNET_MODE") == "local"

host = "127.0.0.1" if is_local else os.environ.get("HOST") or "127.0.0.1"
bind = f"{host}:{os.environ.get('PORT') or 8000}"
wsgi_app = "r2pnet.wsgi"

workers = int(os.environ.get("WEB_CONCURRENCY") or 2)
worker_class = "gthread"
threads = 4
timeout = 30
# A process is replaced after a while, so that none grows for ever, and not all at the same time:
# a while of kept pages, of which a process answers thousands a second.
max_requests = 200_000
max_requests_jitter = 40_000
preload_app = False
# The longest line that it reads: a list of all states is asked for in one address.
limit_request_line = 8190
graceful_timeout = 3 if is_local else 30
# Whom to trust for what came before is Django's to say (R2PNET_TRUSTS_PROXY), not the peer's.
forwarded_allow_ips = ""
forwarder_headers = ""

# Nothing is left in the folder it is started from, and nothing listens but the site.
control_socket_disable = True
pidfile = None
# The proxy in front keeps the access log; here it would be a second record of who read what.
accesslog = None
loglevel = "warning" if is_local else "info"


class Log(Logger):
    """Gunicorn's own, which prints the address of a request that broke: without personal data."""

    def setup(self, cfg):
        # Only now gunicorn is in the folder of the portal, wherever it was started from.
        from r2pnet.log import WithoutPersonalData

        super().setup(cfg)
        for handler in [*self.error_log.handlers, *self.access_log.handlers]:
            handler.setFormatter(WithoutPersonalData(self.error_fmt, self.datefmt))


logger_class = Log


def post_worker_init(worker):
    """The process is loaded, and begins to answer."""
    # Whatever is loaded stays: looking for garbage in it again and again takes a tenth of the time.
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)
    # Ctrl-C reaches the workers too; one that is told twice may hang, and the arbiter tells it.
    if is_local:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
