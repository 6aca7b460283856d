// Proves the simulated gateway with a TWS client that was not written here: @stoqey/ib.
//
//   cd src/test/node && npm ci && npm test
//
// It needs Node 20 or later, a JDK 17 and Maven. Maven compiles the simulator and lists its
// dependencies the first time; after a change of the Java code, run before it:
//
//   mvn -q test-compile dependency:build-classpath -Dmdep.outputFile=target/classpath.txt
//
// SIMULATOR_CLASSPATH names another class path to run the simulator from.
'use strict';

const { after, before, test } = require('node:test');
const assert = require('node:assert/strict');
const { EventName, IBApi, SecType } = require('@stoqey/ib');
const { startSimulator } = require('./simulator');

const ACCOUNT = 'DU1234567';
const NOW = '2026-11-23T15:00:00Z'; // a Monday, 10:00 in New York
const DEADLINE_MS = 10_000;

let simulator;
let ib;

/** Connects a client; resolves when it knows its next order id. */
function connect(clientId) {
  const client = new IBApi({ host: '127.0.0.1', port: simulator.port });
  client.on(EventName.error, () => {}); // without a listener, an error would end the process
  const ready = until(client, EventName.nextValidId);
  client.connect(clientId);
  return ready.then(() => client);
}

/** Resolves to the arguments of the next event that fits; fails when the deadline passes. */
function until(client, event, fits = () => true, ms = DEADLINE_MS) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      client.off(event, listener);
      reject(new Error(`no ${event} within ${ms} ms`));
    }, ms);
    const listener = (...args) => {
      if (fits(...args)) {
        clearTimeout(timer);
        client.off(event, listener);
        resolve(args);
      }
    };
    client.on(event, listener);
  });
}

/** Asks, and resolves to the arguments of every `event` that came before `end`. */
async function all(event, end, ask, client = ib) {
  const rows = [];
  const collect = (...args) => rows.push(args);
  client.on(event, collect);
  const ended = until(client, end);
  ask();
  try {
    await ended;
  } finally {
    client.off(event, collect);
  }
  return rows;
}

/** Resolves to the error with this code. */
function error(client, code, id) {
  return until(client, EventName.error,
    (e, actual, reqId) => actual === code && (id === undefined || reqId === id));
}

const cents = (text) => Math.round(Number(text) * 100);

before(async () => {
  simulator = await startSimulator('--clock', NOW, '--seed', '7');
  ib = await connect(21);
});

after(async () => {
  if (ib) {
    const gone = until(ib, EventName.disconnected);
    ib.disconnect();
    await gone;
  }
  await simulator?.stop();
});

async function accountValues() {
  const rows = await all(EventName.updateAccountValue, EventName.accountDownloadEnd,
    () => ib.reqAccountUpdates(true, ACCOUNT));
  return new Map(rows.map(([key, value, currency]) => [`${key} ${currency}`, value]));
}

test('the session: the newest version of the client, the account, and the time', async () => {
  // The client speaks texts alone, of versions that the product itself does not offer.
  assert.ok(ib.serverVersion > 178 && ib.serverVersion <= 200, String(ib.serverVersion));
  const client = new IBApi({ host: '127.0.0.1', port: simulator.port });
  client.on(EventName.error, () => {});
  const accounts = until(client, EventName.managedAccounts);
  const farms = until(client, EventName.info, (text, code) => code === 2104);
  client.connect(23);
  assert.deepEqual(await accounts, [ACCOUNT]);
  assert.match((await farms)[0], /^Market data farm connection is OK:/);
  client.disconnect();

  const time = until(ib, EventName.currentTime);
  ib.reqCurrentTime();
  assert.equal((await time)[0], Date.parse(NOW) / 1000);
});

test('account values add up to the cent', async () => {
  const values = await accountValues();
  assert.equal(values.get('AccountReady '), 'true');
  assert.equal(values.get('AccountCode '), ACCOUNT);
  for (const key of ['CashBalance', 'StockMarketValue', 'NetLiquidationByCurrency']) {
    let sum = 0;
    for (const currency of ['USD', 'EUR', 'CHF', 'JPY']) {
      const rate = Number(values.get(`ExchangeRate ${currency}`));
      sum += Math.round(cents(values.get(`${key} ${currency}`)) * rate);
    }
    assert.equal(cents(values.get(`${key} BASE`)), sum, key);
  }
  // The net liquidation value is rounded once, from exact amounts: the cash, and positions at their prices.
  const lines = await all(EventName.updatePortfolio, EventName.accountDownloadEnd,
    () => ib.reqAccountUpdates(true, ACCOUNT));
  let exact = 0;
  for (const currency of ['USD', 'EUR', 'CHF', 'JPY']) {
    exact += Number(values.get(`CashBalance ${currency}`)) * Number(values.get(`ExchangeRate ${currency}`));
  }
  for (const [contract, quantity, price] of lines) {
    assert.equal(contract.currency, 'USD');
    exact += contract.secType === 'STK' ? quantity * price : 0;
  }
  assert.equal(cents(values.get('NetLiquidation USD')), Math.round(exact * 100));
  assert.equal(values.get('CashBalance EUR'), '25431.50');
  assert.equal(values.get('CashBalance JPY'), '1850000.00');
  assert.equal(values.get('ExchangeRate USD'), '1.00');
  assert.ok(Number(values.get('AvailableFunds USD')) > 0);
});

