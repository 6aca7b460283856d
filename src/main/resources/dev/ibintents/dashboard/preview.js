// The preview: a dry run of allocation as tables. It is asked for when the button is pressed, and sends no
// order.
import { send } from './answers.js';
import { byId, element, failure, fill, term } from './elements.js';
import { ago, isKnown, moment, money, percent, price, quantity, quantityChange, took } from './numbers.js';
import { figure, scrolling, table } from './tables.js';

const PRICE_KINDS = {
  close: 'close', last: 'last trade', midpoint: 'mid', position: 'value of the position', account: 'rate of the account',
};

const DEFINITIONS = {
  price: 'The price that the plan calculates with, and its source. A close is as old as the last trade or older.',
  value: 'The value of the order at that price, in the currency of the contract.',
  base: 'The value of the order in the base currency of the account.',
  order: 'The type of the order, its limit and its time in force. Below it: where the limit comes from, and when the order works.',
  commission: 'The commission by the fixed schedule of the broker, an estimate. If the broker was asked: its own figure.',
  wanted: 'The quantity of this order that each strategy wants; negative to sell.',
  initial: 'The margin that is needed to open positions.',
  maintenance: 'The margin that is needed to keep positions.',
  equity: 'Equity with loan value: what the broker lends against.',
  excess: 'Equity with loan value minus the maintenance margin.',
};

const known = (value) => value !== null && value !== undefined;
const small = (...words) => element('small', {}, ...words);

function wanted(source) {
  return Object.entries(source ?? {}).map(([strategy, share]) => `${strategy} ${quantity(share)}`).join(', ');
}

/** The type, limit and time in force of an order, with the source of the limit and its times. */
function kind(order) {
  const limit = order.estimate?.limit;
  return [
    [order.orderType, known(order.lmtPrice) ? price(order.lmtPrice) : null, known(order.auxPrice) ? `stop ${price(order.auxPrice)}` : null, order.tif]
      .filter(Boolean).join(' '),
    limit ? small(`${limit.from} ${price(limit.fromPrice)}, ${limit.offset}`) : null,
    order.goodAfterTime ? small(`from ${moment(order.goodAfterTime)}`) : null,
    order.goodTillDate ? small(`until ${moment(order.goodTillDate)}`) : null,
  ];
}

function priced(estimate, time) {
  const words = PRICE_KINDS[estimate.priceKind] ?? estimate.priceKind;
  const age = estimate.lastTrade ? `, traded ${ago(estimate.lastTrade, time)}` : '';
  return [figure(estimate.price, price), words ? small(words, age) : null];
}

/** The commission by the broker if it was asked, or else by its fixed schedule. */
function commission(order) {
  const { margin, estimate = {} } = order;
  if (isKnown(margin?.commission)) {
    return [figure(margin.commission, money), small(margin.commissionCurrency, ', by the broker')];
  }
  if (isKnown(margin?.minCommission) && isKnown(margin?.maxCommission)) {
    return [`${money(margin.minCommission)} to ${money(margin.maxCommission)}`, small(margin.commissionCurrency, ', by the broker')];
  }
  return [figure(estimate.commission, money), small(estimate.commissionCurrency ?? '')];
}

function ordersTable(orders, time) {
  const estimate = (row) => row.estimate ?? {};
  return scrolling('Planned orders', table('Planned orders', [
    { head: 'Contract', cell: (row) => row.contract },
    { head: 'Side', numeric: false, cell: (row) => row.action },
    { head: 'Quantity', cell: (row) => figure(row.totalQuantity, quantity) },
    { head: term('Price', DEFINITIONS.price), cell: (row) => priced(estimate(row), time) },
    { head: term('Value', DEFINITIONS.value), cell: (row) => [figure(estimate(row).value, money), small(estimate(row).currency ?? '')] },
    { head: term('In base', DEFINITIONS.base), cell: (row) => [figure(estimate(row).valueInBase, money), small(estimate(row).baseCurrency ?? '')] },
    { head: term('Order', DEFINITIONS.order), numeric: false, cell: kind },
    { head: term('Commission', DEFINITIONS.commission), cell: commission },
    { head: term('Wanted by', DEFINITIONS.wanted), numeric: false, cell: (row) => wanted(row.source) },
  ], orders));
}

/** The buys, sells and commissions in sum; only known figures of one currency are added up. */
function sums(orders) {
  const of = (side) => orders.filter((order) => order.action === side && isKnown(order.estimate?.valueInBase));
  const sum = (list) => list.reduce((all, order) => all + Number(order.estimate.valueInBase), 0);
  const base = orders.find((order) => order.estimate?.baseCurrency)?.estimate.baseCurrency ?? '';
  const charges = new Map();
  for (const { estimate } of orders) {
    if (isKnown(estimate?.commission)) {
      charges.set(estimate.commissionCurrency, (charges.get(estimate.commissionCurrency) ?? 0) + Number(estimate.commission));
    }
  }
  return [
    `${orders.length} order${orders.length === 1 ? '' : 's'}: buys ${money(sum(of('BUY')))}, sells ${money(sum(of('SELL')))} ${base}`,
    charges.size ? `; commission about ${[...charges].map(([currency, amount]) => `${money(amount)} ${currency}`).join(' + ')}` : '',
    '.',
  ].join('');
}

