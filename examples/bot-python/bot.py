"""Buys once when the last price falls beneath a mark. While the broker is lost it buys nothing.

The bot speaks the part of the TWS API that it needs: texts of server version 178 over a socket.
"""

import socket
import struct
import threading

VERSION = 178
LAST = 4  # the type of a tick that is the last price
STREAM = 1

# The fields of a plain limit order after its orderRef, as this version reads them.
REST_OF_ORDER = (
    "1|0|0|0|0|0|0|0||0|||||||0||-1|0|||0|||0|0||0||||||0|||||0|||||||||||0|||0|0|||0||0|0|0|0|"
    "||||||0|||||||||0|0|0|0|||0||"
)


def stock(symbol):
    """A contract as requests write it: from conId to tradingClass."""
    return [0, symbol, "STK", "", 0, "", "", "SMART", "", "USD", "", ""]


class Bot:
    """The bot. One thread reads the messages of the gateway and acts."""

    def __init__(self, port, symbol, mark, quantity, order_ref, host="127.0.0.1", client_id=7):
        self.symbol, self.mark, self.quantity, self.order_ref = symbol, mark, quantity, order_ref
        self.connected, self.broker = False, True
        self.filled, self.status, self.refused = 0, "none", False
        self.changed = threading.Condition()
        self._order_id = None
        self._next_order_id = 0
        self._socket = socket.create_connection((host, port), timeout=10)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._socket.sendall(b"API\0" + self._frame(f"v{VERSION}..{VERSION}"))
        self._read()  # the server's version and time
        self._socket.settimeout(None)
        self._send(71, 2, client_id, "")
        threading.Thread(target=self._run, daemon=True).start()

    @staticmethod
    def _frame(text):
        body = text.encode()
        return struct.pack(">I", len(body)) + body

    def _send(self, *fields):
        self._socket.sendall(self._frame("".join(f"{field}\0" for field in fields)))

    def _exactly(self, length):
        received = b""
        while len(received) < length:
            part = self._socket.recv(length - len(received))
            if not part:
                raise ConnectionError("the gateway has closed the connection")
            received += part
        return received

    def _read(self):
        (length,) = struct.unpack(">I", self._exactly(4))
        return self._exactly(length).decode().split("\0")

    def _run(self):
        try:
            while True:
                message = self._read()
                with self.changed:
                    self._act(int(message[0]), message[1:])
                    self.changed.notify_all()
        except OSError:  # the gateway or close() has ended the connection
            with self.changed:
                self.connected = False
                self.changed.notify_all()

    def _act(self, message_id, fields):
        if message_id == 9:  # nextValidId: the session is ready
            self._next_order_id = int(fields[1])
            self.connected = True
            self._send(1, 11, STREAM, *stock(self.symbol), 0, "", 0, 0, "")
        elif message_id == 1 and int(fields[2]) == LAST:
            self._price(float(fields[3]))
        elif message_id == 3 and int(fields[0]) == self._order_id:
            self.status, self.filled = fields[1], float(fields[2])
        elif message_id == 4:
            self._notice(int(fields[1]), int(fields[2]))

    def _price(self, price):
        if price < self.mark and self.broker and self._order_id is None:
            self._order_id = self._next_order_id
            order = ["BUY", self.quantity, "LMT", self.mark, "", "DAY", "", "", "O", 0]
            self._send(
                3, self._order_id, *stock(self.symbol), "", "", *order, self.order_ref,
                *REST_OF_ORDER.split("|"),
            )  # fmt: skip

    def _notice(self, request_id, code):
        if code in (1100, 2110):
            self.broker = False
        elif code in (1101, 1102):
            self.broker = True
            self._send(5, 1)  # reqOpenOrders: their states may have changed meanwhile
        elif code == 201 and request_id == self._order_id:
            self.refused = True

    def close(self):
        """Ends the connection."""
        try:
            self._socket.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass  # the gateway has ended it already
        self._socket.close()