test('the account summary says the same as the account values', async () => {
  const values = await accountValues();
  const rows = await all(EventName.accountSummary, EventName.accountSummaryEnd,
    () => ib.reqAccountSummary(1, 'All', 'NetLiquidation,TotalCashValue,$LEDGER:ALL'));
  ib.cancelAccountSummary(1);
  const net = rows.find(([, , tag]) => tag === 'NetLiquidation');
  assert.deepEqual(net, [1, ACCOUNT, 'NetLiquidation', values.get('NetLiquidation USD'), 'USD']);
  const chf = rows.find(([, , tag, , currency]) => tag === 'CashBalance' && currency === 'CHF');
  assert.equal(chf[3], '12018.25');
});

test('positions and portfolio hold what was seeded', async () => {
  const positions = await all(EventName.position, EventName.positionEnd, () => ib.reqPositions());
  const held = Object.fromEntries(positions.map(([, c, quantity]) => [c.localSymbol, quantity]));
  assert.deepEqual(held, { SPY: 300, GLD: 100, AAPL: 40, MNQZ6: 2 });
  const mnq = positions.find(([, c]) => c.localSymbol === 'MNQZ6');
  assert.equal(mnq[1].conId, 654503314);
  assert.equal(mnq[1].lastTradeDateOrContractMonth, '20261218');
  assert.equal(mnq[1].exchange ?? '', '');

  const lines = await all(EventName.updatePortfolio, EventName.accountDownloadEnd,
    () => ib.reqAccountUpdates(true, ACCOUNT));
  const spy = lines.find(([c]) => c.symbol === 'SPY');
  const [contract, quantity, price, value, averageCost, unrealized, , account] = spy;
  assert.equal(contract.conId, 756733);
  assert.equal(contract.primaryExch, 'ARCA');
  assert.equal(account, ACCOUNT);
  assert.equal(cents(value), Math.round(quantity * price * 100));
  assert.ok(Math.abs(value - quantity * averageCost - unrealized) < 0.02);
});

test('open orders: all clients see all, a client of its own only its own', async () => {
  const orders = await all(EventName.openOrder, EventName.openOrderEnd, () => ib.reqAllOpenOrders());
  assert.equal(orders.length, 2);
  const manual = orders.find(([id]) => id === 0);
  assert.equal(manual[1].symbol, 'GLD');
  assert.equal(manual[2].action, 'BUY');
  assert.equal(manual[2].totalQuantity, 100);
  assert.equal(manual[2].orderType, 'LMT');
  assert.equal(manual[2].tif, 'GTC');
  assert.equal(manual[2].clientId, 0);
  assert.equal(manual[3].status, 'Submitted');
  const other = orders.find(([id]) => id !== 0);
  assert.equal(other[2].orderRef, 'other-app:4');
  assert.equal(other[2].account, ACCOUNT);
  assert.ok(other[2].permId > 0);
  const own = await all(EventName.openOrder, EventName.openOrderEnd, () => ib.reqOpenOrders());
  assert.equal(own.length, 0);
});

test('the order of an API client comes unasked when that client connects', async () => {
  const client = new IBApi({ host: '127.0.0.1', port: simulator.port });
  client.on(EventName.error, () => {});
  const status = until(client, EventName.orderStatus);
  const orders = await all(EventName.openOrder, EventName.openOrderEnd,
    () => client.connect(5), client);
  assert.equal(orders.length, 1);
  const [id, text, filled, remaining] = await status;
  assert.equal(id, orders[0][0]);
  assert.deepEqual([text, filled, remaining], ['Submitted', 0, 20]);
  client.disconnect();
});

test('executions come with their commissions, and the filter holds', async () => {
  const commissions = [];
  const collect = (report) => commissions.push(report);
  ib.on(EventName.commissionReport, collect);
  const rows = await all(EventName.execDetails, EventName.execDetailsEnd,
    () => ib.reqExecutions(30, {}));
  ib.off(EventName.commissionReport, collect);
  assert.deepEqual(
    rows.map(([, c, e]) => [c.symbol, e.side, e.shares, e.cumQty]),
    [['SPY', 'BOT', 60, 60], ['SPY', 'BOT', 40, 100], ['MNQ', 'BOT', 1, 1], ['AAPL', 'SLD', 10, 10]]);
  assert.deepEqual(commissions.map((c) => c.execId), rows.map(([, , e]) => e.execId));
  assert.deepEqual(commissions.map((c) => c.commission), [1, 0, 0.62, 1]);
  assert.ok(commissions[3].realizedPNL !== undefined);
  assert.match(rows[0][2].time, /^20261123 \d\d:\d\d:\d\d US\/Eastern$/);

  const sold = await all(EventName.execDetails, EventName.execDetailsEnd,
    () => ib.reqExecutions(31, { side: 'SELL', clientId: 5 }));
  assert.deepEqual(sold.map(([, c]) => c.symbol), ['AAPL']);
});

