// What clients trip over at real gateways, played by the simulated one for @stoqey/ib: what-ifs
// without a time in force, cancels that are refused, fills in pieces and after a cancellation.
// See simulator.test.js for how to run it.
'use strict';

const { afterEach, test } = require('node:test');
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

/** Resolves to the arguments of the next event that fits; fails when the deadline passes. */
function until(event, fits = () => true) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      ib.off(event, listener);
      reject(new Error(`no ${event} within ${DEADLINE_MS} ms`));
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

const status = (id, text) => until(EventName.orderStatus, (each, what) => each === id && what === text);
const error = (id, code) => until(EventName.error, (e, actual, each) => each === id && actual === code);

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

async function connect(faults, clock = NOW) {
  const options = faults ? ['--faults', faults] : [];
  simulator = await startSimulator('--clock', clock, '--seed', '7', ...options);
  ib = new IBApi({ host: '127.0.0.1', port: simulator.port });
  ib.on(EventName.error, () => {}); // without a listener, an error would end the process
  const ready = until(EventName.nextValidId);
  ib.connect(32);
  [nextId] = await ready;
}

afterEach(async () => {
  if (ib) {
    const gone = until(EventName.disconnected);
    ib.disconnect();
    await gone;
    ib = undefined;
  }
  await simulator?.stop();
  simulator = undefined;
});

function order(action, totalQuantity, orderRef, more = {}) {
  return { action, totalQuantity, orderType: OrderType.MKT, transmit: true, orderRef, ...more };
}

function resting(orderRef) {
  return order(OrderAction.BUY, 4, orderRef, {
    orderType: OrderType.LMT, lmtPrice: 10, tif: TimeInForce.DAY,
  });
}

async function placeResting(orderRef) {
  const id = nextId++;
  const working = status(id, 'Submitted');
  ib.placeOrder(id, SPY, resting(orderRef));
  await working;
  return id;
}

const openRefs = async () =>
  (await all(EventName.openOrder, EventName.openOrderEnd, () => ib.reqOpenOrders()))
    .map(([, , each]) => each.orderRef);

test('a what-if without a time in force comes through with its order state', async () => {
  await connect();
  const id = nextId++;
  const errors = [];
  ib.on(EventName.error, (e, code, each) => errors.push([each, code]));
  const open = until(EventName.openOrder, (each) => each === id);
  ib.placeOrder(id, SPY, order(OrderAction.BUY, 100, 'what-if', { whatIf: true }));
  const [, , , state] = await open;
  assert.ok(state.initMarginChange > 0, JSON.stringify(state));
  assert.equal(state.commission, 1);
  assert.equal(state.commissionCurrency, 'USD');
  assert.deepEqual(errors.filter(([each]) => each === id), []);
  assert.deepEqual(await openRefs(), []);
});

test('the note about the time in force comes if it is asked for, and the order lives', async () => {
  await connect('tif-notice=yes');
  const id = nextId++;
  const noted = error(id, 10349);
  const filled = status(id, 'Filled');
  ib.placeOrder(id, SPY, order(OrderAction.BUY, 1, 'noted'));
  await noted;
  await filled;
});

test('a cancel is refused and the order is gone', async () => {
  await connect('cancel-error=1:10147,cancel-error=2:161');
  for (const code of [10147, 161]) {
    const id = await placeResting(`gone-${code}`);
    assert.deepEqual(await openRefs(), [`gone-${code}`]);
    const told = error(id, code);
    ib.cancelOrder(id);
    await told;
    assert.deepEqual(await openRefs(), []);
  }
});

test('a cancel is refused, the order lives, and the next cancel ends it', async () => {
  await connect('cancel-error-lives=1:161');
  const id = await placeResting('lives');
  const told = error(id, 161);
  ib.cancelOrder(id);
  await told;
  assert.deepEqual(await openRefs(), ['lives']);
  const confirmed = error(id, 202);
  ib.cancelOrder(id);
  await confirmed;
  const unknown = error(id, 10148);
  ib.cancelOrder(id);
  await unknown;
});

test('an order is filled in pieces, each with its execution and its commission', async () => {
  await connect('pieces=3');
  const id = nextId++;
  const executions = [];
  const statuses = [];
  const commissions = [];
  ib.on(EventName.execDetails, (reqId, contract, e) => executions.push(e));
  ib.on(EventName.commissionReport, (report) => commissions.push(report));
  ib.on(EventName.orderStatus, (each, text, filled, remaining) =>
    statuses.push([text, filled, remaining]));
  const last = until(EventName.commissionReport, () => commissions.length === 3);
  ib.placeOrder(id, SPY, order(OrderAction.BUY, 10, 'pieces', { tif: TimeInForce.DAY }));
  await last;
  assert.deepEqual(executions.map((e) => [e.shares, e.cumQty]), [[4, 4], [4, 8], [2, 10]]);
  assert.deepEqual(commissions.map((report) => report.execId), executions.map((e) => e.execId));
  assert.equal(commissions.reduce((sum, report) => sum + report.commission, 0), 1);
  const told = JSON.stringify(statuses);
  assert.ok(told.includes('["Submitted",4,6]') && told.includes('["Submitted",8,2]'), told);
  assert.deepEqual(statuses[statuses.length - 1], ['Filled', 10, 0]);
});

test('an order that was partly filled is cancelled for the rest', async () => {
  await connect('pieces=2/1000s');
  const id = nextId++;
  const part = until(EventName.orderStatus, (each, text, filled) => each === id && filled === 5);
  ib.placeOrder(id, SPY, order(OrderAction.BUY, 10, 'part', { tif: TimeInForce.DAY }));
  const [, text, , left] = await part;
  assert.deepEqual([text, left], ['Submitted', 5]);
  const cancelled = status(id, 'Cancelled');
  ib.cancelOrder(id);
  assert.deepEqual((await cancelled).slice(2, 4), [5, 5]);
  const rows = await all(EventName.completedOrder, EventName.completedOrdersEnd,
    () => ib.reqCompletedOrders(true));
  const [[, completed]] = rows.filter(([, each]) => each.orderRef === 'part');
  assert.deepEqual([completed.totalQuantity, completed.filledQuantity], [10, 5]);
});

test('an order that was cancelled is filled all the same', async () => {
  await connect('fill-after-cancel=1/1s', 'system');
  const id = await placeResting('late');
  const confirmed = error(id, 202);
  const execution = until(EventName.execDetails, (reqId, contract, e) => e.orderId === id);
  const filled = status(id, 'Filled');
  ib.cancelOrder(id);
  await confirmed;
  assert.deepEqual(await openRefs(), []);
  const [, , details] = await execution;
  assert.deepEqual([details.shares, details.orderRef], [4, 'late']);
  await filled;
});
