// Shows the report of a backtest from the data inside the page.
import { byId, element, fill, term, watchTerms } from './elements.js';
import { change, money, percent, percentChange, price, quantityChange, ratio, short } from './numbers.js';
import { cumulated, drawdown, times } from './figures.js';
import { Chart, lineStyle, redraw } from './charts.js';
import { figure, numberOf, showMonths, showStatistics, signed, table } from './tables.js';

const { statement, series, fills, troubles, grid, comparison } = JSON.parse(byId('data').textContent);
const { account, definitions, configuration } = statement;
const days = times(series.days);
const name = configuration.benchmark;

function tile(word, definition, value, note) {
  return element('div', {}, element('dt', {}, term(word, definition)), element('dd', {}, value, element('small', {}, note)));
}

byId('period').textContent = `${series.days[0]} to ${series.days.at(-1)}, ${statement.sessions} sessions`;
fill(byId('tiles'),
  tile('Value', 'The net liquidation value at the end.', figure(statement.endEquity, money), `from ${money(statement.startCash)}`),
  tile('Return', definitions.timeWeightedReturn, signed(account.timeWeightedReturn, percentChange), `${percentChange(account.cagr)} a year`),
  tile('Drawdown', definitions.maxDrawdown, figure(numberOf(account.maxDrawdown), percent), account.maxDrawdown?.peak
    ? `${account.maxDrawdown.peak} to ${account.maxDrawdown.trough}` : 'the value never fell'),
  tile('Sharpe', definitions.sharpe, figure(account.sharpe, ratio), `${percent(account.volatility, 1)} volatility`));
fill(byId('notes'), statement.notes.map((note) => element('p', { class: 'hint' }, note)));

const values = (point) => Object.entries(point.values).map(([word, value]) => `${word}=${value}`).join(' ');
if (grid) {
  fill(byId('grid-warning'), grid.warning);
  fill(byId('grid'), grid.windows ? table('Windows', [
    { head: 'Test', cell: (row) => `${row.testFrom} to ${row.testTo}` },
    { head: 'Training', numeric: false, cell: (row) => `${row.trainFrom} to ${row.trainTo}` },
    { head: 'Chosen values', numeric: false, cell: values },
    { head: term('Sharpe in training', definitions.sharpe), cell: (row) => figure(row.trainSharpe, ratio) },
    { head: term('Deflated Sharpe', grid.deflatedSharpe), cell: (row) => figure(row.deflatedSharpe, ratio) },
    { head: term('Return in the test', definitions.timeWeightedReturn), cell: (row) => signed(row.testReturn, percentChange) },
  ], grid.windows) : table('Points', [
    { head: 'Point', cell: (row) => String(row.point) },
    { head: 'Values', numeric: false, cell: values },
    { head: term('CAGR', definitions.cagr), cell: (row) => signed(row.cagr, percentChange) },
    { head: term('Sharpe', definitions.sharpe), cell: (row) => figure(row.sharpe, ratio) },
    { head: term('Deflated Sharpe', grid.deflatedSharpe), cell: (row) => figure(row.deflatedSharpe, ratio) },
    { head: term('Drawdown', definitions.maxDrawdown), cell: (row) => figure(row.maxDrawdown, percent) },
    { head: 'Costs', cell: (row) => figure(row.costs, money) },
    { head: 'Problems', cell: (row) => String(row.problems) },
  ], grid.points));
} else {
  byId('grid-panel').remove();
}

const accountChart = new Chart(byId('account-plot'), {
  name: 'Account by day', axis: short,
  marked: (at) => { byId('account-readout').textContent = at === null ? '' : `${series.days[at]}: ${money(series.equity[at])}`; },
});
const benchmark = series.benchmark && cumulated(series.benchmark)
  .map((value) => (value === null ? null : statement.startCash * (1 + value)));
accountChart.show({
  times: days,
  lines: [
    { label: 'Account', values: series.equity, colour: '--account', width: 2 },
    ...(benchmark ? [{ label: name, values: benchmark, colour: '--muted', dash: [4, 4] }] : []),
  ],
  words: (at) => `${series.days[at]}: ${money(series.equity[at])}`,
});
const falls = drawdown(series.account);
new Chart(byId('drawdown-plot'), { name: 'Drawdown by day', withoutDays: true, axis: (value) => percent(value, 0) }).show({
  times: days,
  lines: [{ label: 'Drawdown', values: falls, colour: '--loss', width: 1, area: '--loss-area' }],
  words: (at) => `${series.days[at]}: ${percent(falls[at])}`,
});
const lines = Object.entries(series.profit).map(([label, values], place) => ({ label, values, ...lineStyle(place) }));
const read = (at) => lines.map((line) => `${line.label} ${change(line.values[at])}`).join(', ');
new Chart(byId('lines-plot'), {
  name: 'Profit of strategies by day', axis: short,
  marked: (at) => { byId('lines-readout').textContent = at === null ? '' : `${series.days[at]}: ${read(at)}`; },
}).show({ times: days, lines, words: read });
fill(byId('legend'), lines.map((line) => element('li', { class: 'chip' },
  element('span', { class: `swatch ${line.colour.slice(2)}` }), line.label, element('span', { class: 'value' }, change(line.values.at(-1))))));