test('completed orders keep their quantity where they were cancelled', async () => {
  const rows = await all(EventName.completedOrder, EventName.completedOrdersEnd,
    () => ib.reqCompletedOrders(false));
  const seen = rows.map(([c, o, s]) =>
    [c.symbol, s.status, o.totalQuantity, o.filledQuantity, s.completedStatus]);
  assert.deepEqual(seen, [
    ['SPY', 'Filled', 0, 100, 'Filled Size: 100'],
    ['MNQ', 'Filled', 0, 1, 'Filled Size: 1'],
    ['AAPL', 'Filled', 0, 10, 'Filled Size: 10'],
    ['MSFT', 'Cancelled', 5, 0, 'Cancelled by Trader'],
  ]);
  const api = await all(EventName.completedOrder, EventName.completedOrdersEnd,
    () => ib.reqCompletedOrders(true));
  assert.equal(api.length, 3);
});

test('contract details of a share, a future, a pair, and of what does not exist', async () => {
  const find = (reqId, contract) => all(EventName.contractDetails, EventName.contractDetailsEnd,
    () => ib.reqContractDetails(reqId, contract));
  const [[, spy]] = await find(40, { conId: 756733 });
  assert.equal(spy.contract.symbol, 'SPY');
  assert.equal(spy.contract.exchange, 'SMART');
  assert.equal(spy.contract.primaryExch, 'ARCA');
  assert.equal(spy.minTick, 0.01);
  assert.match(spy.longName, /SPDR/);
  assert.equal(spy.stockType, 'ETF');
  assert.match(spy.tradingHours, /^20261123:0400-20261123:2000;/);

  const months = await find(41, { symbol: 'MNQ', secType: SecType.FUT, exchange: 'CME', currency: 'USD' });
  assert.ok(months.length >= 5, `${months.length} months`);
  const [, mnq] = months[0];
  assert.equal(mnq.contract.conId, 654503314);
  assert.equal(mnq.contract.localSymbol, 'MNQZ6');
  assert.equal(mnq.contract.lastTradeDateOrContractMonth, '20261218');
  assert.equal(Number(mnq.contract.multiplier), 2);
  assert.equal(mnq.contractMonth, '202612');

  const [[, pair]] = await find(42,
    { symbol: 'EUR', secType: SecType.CASH, exchange: 'IDEALPRO', currency: 'USD' });
  assert.equal(pair.contract.conId, 12087792);
  assert.equal(pair.contract.localSymbol, 'EUR.USD');

  const unknown = error(ib, 200, 43);
  ib.reqContractDetails(43,
    { symbol: 'CAD', secType: SecType.CASH, exchange: 'IDEALPRO', currency: 'USD' });
  const [e] = await unknown;
  assert.match(e.message, /No security definition has been found for the request/);
});

test('a snapshot of market data: live, then delayed', async () => {
  const contract = { conId: 756733, exchange: 'SMART' };
  const live = await all(EventName.tickPrice, EventName.tickSnapshotEnd,
    () => ib.reqMktData(50, contract, '', true, false));
  const price = Object.fromEntries(live.map(([, type, value]) => [type, value]));
  assert.ok(price[1] > 0 && price[2] > price[1], JSON.stringify(price));
  assert.ok(price[4] >= price[1] && price[4] <= price[2]);
  assert.ok(price[9] > 0 && price[6] >= price[7]);

  const values = await all(EventName.updatePortfolio, EventName.accountDownloadEnd,
    () => ib.reqAccountUpdates(true, ACCOUNT));
  assert.equal(values.find(([c]) => c.symbol === 'SPY')[2], price[4], 'valued at the last price');

  const type = until(ib, EventName.marketDataType, (reqId) => reqId === 51);
  ib.reqMarketDataType(3);
  const delayed = await all(EventName.tickPrice, EventName.tickSnapshotEnd,
    () => ib.reqMktData(51, contract, '', true, false));
  assert.equal((await type)[1], 3);
  assert.ok(delayed.some(([, tick]) => tick === 66) && !delayed.some(([, tick]) => tick === 1));
  ib.reqMarketDataType(1);
});

test('a client id in use is refused with error 326', async () => {
  const second = new IBApi({ host: '127.0.0.1', port: simulator.port });
  // this client hands on what is about the session (id -1) as information
  const refused = until(second, EventName.info, (text, code) => code === 326);
  const gone = until(second, EventName.disconnected);
  const order = [];
  second.on(EventName.nextValidId, () => order.push('ready'));
  second.connect(21);
  assert.match((await refused)[0], /client id is already in use/);
  await gone;
  assert.deepEqual(order, [], 'it never became ready');

  const third = await connect(22); // another number is welcome, and the first client still works
  third.disconnect();
  const time = until(ib, EventName.currentTime);
  ib.reqCurrentTime();
  await time;
});
