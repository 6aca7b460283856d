// Proves the simulated gateway's history with a TWS client that was not written here: @stoqey/ib.
// How to run it: see simulator.test.js.
'use strict';

const { after, before, test } = require('node:test');
const assert = require('node:assert/strict');
const { EventName, IBApi } = require('@stoqey/ib');
const { startSimulator } = require('./simulator');

const NOW = '2026-11-23T15:00:00Z'; // a Monday, 10:00 in New York
const DEADLINE_MS = 20_000;
const SPY = { conId: 756733, exchange: 'SMART' };
const EURUSD = { conId: 12087792, exchange: 'IDEALPRO' };

let simulator;
let ib;

/** Resolves to the arguments of the next event that fits; fails when the deadline passes. */
function until(event, fits = () => true) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      ib.off(event, listener);
      reject(new Error(`no ${event} within ${DEADLINE_MS} ms`));
    }, DEADLINE_MS);
    timer.unref(); // nobody waits for what need not come
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

/** Resolves to the code and the message of the error about a request. */
async function refusal(reqId) {
  const [e, code] = await until(EventName.error, (_, __, id) => id === reqId);
  return { code, message: e.message };
}

let lastReqId = 100;

/** Asks for bars; resolves to them, and to what the client says when they have ended. */
async function bars(contract, end, duration, size, show, useRth = 1) {
  const reqId = ++lastReqId;
  const rows = [];
  const collect = (id, time, open, high, low, close, volume, count, average) => {
    if (id === reqId && !String(time).startsWith('finished')) {
      rows.push({ time, open, high, low, close, volume: Number(volume), count, average });
    }
  };
  ib.on(EventName.historicalData, collect);
  const finished = until(EventName.historicalData,
    (id, time) => id === reqId && String(time).startsWith('finished'));
  const refused = refusal(reqId).then(
    ({ code, message }) => { throw new Error(`${code} ${message}`); }, () => undefined);
  ib.reqHistoricalData(reqId, contract, end, duration, size, show, useRth, 2, false);
  try {
    await Promise.race([finished, refused]);
  } finally {
    ib.off(EventName.historicalData, collect);
  }
  return rows;
}

before(async () => {
  simulator = await startSimulator('--clock', NOW, '--seed', '7');
  ib = new IBApi({ host: '127.0.0.1', port: simulator.port });
  ib.on(EventName.error, () => {}); // without a listener, an error would end the process
  const ready = until(EventName.nextValidId);
  ib.connect(31);
  await ready;
});

after(async () => {
  if (ib) {
    const gone = until(EventName.disconnected);
    ib.disconnect();
    await gone;
  }
  await simulator?.stop();
});

test('days: dated, without weekends and holidays, the last one not finished', async () => {
  const days = await bars(SPY, '20251202-00:00:00', '6 D', '1 day', 'TRADES');
  assert.deepEqual(days.map((d) => d.time),
    ['20251121', '20251124', '20251125', '20251126', '20251128', '20251201']); // Thanksgiving
  const now = await bars(SPY, '', '2 D', '1 day', 'TRADES');
  assert.deepEqual(now.map((d) => d.time), ['20261120', '20261123']);
  for (const d of [...days, ...now]) {
    assert.ok(d.high >= Math.max(d.open, d.close) && d.low <= Math.min(d.open, d.close));
    assert.ok(d.volume > 0 && d.count > 0);
  }
});

test('five years of days, and a day made of its minutes', async () => {
  const years = await bars(SPY, '', '5 Y', '1 day', 'TRADES');
  assert.ok(years.length > 1250 && years.length < 1262, String(years.length));
  const friday = years.find((d) => d.time === '20261120');
  const minutes = await bars(SPY, '20261120-21:00:00', '1 D', '1 min', 'TRADES');
  assert.equal(minutes.length, 390);
  assert.equal(Number(minutes[0].time), Date.parse('2026-11-20T14:30:00Z') / 1000);
  assert.equal(friday.open, minutes[0].open);
  assert.equal(friday.close, minutes.at(-1).close);
  assert.equal(friday.high, Math.max(...minutes.map((m) => m.high)));
  assert.equal(friday.low, Math.min(...minutes.map((m) => m.low)));
  assert.equal(friday.volume, minutes.reduce((sum, m) => sum + m.volume, 0));
});

test('pairs have a middle and no trades', async () => {
  const hours = await bars(EURUSD, '', '1 D', '1 hour', 'MIDPOINT', 0);
  assert.ok(hours.length > 10);
  assert.equal(hours[0].volume, -1);
  const refused = refusal(++lastReqId);
  ib.reqHistoricalData(lastReqId, EURUSD, '', '1 D', '1 hour', 'TRADES', 0, 2, false);
  assert.equal((await refused).code, 10299);
});

test('the head timestamp, and the end of its request', async () => {
  const reqId = ++lastReqId;
  const head = until(EventName.headTimestamp, (id) => id === reqId);
  ib.reqHeadTimestamp(reqId, SPY, 'TRADES', true, 1);
  assert.equal((await head)[1], '20050103-14:30:00');
  const cancelled = refusal(reqId);
  ib.cancelHeadTimestamp(reqId);
  const { code, message } = await cancelled;
  assert.equal(code, 162);
  assert.match(message, /API historical data query cancelled: \d+/);
  const unknown = refusal(reqId);
  ib.cancelHistoricalData(reqId);
  assert.equal((await unknown).code, 366);
});

test('short bars are paced, longer ones are not', async () => {
  await bars(EURUSD, '20261120-15:00:00', '60 S', '5 secs', 'MIDPOINT', 0);
  const refused = refusal(lastReqId + 1);
  await assert.rejects(bars(EURUSD, '20261120-15:00:00', '60 S', '5 secs', 'MIDPOINT', 0));
  const { code, message } = await refused;
  assert.equal(code, 162);
  assert.match(message, /Historical Market Data Service error message:.*pacing violation/);
  for (let i = 0; i < 3; i++) {
    await bars(EURUSD, '20261120-15:00:00', '3600 S', '1 min', 'MIDPOINT', 0);
  }
});

test('what is not there says so', async () => {
  const none = refusal(++lastReqId);
  ib.reqHistoricalData(lastReqId, SPY, '20041231-00:00:00', '1 M', '1 day', 'TRADES', 1, 2, false);
  const { code, message } = await none;
  assert.equal(code, 162);
  assert.match(message, /HMDS query returned no data: SPY@SMART/);
});