function reasons(title, words, byName) {
  const entries = Object.entries(byName ?? {});
  return entries.length === 0 ? null : [
    element('h3', {}, title),
    words ? element('p', { class: 'hint' }, words) : null,
    element('ul', { class: 'reasons' }, entries.map(([name, reason]) => element('li', {}, element('b', {}, name), ' ', reason))),
  ];
}

function leftAlone(byStrategy) {
  const rows = Object.entries(byStrategy ?? {}).flatMap(([strategy, contracts]) =>
    Object.entries(contracts).map(([contract, reason]) => [`${contract}, ${strategy}:`, reason]));
  return reasons('Left alone', 'These differences from the target are not traded.', Object.fromEntries(rows));
}

function crossed(trades) {
  const rows = (trades ?? []).filter((trade) => Number(trade.quantity) === 0);
  return reasons('Between strategies', 'These trades cancel out. They change the books, and no order is sent.',
    Object.fromEntries(rows.map((trade) => [`${trade.contract}:`,
      Object.entries(trade.source ?? {}).map(([strategy, share]) => `${strategy} ${quantityChange(share)}`).join(', ')])));
}

function marginTable(margin) {
  if (!margin) {
    return null;
  }
  const line = (head, definition, before, after) => ({ head: term(head, definition), before, after });
  return [
    element('h3', {}, 'Margin by the broker'),
    scrolling('Margin before and after', table('Margin before and after', [
      { head: 'Base currency', cell: (row) => row.head },
      { head: 'Before', cell: (row) => figure(row.before, money) },
      { head: 'After, about', cell: (row) => figure(row.after, money) },
    ], [
      line('Initial margin', DEFINITIONS.initial, margin.initMarginBefore, margin.initMarginAfter),
      line('Maintenance margin', DEFINITIONS.maintenance, margin.maintMarginBefore, margin.maintMarginAfter),
      line('Equity', DEFINITIONS.equity, margin.equityWithLoanBefore, margin.equityWithLoanAfter),
      line('Excess liquidity', DEFINITIONS.excess, margin.excessLiquidityBefore, margin.excessLiquidityAfter),
    ])),
    element('p', { class: 'hint' }, `Cushion after: ${percent(margin.cushionAfter, 1)}. Margin use after: ${percent(margin.marginUseAfter, 1)}. ${margin.estimateWords}.`),
    (margin.warnings ?? []).map((warning) => element('p', { class: 'warning' }, warning)),
  ];
}

/** Shows the answer of a dry run of allocation. */
export function showPreview(root, answer) {
  const orders = answer.orders ?? [];
  const time = Date.parse(answer.utcTimestamp) || Date.now();
  fill(root,
    answer.status ? element('p', {}, `Nothing would be traded: ${answer.status}`,
      answer.nextSession ? `. The next session begins ${moment(answer.nextSession)}.` : '') : null,
    answer.status ? null : element('p', {}, orders.length === 0 ? 'No order would be sent.' : sums(orders)),
    orders.length ? ordersTable(orders, time) : null,
    [...(answer.limits ?? []), ...(answer.misfits ?? [])].map((reason) =>
      element('p', { class: 'error' }, `A real run would be refused: ${reason}`)),
    (answer.problems ?? []).map((problem) => element('p', { class: 'warning' }, element('b', {}, problem.code), ' ', problem.message)),
    marginTable(answer.margin),
    crossed(answer.consolidatedTrades),
    leftAlone(answer.leftAlone),
    reasons('Skipped', null, answer.skipped));
}

/** The panel with the button that asks for a dry run. */
export class Preview {
  constructor() {
    byId('preview-ask').addEventListener('click', () => this.ask());
  }

  async ask() {
    const button = byId('preview-ask');
    const root = byId('preview');
    button.disabled = true;
    root.setAttribute('aria-busy', 'true');
    fill(byId('preview-time'), 'asking…');
    const at = new Date();
    try {
      const { answer, millis } = await send('allocation',
        byId('preview-broker').checked ? { dryRun: true, preview: 'broker' } : { dryRun: true });
      fill(byId('preview-time'), `asked at ${moment(at).slice(11)}, answered in `, element('b', {}, took(millis)), '; nothing was sent');
      showPreview(root, answer);
    } catch (e) {
      fill(byId('preview-time'));
      fill(root, failure(e, () => this.ask()));
    } finally {
      button.disabled = false;
      root.setAttribute('aria-busy', 'false');
    }
  }
}