showMonths(byId('months'), series.days, series.account, 'the account');
showStatistics(byId('statistics'), definitions, account, statement.benchmark ? { name, statistics: statement.benchmark } : null);
fill(byId('costs'), table('Costs and orders', [
  { head: 'Figure', cell: (row) => row[0] }, { head: 'Value', cell: (row) => row[1] }],
[['Commissions', money(statement.commissions)], ['Slippage', money(statement.slippage)],
  ['Dividends', money(statement.dividends)], ['Interest on cash', money(statement.interest)],
  ['Orders', statement.orders], ['Fills', statement.fills]]));
fill(byId('strategies'), table('Strategies', [
  { head: 'Strategy', cell: (row) => row[0] },
  { head: 'Profit', cell: (row) => signed(series.profit[row[0]].at(-1), change) },
  { head: term('Return', definitions.timeWeightedReturn), cell: (row) => signed(row[1].timeWeightedReturn, percentChange) },
  { head: term('CAGR', definitions.cagr), cell: (row) => signed(row[1].cagr, percentChange) },
  { head: term('Volatility', definitions.volatility), cell: (row) => figure(row[1].volatility, percent) },
  { head: term('Sharpe', definitions.sharpe), cell: (row) => figure(row[1].sharpe, ratio) },
  { head: term('Drawdown', definitions.maxDrawdown), cell: (row) => figure(numberOf(row[1].maxDrawdown), percent) },
  { head: term('Turnover', definitions.turnover), cell: (row) => figure(row[1].turnover, ratio) },
  { head: term('Costs', definitions.costs), cell: (row) => figure(row[1].costs, (value) => percent(value, 3)) },
], Object.entries(statement.strategies)));
if (comparison) {
  const amounts = comparison.head.map((head, place) => ({ head, cell: (row) => signed(row.amounts[place], change) }));
  byId('compared').hidden = false;
  fill(byId('comparison'),
    table('Live and replayed, all days', [{ head: 'Strategy', cell: (row) => row.strategy }, ...amounts],
      Object.entries(comparison.sums).map(([strategy, sums]) => ({ strategy, amounts: sums }))),
    table('Live and replayed, by day', [{ head: 'Day', cell: (row) => row.day },
      { head: 'Strategy', numeric: false, cell: (row) => row.strategy }, ...amounts,
      { head: 'Not filled', numeric: false, cell: (row) => row.remark }], comparison.days),
    comparison.notes.map((note) => element('p', { class: 'hint' }, note)));
}
fill(byId('fills'), fills.length === 0 ? element('p', { class: 'hint' }, 'Nothing was filled.') : table('Last fills', [
  { head: 'Time (UTC)', cell: (row) => row.time.slice(0, 16).replace('T', ' ') },
  { head: 'Contract', numeric: false, cell: (row) => row.symbol },
  { head: 'Quantity', cell: (row) => quantityChange(row.quantity) },
  { head: 'Price', cell: (row) => price(row.price) },
  { head: 'Commission', cell: (row) => money(row.commission) },
  { head: 'Slippage', cell: (row) => money(row.slippage) },
  { head: 'Strategies', numeric: false, cell: (row) => Object.keys(row.byStrategy).join(', ') },
], [...fills].reverse()));
fill(byId('troubles'), troubles.length === 0 ? element('p', { class: 'hint' }, 'No intent reported a problem.') : table('Problems', [
  { head: 'Time', cell: (row) => row.time }, { head: 'Code', numeric: false, cell: (row) => row.code },
  { head: 'Message', numeric: false, cell: (row) => row.message }], troubles));
fill(byId('definitions'), Object.entries(definitions).map(([word, words]) => [element('dt', {}, element('b', {}, word)), element('dd', {}, words)]));
fill(byId('settings'), table('Settings', [{ head: 'Setting', cell: (row) => row[0] }, { head: 'Value', numeric: false, cell: (row) => row[1] }],
  [...Object.entries(configuration), ['version', statement.version], ['hash', statement.configurationHash]]));
watchTerms(byId('bubble'));
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', redraw);
addEventListener('beforeprint', redraw);
