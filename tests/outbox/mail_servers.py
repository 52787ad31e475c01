"""Mail servers on this machine: one that works, one that never answers, one that is not there."""

import contextlib
import socket
import socketserver
import threading


@contextlib.contextmanager
def hanging():
    """Its port: a connection is taken, and then nothing is ever said."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def closed_port():
    """A port on which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


@contextlib.contextmanager
def working(*, refusing=(), before_it_takes=lambda: None):
    """Its port, and the mails it takes: as many as come, but for the addresses it refuses."""
    taken = []

    class Conversation(socketserver.StreamRequestHandler):
        def handle(self):
            self.answer("220 ready")
            while line := self.rfile.readline().decode().strip():
                if line.startswith("rcpt") and any(address in line for address in refusing):
                    self.answer(f"550 no such person: {line}")
                elif line == "data":
                    self.answer("354 go on")
                    mail = b"".join(iter(self.rfile.readline, b".\r\n"))
                    before_it_takes()
                    taken.append(mail)
                    self.answer("250 taken")
                else:
                    self.answer("221 bye" if line == "quit" else "250 yes")

        def answer(self, text):
            self.wfile.write(f"{text}\r\n".encode())

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Conversation) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield server.server_address[1], taken
        server.shutdown()
        thread.join()
