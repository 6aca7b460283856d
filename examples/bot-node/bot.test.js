import assert from 'node:assert/strict';
import { once } from 'node:events';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { Bot } from './bot.js';
import { Simulator } from './simulator.js';

let simulator;
let bot;

before(
  async () => {
    simulator = await Simulator.start();
  },
  { timeout: 60_000 },
);

after(() => simulator?.stop());

beforeEach(async () => {
  await simulator.post('/reset');
  await simulator.post('/price', { contract: 'SPY', last: 610 });
  bot = new Bot({
    host: '127.0.0.1',
    port: simulator.port,
    clientId: 7,
    symbol: 'SPY',
    mark: 600,
    quantity: 10,
    orderRef: 'dip:1',
  });
  await simulator.post('/wait', { message: 'reqMktData' });
});

afterEach(() => bot.close());

/** Waits until the bot fulfils a condition, for ten seconds at most. */
async function botIs(condition) {
  const signal = AbortSignal.timeout(10_000);
  while (!condition(bot)) {
    await once(bot, 'change', { signal });
  }
}

/** The orders that the bot has sent. */
async function ordersSent() {
  return (await simulator.get('/sent?name=placeOrder')).messages.map(
    (message) => message.fields.order,
  );
}

test('buys once when the price falls beneath the mark, and hears of each fill', async () => {
  await simulator.post('/fills/hold');
  await simulator.post('/price', { contract: 'SPY', last: 600 });
  await simulator.post('/price', { contract: 'SPY', last: 599.5 });

  const { order } = await simulator.post('/wait', { order: 'dip:1', status: 'Submitted' });
  assert.equal(order.lmtPrice, 600);
  assert.equal(order.quantity, 10);

  await simulator.post('/order/fill', { order: 'dip:1', quantity: 5 });
  await botIs(() => bot.filled === 5);
  assert.equal(bot.status, 'Submitted');

  await simulator.post('/price', { contract: 'SPY', last: 598 });
  await simulator.post('/order/fill', { order: 'dip:1' });
  await botIs(() => bot.status === 'Filled');
  assert.equal(bot.filled, 10);
  assert.equal((await ordersSent()).length, 1);
});

test('buys nothing while the broker is lost, and asks for its orders afterwards', async () => {
  await simulator.post('/broker/lose');
  await botIs(() => !bot.broker);
  await simulator.post('/price', { contract: 'SPY', last: 590 });
  assert.deepEqual(await ordersSent(), []);

  await simulator.post('/broker/restore');
  await simulator.post('/wait', { message: 'reqOpenOrders' });
  await botIs(() => bot.status === 'Filled');
  assert.equal((await ordersSent()).length, 1);
});

test('takes a refusal as the end', async () => {
  await simulator.post('/order/refuse-next', { code: 201, text: 'Order rejected - reason:No' });
  await simulator.post('/price', { contract: 'SPY', last: 590 });
  await botIs(() => bot.refused);

  await simulator.post('/price', { contract: 'SPY', last: 580 });
  await simulator.post('/connections/drop');
  await botIs(() => !bot.connected);
  assert.equal((await ordersSent()).length, 1);
});
