// Makes the tables of the page from the answers of the function.
import { add, element, fill, term } from './elements.js';
import {
  ago, change, isKnown, moment, money, percent, percentChange, price, quantity, quantityChange, ratio, sign,
} from './numbers.js';
import { months } from './figures.js';

/** Definitions of the figures that come without one in an answer. */
const OWN_DEFINITIONS = {
  target: 'The quantity that the last allocation wanted the strategy to hold.',
  held: 'The quantity that the books show for the strategy.',
  drift: 'The held quantity minus the target.',
  price: 'The price of one unit at the last snapshot of the account, in the currency of the contract.',
  value: 'The value of the quantity at the last snapshot, in the base currency of the account.',
  commissions: 'What the broker charged for executions; negative.',
  dividends: 'Dividends of holdings, as recorded or imported.',
  interest: 'Interest that was recorded for the strategy.',
  fees: 'Fees that were recorded for the strategy; negative.',
  openProfit: 'The profit that the quantity has not realized yet, in the base currency of the account.',
};

/** A figure with its exact value, so that programs need not read the written form. */
export function figure(value, write, classes = '') {
  return element('data', { value: isKnown(value) ? value : '', class: classes || null }, write(value));
}

/** A figure whose sign has a colour. */
export function signed(value, write) {
  return figure(value, write, sign(value));
}

/**
 * Makes a table.
 * @param {string} caption what a screen reader calls it
 * @param {Array} columns each with a head, a cell for a row, and numeric
 * @param {Array} rows the values that cells are made of; a row may have a className
 */
export function table(caption, columns, rows, foot = []) {
  const line = (row) => element('tr', { class: row.className ?? null }, columns.map((column, at) => {
    const content = column.cell(row);
    return at === 0
      ? element('th', { scope: 'row' }, content)
      : element('td', { class: column.numeric === false ? null : 'number' }, content);
  }));
  return element('table', {},
    element('caption', { class: 'unseen' }, caption),
    element('thead', {}, element('tr', {}, columns.map((column, at) =>
      element('th', { scope: 'col', class: at === 0 || column.numeric === false ? null : 'number' }, column.head)))),
    element('tbody', {}, rows.map(line)),
    foot.length ? element('tfoot', {}, foot.map(line)) : null);
}

/** Lets a container that is wider than the page be scrolled by keyboard. */
export function watchWidth(container, name) {
  new ResizeObserver(() => {
    if (container.scrollWidth > container.clientWidth + 1) {
      container.tabIndex = 0;
      container.setAttribute('role', 'region');
      container.setAttribute('aria-label', name);
    } else {
      ['tabindex', 'role', 'aria-label'].forEach((attribute) => container.removeAttribute(attribute));
    }
  }).observe(container);
}

/** A container of a table, which can be scrolled by keyboard if the table is wider than the page. */
export function scrolling(name, ...content) {
  const container = element('div', { class: 'scroll' }, ...content);
  watchWidth(container, name);
  return container;
}

const STATISTICS = [
  ['timeWeightedReturn', 'Time-weighted return', percentChange],
  ['moneyWeightedReturn', 'Money-weighted return', percentChange],
  ['cagr', 'CAGR', percentChange],
  ['volatility', 'Volatility', percent],
  ['sharpe', 'Sharpe', ratio],
  ['sortino', 'Sortino', ratio],
  ['maxDrawdown', 'Maximum drawdown', percent],
  ['calmar', 'Calmar', ratio],
  ['bestDay', 'Best day', percentChange],
  ['worstDay', 'Worst day', percentChange],
  ['bestMonth', 'Best month', percentChange],
  ['worstMonth', 'Worst month', percentChange],
  ['winningDays', 'Winning days', (value) => percent(value, 1)],
  ['turnover', 'Turnover', ratio],
  ['costs', 'Costs', (value) => percent(value, 3)],
  ['beta', 'Beta', ratio],
  ['correlation', 'Correlation', ratio],
];

/** The number of a statistic that has dates with it, or of one that is a number itself. */
export function numberOf(statistic) {
  if (statistic === null || statistic === undefined || typeof statistic !== 'object') {
    return statistic ?? null;
  }
  return statistic.depth ?? statistic.return ?? statistic.value ?? null;
}

/** A date that does not break at its hyphens. */
function date(day) {
  return element('span', { class: 'date' }, day);
}

