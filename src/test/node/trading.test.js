// Trades at the simulated gateway with a TWS client that was not written here: @stoqey/ib.
// See simulator.test.js for how to run it.
'use strict';

const { after, before, test } = require('node:test');
const assert = require('node:assert/strict');
const { EventName, IBApi, OrderAction, OrderType, SecType, TimeInForce } = require('@stoqey/ib');
const { startSimulator } = require('./simulator');

const NOW = '2026-11-23T15:00:00Z'; // a Monday, 10:00 in New York
const DEADLINE_MS = 10_000;
const SPY = {
  symbol: 'SPY', secType: SecType.STK, exchange: 'SMART', primaryExch: 'ARCA', currency: 'USD',
};

let simulator;
let ib;
let nextId;
let heard;

/** Resolves to the arguments of the next event that fits; fails when the deadline passes. */
function until(event, fits = () => true) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      ib.off(event, listener);
      reject(new Error(`no ${event} within ${DEADLINE_MS} ms; heard ${JSON.stringify(heard)}`));
    }, DEADLINE_MS);
    const listener = (...args) => {
      if (fits(...args)) {
        clearTimeout(timer);
        ib.off(event, listener);
        resolve(args);
      }
    };
    ib.on(event, listener);
  });
}

/** Asks, and resolves to the arguments of every `event` that came before `end`. */
async function all(event, end, ask) {
  const rows = [];
  const collect = (...args) => rows.push(args);
  ib.on(event, collect);
  const ended = until(end);
  ask();
  try {
    await ended;
  } finally {
    ib.off(event, collect);
  }
  return rows;
}

const status = (id, text) => until(EventName.orderStatus, (each, what) => each === id && what === text);
const error = (id, code) => until(EventName.error, (e, actual, each) => each === id && actual === code);

function market(action, totalQuantity, orderRef) {
  return {
    action, totalQuantity, orderType: OrderType.MKT, tif: TimeInForce.DAY, transmit: true, orderRef,
  };
}

async function bidOf(contract, reqId) {
  const ticks = await all(EventName.tickPrice, EventName.tickSnapshotEnd,
    () => ib.reqMktData(reqId, contract, '', true, false));
  return ticks.find(([, type]) => type === 1)[2];
}

async function held(localSymbol) {
  const rows = await all(EventName.position, EventName.positionEnd, () => ib.reqPositions());
  const row = rows.find(([, contract]) => contract.localSymbol === localSymbol);
  return row ? row[2] : 0;
}

before(async () => {
  simulator = await startSimulator('--clock', NOW, '--seed', '7');
  ib = new IBApi({ host: '127.0.0.1', port: simulator.port });
  heard = [];
  ib.on(EventName.error, () => {}); // without a listener, an error would end the process
  for (const event of [EventName.openOrder, EventName.orderStatus, EventName.execDetails]) {
    ib.on(event, () => heard.push(event));
  }
  ib.on(EventName.commissionReport, () => heard.push(EventName.commissionReport));
  const ready = until(EventName.nextValidId);
  ib.connect(31);
  [nextId] = await ready;
});

after(async () => {
  if (ib) {
    const gone = until(EventName.disconnected);
    ib.disconnect();
    await gone;
  }
  await simulator?.stop();
});

test('a market order is filled, with its execution and its commission', async () => {
  const id = nextId++;
  const before = await held('SPY');
  heard.length = 0;
  const execution = until(EventName.execDetails, (reqId, contract, e) => e.orderId === id);
  const filled = status(id, 'Filled');
  const commission = until(EventName.commissionReport);
  ib.placeOrder(id, SPY, market(OrderAction.BUY, 10, 'node-1'));
  const [reqId, contract, details] = await execution;
  assert.equal(reqId, -1);
  assert.equal(contract.symbol, 'SPY');
  assert.deepEqual(
    [details.side, details.shares, details.cumQty, details.orderRef, details.clientId],
    ['BOT', 10, 10, 'node-1', 31]);
  const [, , done, remaining, average, permId] = await filled;
  assert.deepEqual([done, remaining, average, permId], [10, 0, details.price, details.permId]);
  const [report] = await commission;
  assert.equal(report.execId, details.execId);
  assert.deepEqual([report.commission, report.currency], [1, 'USD']);
  assert.deepEqual(heard, [
    'openOrder', 'orderStatus', 'execDetails', 'openOrder', 'orderStatus', 'openOrder',
    'orderStatus', 'commissionReport',
  ]);
  assert.equal(await held('SPY'), before + 10);
});

