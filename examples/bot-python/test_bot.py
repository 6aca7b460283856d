"""Tests the bot against the simulated gateway: SIMULATOR=….jar python3 -m unittest"""

import unittest

from bot import Bot
from simulator import Simulator


class BotTest(unittest.TestCase):
    """One gateway serves all tests; each test resets it."""

    @classmethod
    def setUpClass(cls):
        cls.simulator = Simulator()
        cls.addClassCleanup(cls.simulator.stop)

    def setUp(self):
        self.simulator.post("/reset")
        self.simulator.post("/price", contract="SPY", last=610)
        self.bot = Bot(self.simulator.port, "SPY", mark=600, quantity=10, order_ref="dip:1")
        self.addCleanup(self.bot.close)
        self.simulator.post("/wait", message="reqMktData")

    def bot_is(self, condition):
        """Waits until the bot fulfils a condition, for ten seconds at most."""
        with self.bot.changed:
            self.assertTrue(self.bot.changed.wait_for(condition, timeout=10))

    def orders_sent(self):
        """The orders that the bot has sent."""
        messages = self.simulator.get("/sent?name=placeOrder")["messages"]
        return [message["fields"]["order"] for message in messages]

    def test_buys_once_beneath_the_mark_and_hears_of_each_fill(self):
        self.simulator.post("/fills/hold")
        self.simulator.post("/price", contract="SPY", last=600)
        self.simulator.post("/price", contract="SPY", last=599.5)

        order = self.simulator.post("/wait", order="dip:1", status="Submitted")["order"]
        self.assertEqual((order["lmtPrice"], order["quantity"]), (600, 10))

        self.simulator.post("/order/fill", order="dip:1", quantity=5)
        self.bot_is(lambda: self.bot.filled == 5)
        self.assertEqual(self.bot.status, "Submitted")

        self.simulator.post("/price", contract="SPY", last=598)
        self.simulator.post("/order/fill", order="dip:1")
        self.bot_is(lambda: self.bot.status == "Filled")
        self.assertEqual(self.bot.filled, 10)
        self.assertEqual(len(self.orders_sent()), 1)

    def test_buys_nothing_while_the_broker_is_lost(self):
        self.simulator.post("/broker/lose")
        self.bot_is(lambda: not self.bot.broker)
        self.simulator.post("/price", contract="SPY", last=590)
        self.assertEqual(self.orders_sent(), [])

        self.simulator.post("/broker/restore")
        self.simulator.post("/wait", message="reqOpenOrders")
        self.bot_is(lambda: self.bot.status == "Filled")
        self.assertEqual(len(self.orders_sent()), 1)

    def test_takes_a_refusal_as_the_end(self):
        self.simulator.post("/order/refuse-next", code=201, text="Order rejected - reason:No")
        self.simulator.post("/price", contract="SPY", last=590)
        self.bot_is(lambda: self.bot.refused)

        self.simulator.post("/price", contract="SPY", last=580)
        self.simulator.post("/connections/drop")
        self.bot_is(lambda: not self.bot.connected)
        self.assertEqual(len(self.orders_sent()), 1)


if __name__ == "__main__":
    unittest.main()
