// Answers of the intents that read, made up: for states that are hard to bring about with the real ones.
'use strict';

/** Random numbers from 0 to 1 that are the same in every run (mulberry32). */
function random(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const cents = (value) => Math.round(value * 100) / 100;
const sum = (values) => cents(values.reduce((all, value) => all + (value ?? 0), 0));

/** The last working days until a day, the oldest first. */
function workingDays(count, last) {
  const days = [];
  for (const at = new Date(`${last}T00:00:00Z`); days.length < count; at.setUTCDate(at.getUTCDate() - 1)) {
    if (at.getUTCDay() % 6 !== 0) {
      days.push(at.toISOString().slice(0, 10));
    }
  }
  return days.reverse();
}

function fall(days, returns) {
  let value = 1;
  let highest = 1;
  let peak = null;
  const found = { depth: 0, peak: null, trough: null, recovered: null };
  returns.forEach((daily, at) => {
    value *= 1 + (daily ?? 0);
    if (value >= highest) {
      highest = value;
      peak = days[at];
    } else if (value / highest - 1 < found.depth) {
      Object.assign(found, { depth: value / highest - 1, peak: peak ?? days[0], trough: days[at], recovered: null });
    }
  });
  return found;
}

function statistics(days, returns) {
  const known = returns.map((daily) => daily ?? 0);
  const mean = known.reduce((all, daily) => all + daily, 0) / known.length;
  const deviation = Math.sqrt(known.reduce((all, daily) => all + (daily - mean) ** 2, 0) / Math.max(1, known.length - 1));
  const growth = known.reduce((value, daily) => value * (1 + daily), 1);
  const best = known.indexOf(Math.max(...known));
  const worst = known.indexOf(Math.min(...known));
  const maxDrawdown = fall(days, known);
  const cagr = growth ** (252 / known.length) - 1;
  return {
    timeWeightedReturn: growth - 1,
    moneyWeightedReturn: cagr * 0.97,
    cagr,
    volatility: deviation * Math.sqrt(252),
    sharpe: (mean / deviation) * Math.sqrt(252),
    sortino: (mean / deviation) * Math.sqrt(252) * 1.4,
    maxDrawdown,
    calmar: maxDrawdown.depth === 0 ? null : cagr / -maxDrawdown.depth,
    bestDay: { day: days[best], return: known[best] },
    worstDay: { day: days[worst], return: known[worst] },
    bestMonth: { month: days[best].slice(0, 7), return: known[best] * 3 },
    worstMonth: { month: days[worst].slice(0, 7), return: known[worst] * 3 },
    winningDays: known.filter((daily) => daily > 0).length / known.length,
    turnover: 3.4,
    costs: 0.0021,
    beta: null,
    correlation: null,
    why: { beta: 'There is no benchmark.', correlation: 'There is no benchmark.' },
  };
}

const DEFINITIONS = {
  timeWeightedReturn: 'The daily returns compounded. Deposits and withdrawals do not change it.',
  moneyWeightedReturn: 'The rate per year at which all payments and the last value are worth nothing (XIRR).',
  cagr: 'The growth of one year, by calendar days.',
  volatility: 'The standard deviation of the daily returns (n\u22121), times the square root of 252.',
  sharpe: 'The mean daily return above the risk-free rate, divided by its standard deviation, times the square root of 252.',
  sortino: 'As Sharpe, with the downside deviation over all days.',
  maxDrawdown: 'The largest fall from a peak to the lowest value after it.',
  calmar: 'CAGR divided by the depth of the maximum drawdown.',
  bestDay: 'The day with the highest return.',
  worstDay: 'The day with the lowest return.',
  bestMonth: 'The month with the highest return.',
  worstMonth: 'The month with the lowest return.',
  winningDays: 'The share of days with a gain among the days with a gain or a loss.',
  turnover: 'The gross traded value, divided by the mean capital.',
  costs: 'Commissions and fees, divided by the mean capital.',
  beta: 'The covariance with the benchmark divided by its variance.',
  correlation: 'The correlation with the benchmark.',
  profit: 'The change of what the strategy holds and of the cash that it has moved, in the base currency.',
  end: 'The market value at the end of the interval, in the base currency.',
  realized: 'The profit of closed quantities by average cost, without commissions.',
  unrealized: 'The rest of profit: changes of prices and of exchange rates.',
  unattributed: 'The profit of the account that belongs to no strategy.',
};

/** An answer of performance for so many days and strategies. */
function performance({ count = 252, strategies = ['carry', 'futures', 'macd', 'momentum', 'weights'], last = '2026-11-27', seed = 7, benchmark = null } = {}) {
  const next = random(seed);
  const normal = () => (next() + next() + next() + next() - 2) * 1.7;
  const days = workingDays(count, last);
  const answer = {
    baseCurrency: 'USD', since: workingDays(count + 1, last)[0], days, account: {}, strategies: {}, benchmark: null, riskFree: 0, notes: [], definitions: DEFINITIONS,
  };
  let value = 1_000_000;
  const profits = strategies.map(() => []);
  const capital = strategies.map(() => []);
  const account = { start: [], netLiquidation: [], flows: [], profit: [], others: [], unattributed: [], return: [], tied: [] };
  days.forEach((day, at) => {
    const begin = value;
    let all = 0;
    strategies.forEach((name, place) => {
      const share = begin * (0.8 / strategies.length);
      const profit = cents(share * (0.0004 + 0.0001 * place + 0.009 * normal()));
      profits[place].push(profit);
      capital[place].push(cents(share));
      all += profit;
    });
    const flow = at > 0 && at % 120 === 60 ? 25_000 : 0;
    const other = at % 21 === 20 ? cents(8 * next()) : 0;
    value = cents(begin + all + other + flow);
    account.start.push(begin);
    account.others.push(0);
    account.netLiquidation.push(value);
    account.flows.push(flow);
    account.profit.push(cents(all + other));
    account.unattributed.push(other);
    account.return.push((all + other) / begin);
    account.tied.push(true);
  });
  answer.account = {
    ...account,
    totals: { flows: sum(account.flows), profit: sum(account.profit), others: 0, unattributed: sum(account.unattributed) },
    statistics: statistics(days, account.return),
  };
  strategies.forEach((name, place) => {
    const returns = profits[place].map((profit, at) => profit / capital[place][at]);
    const zero = days.map(() => 0);
    const commissions = profits[place].map((profit, at) => (at % 5 === 0 ? -1.35 : 0));
    const realized = profits[place].map((profit) => cents(profit * 0.4));
    const unrealized = profits[place].map((profit, at) => cents(profit - realized[at] - commissions[at]));
    answer.strategies[name] = {
      start: capital[place], end: capital[place].map((amount, at) => cents(amount + profits[place][at])), profit: profits[place],
      realized, unrealized, commissions, dividends: zero, interest: zero, fees: zero, crossings: zero, capital: capital[place], return: returns,
      totals: {
        profit: sum(profits[place]), realized: sum(realized), unrealized: sum(unrealized), commissions: sum(commissions),
        dividends: 0, interest: 0, fees: 0, crossings: 0,
      },
      statistics: statistics(days, returns),
    };
  });
  if (benchmark) {
    const returns = days.map(() => 0.0004 + 0.008 * normal());
    let close = 500;
    answer.benchmark = {
      contract: benchmark, close: returns.map((daily) => cents(close *= 1 + daily)), return: returns, statistics: statistics(days, returns),
    };
  }
  return answer;
}

const BEFORE = (minutes) => new Date(Date.now() - minutes * 60_000).toISOString();

function holdings() {
  const holding = (contract, quantity, target, price, unrealized, currency = 'USD') => ({
    contract, conId: 1, quantity, price, currency, value: cents(quantity * price), target, drift: quantity - target, unrealized,
  });
  return {
    day: '2026-11-27', updatedAt: BEFORE(45), baseCurrency: 'USD', netLiquidation: 1_231_410.22,
    strategies: {
      futures: { capital: 240_000, value: 217_052, profit: 31_022.11, holdings: [holding('MNQZ6', 2, 2, 54_263.25, -1_699.74)] },
      macd: { capital: 160_000, value: 48_000, profit: 3_022.9, holdings: [holding('VOD', 12_500, 12_000, 0.7214, 121.4, 'GBP'), holding('SAP', -40, -40, 244.1, 310.5, 'EUR')] },
      weights: {
        capital: 400_000, value: 398_110, profit: -4_130.08,
        holdings: [holding('GLD', 154, 154, 434.18, 1_470), holding('IEF', 427, 427, 96.02, -32.4), holding('SPY', 218, 221, 741.57, -1_784)],
      },
    },
    parked: [], ignored: [{ contract: 'BRK B', conId: 9, quantity: 3, price: 512.2, currency: 'USD', value: 1_536.6, target: null, drift: null, unrealized: null }],
  };
}

function runs() {
  const order = (contract, side, quantity, state, filled, price, words = null) => ({
    orderRef: 'x', contract, conId: 1, side, quantity, state, words, filled, price, strategies: { weights: quantity },
  });
  const run = (minutes, intent, state, orders, problems = [], by = 'scheduler job orchestrate') => ({
    key: `run-${minutes}`, intent, state, begunAt: BEFORE(minutes), endedAt: BEFORE(minutes - 1), by, orders, crossed: [], problems,
  });
  return {
    runs: [
      run(45, 'allocation', 'finished', [order('AAPL', 'SELL', 40, 'filled', 40, 290.25), order('IEF', 'BUY', 427, 'open', 120, 96.02)]),
      run(1_485, 'allocation', 'finished', [order('GLD', 'BUY', 54, 'filled', 54, 434.2)],
        [{ code: 'TARGET_MISSED', message: 'SPY was left out: its price is 3 days old' }]),
      run(1_500, 'cash-balancer', 'finished', [order('EUR.USD', 'SELL', 25_000, 'filled', 25_000, 1.0834)]),
      run(2_925, 'allocation', 'failed', [order('SPY', 'BUY', 3, 'rejected', 0, null, 'The exchange is closed.')],
        [{ code: 'ORDER_REJECTED', message: 'order 7d0a-2 for SPY was rejected by the broker: the exchange is closed' }], 'key monday-1'),
      ...Array.from({ length: 8 }, (none, at) => run(4_365 + at * 1_440, 'allocation', 'finished', [])),
    ],
  };
}

function status() {
  return {
    status: 'attention',
    lights: [
      { name: 'books', ok: true, words: 'books and account agree, as reconcile has found 45 min ago', since: BEFORE(45) },
      { name: 'gateway', ok: true, words: 'the gateway answered 45 min ago', since: BEFORE(45) },
      { name: 'trading', ok: true, words: 'trading is on', since: null },
      { name: 'runs', ok: false, words: 'allocation failed 2 days ago: KillSwitchException: Trading disabled by kill switch.', since: BEFORE(2_925) },
      { name: 'configuration', ok: true, words: 'the configuration has no faults', since: null },
      { name: 'lease', ok: true, words: 'nobody trades the account now', since: null },
    ],
    books: {}, lastRuns: [], unsettled: [], lease: null, trading: { enabled: true, exempt: [], halted: null },
    gateway: { lastSeenAt: BEFORE(45) }, configuration: { faults: [] },
  };
}

/** The dry run of an allocation with everything that an answer may have. */
function preview() {
  const order = (contract, action, totalQuantity, value, others, estimate) => ({
    orderRef: null, contract, conId: 1, symbol: contract, action, totalQuantity, orderType: 'MKT', tif: 'DAY',
    lmtPrice: null, auxPrice: null, goodAfterTime: null, goodTillDate: null, status: 'planned', permId: null, message: null,
    margin: null, ...others,
    estimate: {
      priceKind: 'close', lastTrade: '2026-11-27T14:00:00Z', priceAgeSeconds: 7_200, currency: 'USD', baseCurrency: 'USD',
      fx: 1, fxKind: null, price: cents(value / totalQuantity), value, valueInBase: value, commission: 1.2, commissionCurrency: 'USD', limit: null, ...estimate,
    },
  });
  return {
    netLiquidation: 1_000_000,
    orders: [
      order('SPY', 'BUY', 161, 80_500,
        {
          orderType: 'LMT', lmtPrice: 499.75, source: { growth: 180, value: -19 },
          margin: { commission: null, minCommission: 0.8, maxCommission: 1.1, commissionCurrency: 'USD' },
        },
        { limit: { from: 'mid', fromPrice: 500, offset: '-5bps', tick: 0.01 } }),
      order('SAP', 'SELL', 20, 4_400, { goodAfterTime: '2026-11-27T17:00:00Z', source: { macd: -20 } },
        { currency: 'EUR', valueInBase: 4_880, fx: 1.109, fxKind: 'midpoint', commission: 1.7, commissionCurrency: 'EUR' }),
    ],
    consolidatedTrades: [{ contract: 'GLD', quantity: 0, source: { carry: 5, weights: -5 } }],
    leftAlone: { growth: { IEF: 'its difference 3 is inside the band' } },
    skipped: { VOD: 'its market is closed', macd: '<b>no markup</b>' },
    limits: ['the run would send 2 orders; at most 1 are allowed'], misfits: [],
    margin: {
      netLiquidation: 1_000_000, initMarginBefore: 300_000, initMarginAfter: 340_000, maintMarginBefore: 280_000, maintMarginAfter: 310_000,
      equityWithLoanBefore: 920_000, equityWithLoanAfter: 920_000, excessLiquidityBefore: 640_000, excessLiquidityAfter: 610_000,
      cushionAfter: 0.61, marginUseAfter: 0.34, commissions: {}, isEstimate: true, estimateWords: 'An estimate', warnings: [],
    },
    problems: [{ code: 'preview-incomplete', message: 'the broker would not take the order to SELL 20 SAP as it is: 201' }],
    utcTimestamp: '2026-11-27T16:00:00Z',
  };
}

module.exports = { holdings, performance, preview, runs, status, workingDays };