function datesOf(statistic) {
  if (statistic === null || typeof statistic !== 'object') {
    return null;
  }
  if ('depth' in statistic) {
    return statistic.peak ? [date(statistic.peak), ' to ', date(statistic.trough ?? 'now')] : null;
  }
  return statistic.day ?? statistic.month ?? null;
}

function statisticCell(statistics, name, write) {
  if (!statistics) {
    return null;
  }
  const value = numberOf(statistics[name]);
  if (!isKnown(value)) {
    return term('\u2013', statistics.why?.[name] ?? 'Not known.');
  }
  const dates = datesOf(statistics[name]);
  return [
    figure(value, write, write === percentChange ? sign(value) : ''),
    dates ? element('small', {}, dates) : null,
  ];
}

/** Shows the statistics of the account beside those of a strategy or of the benchmark. */
export function showStatistics(root, definitions, account, other) {
  const columns = [
    { head: 'Statistic', cell: ([name, words]) => term(words, definitions?.[name]) },
    { head: 'Account', cell: ([name, , write]) => statisticCell(account, name, write) },
  ];
  if (other) {
    columns.push({ head: other.name, cell: ([name, , write]) => statisticCell(other.statistics, name, write) });
  }
  fill(root, table('Statistics of the range', columns, STATISTICS));
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** The shade of a return: from -4 to 4, relative to the largest month. */
function shade(value, largest) {
  if (!isKnown(value) || value === 0 || largest === 0) {
    return null;
  }
  return Math.sign(value) * Math.max(1, Math.ceil((Math.abs(value) / largest) * 4));
}

/** Shows the returns by month and year, the newest year first. */
export function showMonths(root, days, returns, name) {
  const years = [...months(days, returns)].sort(([one], [other]) => (one < other ? 1 : -1));
  const largest = Math.max(0, ...years.flatMap(([, row]) => row.slice(0, 12).map((value) => Math.abs(value ?? 0))));
  fill(root, element('table', { class: 'months' },
    element('caption', { class: 'unseen' }, `Monthly returns of ${name} in percent`),
    element('thead', {}, element('tr', {},
      element('th', { scope: 'col' }, 'Year'),
      MONTHS.map((month) => element('th', { scope: 'col', class: 'number' }, month)),
      element('th', { scope: 'col', class: 'number' }, 'Year'))),
    element('tbody', {}, years.map(([year, row]) => element('tr', {},
      element('th', { scope: 'row' }, year),
      row.map((value, month) => element('td', {
        class: month === 12 ? `number year ${sign(value)}` : 'number cell',
        'data-shade': month === 12 ? null : shade(value, largest),
        title: isKnown(value) ? `${month === 12 ? year : `${MONTHS[month]} ${year}`}: ${percentChange(value)}` : null,
      }, isKnown(value) ? figure(value, (known) => percentChange(known, 1).replace('\u202f%', '')) : ''))))),
  ));
}

const AMOUNTS = [
  ['realized', 'Realized'],
  ['unrealized', 'Unrealized'],
  ['dividends', 'Dividends'],
  ['interest', 'Interest'],
  ['fees', 'Fees'],
  ['commissions', 'Commissions'],
  ['crossings', 'Crossings'],
];

/** The sum of amounts, to the cent. */
export function total(amounts) {
  return (amounts ?? []).reduce((cents, amount) => cents + Math.round((amount ?? 0) * 100), 0) / 100;
}

function lastKnown(values) {
  return (values ?? []).reduce((known, value) => value ?? known, null);
}

/** Shows the profit of each strategy, and that all of them together are the profit of the account. */
export function showProfit(root, answer) {
  const definitions = answer.definitions ?? {};
  const rows = Object.entries(answer.strategies).map(([name, strategy]) => ({
    name,
    strategy,
    profit: strategy.totals?.profit ?? total(strategy.profit),
    value: lastKnown(strategy.end),
    statistics: strategy.statistics ?? {},
    amounts: Object.fromEntries(AMOUNTS.map(([kind]) =>
      [kind, strategy.totals?.[kind] ?? total(strategy[kind])])),
  }));
  rows.sort((one, other) => other.profit - one.profit);
  const sums = Object.fromEntries(AMOUNTS.map(([kind]) => [kind, total(rows.map((row) => row.amounts[kind]))]));
  const shown = AMOUNTS.filter(([kind]) =>
    ['realized', 'unrealized', 'commissions'].includes(kind) || rows.some((row) => row.amounts[kind] !== 0));
  const statistic = (row, name, write) => (row.statistics ? statisticCell(row.statistics, name, write) : null);
  const account = answer.account.totals?.profit ?? total(answer.account.profit);
  const unattributed = answer.account.totals?.unattributed ?? total(answer.account.unattributed);
  const revaluation = answer.account.totals?.cashRevaluation
    ?? total(Object.values(answer.account.cashRevaluation ?? {}).map(total));
  const strategies = total(rows.map((row) => row.profit));
  const foot = [
    { name: 'All strategies', profit: strategies, amounts: sums, value: total(rows.map((row) => row.value)) },
    ...(revaluation === 0 ? [] : [{
      name: term('Foreign cash', definitions.cashRevaluation),
      profit: revaluation,
      kind: 'cashRevaluation',
    }]),
    {
      name: term('Unattributed', definitions.unattributed),
      profit: unattributed,
      kind: 'unattributed',
    },
    {
      name: term('Account', definitions.profit),
      profit: account,
      kind: 'account',
      className: 'sum',
      statistics: answer.account.statistics ?? {},
    },
  ];
  const columns = [
    { head: 'Strategy', cell: (row) => row.name },
    { head: term('Profit', definitions.profit), cell: (row) => element('strong', {}, signed(row.profit, change)) },
    { head: term('Return', definitions.timeWeightedReturn), cell: (row) => statistic(row, 'timeWeightedReturn', percentChange) },
    { head: term('Sharpe', definitions.sharpe), cell: (row) => statistic(row, 'sharpe', ratio) },
    { head: term('Drawdown', definitions.maxDrawdown), cell: (row) => {
      const depth = row.statistics ? numberOf(row.statistics.maxDrawdown) : null;
      return isKnown(depth) ? figure(depth, percent) : null;
    } },
    { head: term('Value', definitions.end),
      cell: (row) => (row.value === undefined ? null : figure(row.value, money)) },
    ...shown.map(([kind, words]) => ({
      head: term(words, definitions[kind] ?? OWN_DEFINITIONS[kind]),
      cell: (row) => (row.amounts ? figure(row.amounts[kind], change) : null),
    })),
  ];
  fill(root, table('Profit by strategy', columns, rows, foot));
  return { ties: Math.round((strategies + revaluation + unattributed - account) * 100) === 0, unattributed, revaluation, account };
}

/** Shows the holdings of each strategy; the largest difference from its target comes first. */
export function showHoldings(root, answer) {
  const strategies = Object.entries(answer.strategies ?? {});
  const rows = strategies.flatMap(([strategy, { holdings }]) => (holdings ?? []).map((holding) => ({ ...holding, strategy })));
  const others = [['parked', 'Parked'], ['ignored', 'Ignored']].flatMap(([field, words]) =>
    (answer[field] ?? []).map((holding) => ({ ...holding, strategy: words, className: 'aside' })));
  if (rows.length + others.length === 0) {
    fill(root, element('p', { class: 'hint' }, 'No strategy holds anything. The first allocation that trades changes that.'));
    return;
  }
  const columns = [
    { head: 'Contract', cell: (row) => row.contract },
    { head: 'Strategy', numeric: false, cell: (row) => row.strategy ?? null },
    { head: term('Target', OWN_DEFINITIONS.target), cell: (row) => (row.sum ? null : figure(row.target, quantity)) },
    { head: term('Held', OWN_DEFINITIONS.held), cell: (row) => (row.sum ? null : figure(row.quantity, quantity)) },
    { head: term('Drift', OWN_DEFINITIONS.drift), cell: (row) => (row.sum ? null
      : figure(row.drift, quantityChange, isKnown(row.drift) && Number(row.drift) !== 0 ? 'drift' : 'even')) },
    { head: term('Price', OWN_DEFINITIONS.price), cell: (row) => (row.sum ? null
      : [figure(row.price, price), element('small', { class: 'currency' }, row.currency ?? '')]) },
    { head: term('Value', OWN_DEFINITIONS.value), cell: (row) => figure(row.value, money) },
    { head: term('Open P&L', OWN_DEFINITIONS.openProfit), cell: (row) => signed(row.unrealized, change) },
  ];
  const whole = (field) => (rows.every((row) => isKnown(row[field])) ? total(rows.map((row) => row[field])) : null);
  fill(root, table('Holdings by strategy', columns, [...rows, ...others], rows.length > 1 && isKnown(whole('value')) ? [{
    contract: `All strategies, ${answer.baseCurrency}`, sum: true, className: 'sum', value: whole('value'), unrealized: whole('unrealized'),
  }] : []));
}

function orderLine(order) {
  return element('tr', {},
    element('th', { scope: 'row' }, order.contract),
    element('td', {}, order.side),
    element('td', { class: 'number' }, quantity(order.quantity)),
    element('td', { class: 'number' }, isKnown(order.price) ? `${quantity(order.filled)} at ${price(order.price)}` : quantity(order.filled)),
    element('td', {}, order.state, order.words ? element('small', {}, order.words) : null));
}

function orders(run) {
  return element('table', {},
    element('caption', { class: 'unseen' }, `Orders of ${run.intent}`),
    element('thead', {}, element('tr', {}, ['Contract', 'Side', 'Quantity', 'Filled', 'State'].map((head) =>
      element('th', { scope: 'col', class: head === 'Quantity' || head === 'Filled' ? 'number' : null }, head)))),
    element('tbody', {}, run.orders.map(orderLine)));
}

function countOf(run) {
  const count = run.orders?.length ?? 0;
  if (count === 0) {
    return 'no orders';
  }
  const filled = run.orders.filter((order) => order.state === 'filled').length;
  return `${count} order${count === 1 ? '' : 's'}, ${filled === count ? 'all' : filled} filled`;
}

/** Shows the last runs, with their problems in full and their orders on demand. */
export function showRuns(root, runs) {
  if (runs.length === 0) {
    fill(root, element('p', { class: 'hint' }, 'No run yet. Each allocation, cash balancing and closing is a run.'));
    return;
  }
  fill(root, element('ul', {}, runs.map((run) => {
    const troubled = run.state === 'failed' || run.state === 'expired' || (run.problems ?? []).length > 0;
    const head = [
      element('span', { class: `light ${troubled ? 'attention' : run.state === 'running' ? 'waiting' : 'ok'}`, 'aria-hidden': 'true' }),
      element('b', {}, run.intent),
      element('span', { class: 'state' }, run.state),
      element('time', { datetime: run.begunAt, title: `${moment(run.begunAt)}, by ${run.by ?? 'an unnamed caller'}` }, ago(run.begunAt)),
      element('span', { class: 'count' }, countOf(run)),
    ];
    return element('li', {},
      run.orders?.length
        ? element('details', {}, element('summary', {}, head), element('p', { class: 'by' }, `${moment(run.begunAt)}, by ${run.by ?? 'an unnamed caller'}`), scrolling(`Orders of ${run.intent}, ${moment(run.begunAt)}`, orders(run)))
        : element('p', { class: 'plain' }, head),
      (run.problems ?? []).length
        ? element('ul', { class: 'problems' }, run.problems.map((problem) =>
          element('li', {}, element('b', {}, problem.code), ' ', problem.message)))
        : null);
  })));
}

/** Shows open orders and today's fills. */
export function showLive(root, answer) {
  const flat = (byContract) => Object.entries(byContract ?? {}).flatMap(([contract, list]) => list.map((entry) => ({ contract, ...entry })));
  const open = flat(answer.openTrades);
  const fills = flat(answer.fills).sort((one, other) => (String(one.time) < String(other.time) ? 1 : -1));
  fill(root);
  for (const warning of answer.warnings ?? []) {
    add(root, element('p', { class: 'warning' }, warning));
  }
  add(root, element('div', { class: 'pair' },
    scrolling('Open orders', element('h3', {}, 'Open orders'), open.length === 0
      ? element('p', { class: 'hint' }, 'No open order.')
      : table('Open orders', [
        { head: 'Contract', cell: (row) => row.contract },
        { head: 'Side', numeric: false, cell: (row) => row.action },
        { head: 'Quantity', cell: (row) => figure(row.totalQuantity, quantity) },
        { head: 'Filled', cell: (row) => figure(row.filled, quantity) },
        { head: 'Type', numeric: false, cell: (row) => [row.orderType, isKnown(row.limitPrice) ? ` ${price(row.limitPrice)}` : ''].join('') },
        { head: 'Status', numeric: false, cell: (row) => [row.status, row.whyHeld ? element('small', {}, row.whyHeld) : null] },
      ], open)),
    scrolling('Today’s fills', element('h3', {}, 'Today’s fills'), fills.length === 0
      ? element('p', { class: 'hint' }, 'No fill today.')
      : table('Today’s fills', [
        { head: 'Contract', cell: (row) => row.contract },
        { head: 'Side', numeric: false, cell: (row) => ({ BOT: 'BUY', SLD: 'SELL' })[row.side] ?? row.side },
        { head: 'Quantity', cell: (row) => figure(row.shares, quantity) },
        { head: 'Price', cell: (row) => figure(row.price, price) },
        { head: 'Commission', cell: (row) => figure(row.commission, money) },
        { head: 'Realized', cell: (row) => signed(row.rPnL, change) },
        { head: 'Time', numeric: false, cell: (row) => moment(row.time) },
      ], fills))));
}

/** The planned orders with their value and cost, and the sum in the base currency. */
function showPlanned(orders) {
  if (orders.length === 0) {
    return null;
  }
  const estimate = (row) => row.estimate ?? {};
  return [
    element('p', {}, 'The orders, by the prices of the plan:'),
    scrolling('Planned orders with value and cost', table('Planned orders with value and cost', [
      { head: 'Contract', cell: (row) => row.contract },
      { head: 'Side', numeric: false, cell: (row) => row.action },
      { head: 'Quantity', cell: (row) => figure(row.totalQuantity, quantity) },
      { head: 'Type', numeric: false, cell: (row) => [row.orderType, isKnown(row.lmtPrice) ? ` ${price(row.lmtPrice)}` : '', ` ${row.tif ?? ''}`].join('') },
      { head: 'Price', cell: (row) => [figure(estimate(row).price, price), element('small', {}, estimate(row).priceKind ?? '')] },
      { head: 'Value', cell: (row) => [figure(estimate(row).value, money), element('small', {}, estimate(row).currency ?? '')] },
      { head: 'In base', cell: (row) => [figure(estimate(row).valueInBase, money), element('small', {}, estimate(row).baseCurrency ?? '')] },
      { head: 'Commission', cell: (row) => [figure(estimate(row).commission, money), element('small', {}, estimate(row).commissionCurrency ?? '')] },
    ], orders)),
  ];
}

/** Shows what a dry run of close-all would do. */
export function showClosing(root, answer, millis) {
  const trades = answer.trades ?? [];
  const cancelled = answer.cancelled ?? [];
  fill(root,
    element('h3', {}, 'Dry run', element('small', {}, millis)),
    element('p', {}, cancelled.length === 0 ? 'No order would be cancelled.'
      : `${cancelled.length} open order${cancelled.length === 1 ? '' : 's'} would be cancelled:`),
    cancelled.length ? scrolling('Orders that would be cancelled', table('Orders that would be cancelled', [
      { head: 'Contract', cell: (row) => row.contract },
      { head: 'Side', numeric: false, cell: (row) => row.action },
      { head: 'Quantity', cell: (row) => figure(row.totalQuantity, quantity) },
      { head: 'Type', numeric: false, cell: (row) => row.orderType },
    ], cancelled)) : null,
    element('p', {}, trades.length === 0 ? 'No position would be closed.'
      : `${trades.length} position${trades.length === 1 ? '' : 's'} would be closed:`),
    trades.length ? scrolling('Trades that would close the positions', table('Trades that would close the positions', [
      { head: 'Contract', cell: (row) => row.contract },
      { head: 'Trade', cell: (row) => figure(row.quantity, quantityChange) },
      { head: 'From', numeric: false, cell: (row) => Object.keys(row.source ?? {}).join(', ') },
    ], trades)) : null,
    showPlanned(answer.orders ?? []),
    Object.entries(answer.skipped ?? {}).map(([contract, reason]) =>
      element('p', { class: 'warning' }, `${contract} would stay: ${reason}`)),
    [...(answer.warnings ?? []), ...(answer.misfits ?? [])].map((warning) => element('p', { class: 'warning' }, warning)));
  return { orders: cancelled.length, trades: trades.length };
}