test('a limit order is placed, changed and cancelled', async () => {
  const id = nextId++;
  const bid = await bidOf(SPY, 900);
  const order = {
    ...market(OrderAction.BUY, 5, 'node-2'),
    orderType: OrderType.LMT, lmtPrice: Math.round(bid - 50), tif: TimeInForce.GTC,
  };
  let open = until(EventName.openOrder, (each) => each === id);
  let working = status(id, 'Submitted');
  ib.placeOrder(id, SPY, order);
  const [, , placed] = await open;
  assert.equal(placed.lmtPrice, order.lmtPrice);
  await working;

  open = until(EventName.openOrder, (each) => each === id);
  working = status(id, 'Submitted');
  ib.placeOrder(id, SPY, { ...order, totalQuantity: 7, lmtPrice: order.lmtPrice - 1 });
  const [, , changed] = await open;
  assert.deepEqual(
    [changed.totalQuantity, changed.lmtPrice, changed.permId, changed.orderRef],
    [7, order.lmtPrice - 1, placed.permId, 'node-2']);
  assert.equal((await working)[3], 7);

  const cancelled = status(id, 'Cancelled');
  const confirmed = error(id, 202);
  ib.cancelOrder(id);
  await cancelled;
  await confirmed;
  const orders = await all(EventName.openOrder, EventName.openOrderEnd, () => ib.reqOpenOrders());
  assert.equal(orders.length, 0);
});

test('a limit order that is marketable is filled at once', async () => {
  const id = nextId++;
  const bid = await bidOf(SPY, 901);
  const filled = status(id, 'Filled');
  ib.placeOrder(id, SPY, {
    ...market(OrderAction.SELL, 4, 'node-3'), orderType: OrderType.LMT, lmtPrice: bid,
  });
  assert.equal((await filled)[4], bid);
});

test('a currency is converted, and what is impossible is refused', async () => {
  const pair = { symbol: 'EUR', secType: SecType.CASH, exchange: 'FXCONV', currency: 'USD' };
  const id = nextId++;
  const filled = status(id, 'Filled');
  ib.placeOrder(id, pair, market(OrderAction.SELL, 1000, 'node-4'));
  await filled;
  assert.equal(await held('EUR.USD'), 0);

  for (const [contract, quantity, code] of [
    [SPY, 1.5, 10318], [SPY, 0, 434], [{ ...SPY, symbol: 'NOPE' }, 1, 200], [SPY, 1e6, 201]]) {
    const refused = nextId++;
    const told = error(refused, code);
    ib.placeOrder(refused, contract, market(OrderAction.BUY, quantity, 'node-5'));
    await told;
  }
});

test('a what-if order tells its margin and is not placed', async () => {
  const id = nextId++;
  const open = until(EventName.openOrder, (each) => each === id);
  ib.placeOrder(id, SPY, { ...market(OrderAction.BUY, 100, 'node-6'), whatIf: true });
  const [, , , state] = await open;
  assert.ok(state.initMarginChange > 0, JSON.stringify(state));
  assert.ok(Math.abs(state.initMarginBefore + state.initMarginChange - state.initMarginAfter) < 0.01);
  assert.equal(state.commission, 1);
});

test('completed orders and executions tell what has happened', async () => {
  const rows = await all(EventName.completedOrder, EventName.completedOrdersEnd,
    () => ib.reqCompletedOrders(true));
  const mine = Object.fromEntries(
    rows.filter(([, o]) => o.orderRef?.startsWith('node-')).map(([, o, s]) => [o.orderRef, [s, o]]));
  assert.equal(mine['node-1'][0].status, 'Filled');
  assert.equal(mine['node-1'][0].completedStatus, 'Filled Size: 10');
  assert.deepEqual([mine['node-1'][1].totalQuantity, mine['node-1'][1].filledQuantity], [0, 10]);
  assert.equal(mine['node-2'][0].completedStatus, 'Cancelled by Trader');
  assert.deepEqual([mine['node-2'][1].totalQuantity, mine['node-2'][1].filledQuantity], [7, 0]);
  assert.equal(mine['node-6'], undefined);

  const executions = await all(EventName.execDetails, EventName.execDetailsEnd,
    () => ib.reqExecutions(910, { clientId: 31 }));
  assert.deepEqual(
    executions.map(([, c, e]) => [c.symbol, e.side, e.shares, e.orderRef]),
    [['SPY', 'BOT', 10, 'node-1'], ['SPY', 'SLD', 4, 'node-3'], ['EUR', 'SLD', 1000, 'node-4']]);
});
