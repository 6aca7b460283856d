// The page: asks for the answers, and shows them.
import { ask } from './answers.js';
import { Chart, lineStyle, redraw } from './charts.js';
import { Closing, TradingSwitch } from './controls.js';
import { add, byId, element, failure, fill, term, watchTerms } from './elements.js';
import { cumulated, drawdown, firstDay, growth, sums, times } from './figures.js';
import {
  ago, change, decimals, isKnown, moment, money, percent, percentChange, ratio, sign, short, took,
} from './numbers.js';
import { Preview } from './preview.js';
import {
  figure, numberOf, showHoldings, showLive, showMonths, showProfit, showRuns, showStatistics, signed, total, watchWidth,
} from './tables.js';

const THEMES = ['auto', 'light', 'dark'];
const UNATTRIBUTED = 'unattributed';

const state = {
  mode: '',
  status: null,
  lastDay: null,
  range: '1y',
  unit: recall('unit') ?? 'money',
  benchmark: recall('benchmark') ?? '',
  performance: null,
  asked: 0,
  hidden: new Set(),
  compared: '',
  monthOwner: '',
};

function recall(name) {
  try {
    return localStorage.getItem(name);
  } catch {
    return null; // a browser without storage
  }
}

function remember(name, value) {
  try {
    localStorage.setItem(name, value);
  } catch {
    // A browser without storage forgets the choice with the page.
  }
}

const today = () => new Date().toISOString().slice(0, 10);

async function into(root, question, show, again) {
  root.setAttribute('aria-busy', 'true');
  try {
    show((await question).answer);
  } catch (e) {
    const words = failure(e, again);
    fill(root, root.tagName === 'UL' ? element('li', { class: 'failed' }, words) : words);
  } finally {
    root.setAttribute('aria-busy', 'false');
  }
}

// ---------------------------------------------------------------- status

const LIGHTS = {
  books: 'Books', gateway: 'Gateway', trading: 'Trading', runs: 'Runs', configuration: 'Configuration', lease: 'Lease',
};

function showStatus(answer) {
  state.status = answer;
  fill(byId('lights'), (answer.lights ?? []).map((light) => element('li', { class: light.ok ? 'fine' : 'troubled' },
    element('span', { class: `light ${light.ok ? 'ok' : 'attention'}`, 'aria-hidden': 'true' }),
    element('b', {}, LIGHTS[light.name] ?? light.name),
    element('span', { class: 'unseen' }, light.ok ? ' in order: ' : ' needs attention: '),
    element('span', { class: 'words', title: light.since ? moment(light.since) : null }, light.words))));
  tradingSwitch.show(answer.trading?.enabled, state.mode);
}

function loadStatus() {
  return into(byId('lights'), ask('status'), showStatus, loadStatus).then(() => {
    if (!state.status) {
      tradingSwitch.show(true, state.mode); // the switch must work when the status does not
    }
  });
}

async function loadOverview() {
  const { answer } = await ask('');
  state.mode = answer.tradingMode;
  const mode = byId('mode');
  mode.textContent = answer.tradingMode;
  mode.className = `mode ${answer.tradingMode}`;
  mode.hidden = false;
  document.title = `ib-intents, ${answer.tradingMode}`;
  byId('about').textContent = `${answer.name} ${answer.version}, ${answer.tradingMode} account.`;
}

// ---------------------------------------------------------------- performance

const accountChart = new Chart(byId('account-plot'), {
  name: 'Account by day', axis: writeAxis, marked: readAccount,
});
const drawdownChart = new Chart(byId('drawdown-plot'), {
  name: 'Drawdown by day',
  axis: (value, step) => percent(value, decimals(step * 100)),
  withoutDays: true,
  range: (plot, least) => [Math.min(-0.001, (least ?? 0) * 1.08), 0],
  marked: readAccount,
});
const linesChart = new Chart(byId('lines-plot'), {
  name: 'Strategies by day', axis: writeAxis, marked: readLines,
});

function writeAxis(value, step, size) {
  return state.unit === 'percent' ? percent(value, decimals(step * 100)) : short(value, step, size);
}

/** The series of the plots, in the chosen unit. */
function series(answer) {
  const account = answer.account;
  const percents = state.unit === 'percent';
  const returns = answer.benchmark?.return ?? null;
  return {
    account: percents ? cumulated(account.return) : account.netLiquidation,
    benchmark: returns && (percents ? cumulated(returns) : growth(returns).map((value) => value * account.start[0])),
    drawdown: drawdown(account.return),
    lines: [
      ...Object.entries(answer.strategies).map(([name, strategy], place) => ({
        name,
        values: percents ? cumulated(strategy.return) : sums(strategy.profit),
        ...lineStyle(place),
      })),
      ...(percents ? [] : [{
        name: UNATTRIBUTED, values: sums(account.unattributed), colour: '--muted', dash: [2, 3],
      }]),
    ],
  };
}

const write = (value) => (state.unit === 'percent' ? percentChange(value) : money(value));
const writeChange = (value) => (state.unit === 'percent' ? percentChange(value) : change(value));

/** The deposit or the withdrawal of a day in words. */
function flowAt(at) {
  const flow = state.flows.get(at);
  return flow ? `, ${flow > 0 ? 'deposit' : 'withdrawal'} ${change(flow)}` : '';
}

function readAccount(day) {
  const { days } = state.performance;
  const at = day ?? days.length - 1;
  const unit = state.unit === 'money' ? ` ${state.performance.baseCurrency}` : '';
  fill(byId('account-readout'),
    element('time', {}, days[at]), ' ', element('b', {}, write(state.series.account[at])), unit, flowAt(at),
    state.series.benchmark ? [' · ', state.performance.benchmark.contract, ' ', write(state.series.benchmark[at])] : null,
    ' · drawdown ', percent(state.series.drawdown[at]));
}

function readLines(day) {
  const { days } = state.performance;
  const at = day ?? days.length - 1;
  fill(byId('lines-readout'), element('time', {}, days[at]),
    state.unit === 'money' ? ' profit since the beginning of the range' : ' return since the beginning of the range');
  byId('legend').querySelectorAll('[data-line]').forEach((value) => {
    const amount = state.series.lines[Number(value.dataset.line)].values[at];
    value.textContent = writeChange(amount);
    value.className = `value ${sign(amount)}`;
  });
}

function showPlots() {
  const answer = state.performance;
  state.series = series(answer);
  const days = times(answer.days);
  const name = answer.benchmark?.contract;
  state.flows = new Map(answer.account.flows.map((flow, at) => [at, flow]).filter(([, flow]) => flow));
  accountChart.show({
    times: days,
    lines: [
      { label: 'Account', values: state.series.account, colour: '--account', width: 2 },
      ...(state.series.benchmark
        ? [{ label: name, values: state.series.benchmark, colour: '--muted', dash: [6, 4] }] : []),
    ],
    flags: state.unit === 'money' ? [...state.flows.keys()] : [],
    words: (at) => `${answer.days[at]}: ${write(state.series.account[at])}${flowAt(at)}${state.series.benchmark ? `, ${name} ${write(state.series.benchmark[at])}` : ''}`,
  });
  drawdownChart.show({
    times: days,
    lines: [{ label: 'Drawdown', values: state.series.drawdown, colour: '--loss', width: 1, area: '--loss-area' }],
    words: (at) => `${answer.days[at]}: ${percent(state.series.drawdown[at])}`,
  });
  linesChart.show({
    times: days,
    lines: state.series.lines.map((line) => ({ ...line, label: line.name, visible: !state.hidden.has(line.name) })),
    words: (at) => `${answer.days[at]}: ${state.series.lines.filter((line) => !state.hidden.has(line.name))
      .map((line) => `${line.name} ${writeChange(line.values[at])}`).join(', ')}`,
  });
  showLegend();
  readAccount(null);
  readLines(null);
}

function showLegend() {
  const chip = (line, place) => element('button', {
    type: 'button',
    class: 'chip',
    'aria-pressed': String(!state.hidden.has(line.name)),
    click: (event) => toggle(place, state.hidden.has(line.name), event.currentTarget),
    pointerenter: () => linesChart.highlight(place),
    pointerleave: () => linesChart.highlight(null),
    focus: () => linesChart.highlight(place),
    blur: () => linesChart.highlight(null),
  },
  element('span', { class: `swatch ${line.colour.slice(2)}${line.dash ? ' dashed' : ''}`, 'aria-hidden': 'true' }),
  element('span', { class: 'name', title: line.name }, line.name),
  element('span', { class: 'value', 'data-line': place }));
  fill(byId('legend'), state.series.lines.map(chip), state.series.lines.length > 3
    ? element('div', { class: 'all' },
      element('button', { type: 'button', class: 'chip', click: () => toggleAll(true) }, 'Show all'),
      element('button', { type: 'button', class: 'chip', click: () => toggleAll(false) }, 'Hide all')) : null);
}

function toggle(place, visible, button) {
  const { name } = state.series.lines[place];
  if (visible) {
    state.hidden.delete(name);
  } else {
    state.hidden.add(name);
  }
  button.setAttribute('aria-pressed', String(visible));
  linesChart.toggle(place, visible);
}

function toggleAll(visible) {
  byId('legend').querySelectorAll('[aria-pressed]').forEach((button, place) => toggle(place, visible, button));
}

function tile(word, definition, value, note) {
  return element('div', {}, element('dt', {}, term(word, definition)), element('dd', {}, value, note ? element('small', {}, note) : null));
}

function showTiles(answer, result) {
  const { account, definitions = {}, baseCurrency } = answer;
  const { statistics = {} } = account;
  const last = account.netLiquidation.length - 1;
  const unknown = (name) => statistics.why?.[name] ?? null;
  const fall = statistics.maxDrawdown;
  fill(byId('tiles'),
    tile('Value', 'The net liquidation value of the account on the last day of the range.',
      figure(account.netLiquidation[last], money), [baseCurrency, ', ', answer.days[last]]),
    tile('Profit', definitions.profit,
      signed(result.account, change), [baseCurrency, ', after deposits and withdrawals']),
    tile('Return', definitions.timeWeightedReturn, signed(statistics.timeWeightedReturn, percentChange), unknown('timeWeightedReturn')
      ?? (isKnown(statistics.cagr) ? [percentChange(statistics.cagr), ' a year'] : unknown('cagr'))),
    tile('Drawdown', definitions.maxDrawdown, figure(numberOf(fall), percent), unknown('maxDrawdown')
      ?? (fall?.peak ? `${fall.peak} to ${fall.trough}` : 'the value never fell')),
    tile('Sharpe', definitions.sharpe, figure(statistics.sharpe, ratio), unknown('sharpe') ?? (isKnown(statistics.volatility)
      ? [percent(statistics.volatility, 1), ' volatility'] : null)),
    tile('Unattributed', definitions.unattributed,
      figure(result.unattributed, change), result.ties ? `strategies + ${result.revaluation === 0 ? '' : 'foreign cash + '}this = profit, to the cent` : null));
}

function showPerformance(answer) {
  state.performance = answer;
  document.body.classList.remove('bare');
  byId('empty').hidden = true;
  byId('period').textContent = `${answer.since ? `since ${answer.since}` : answer.days[0]} to ${answer.days[answer.days.length - 1]}, ${answer.days.length} day${answer.days.length === 1 ? '' : 's'}`;
  const result = showProfit(byId('profit'), answer);
  fill(byId('profit-sum'), 'strategies ', element('b', {}, change(total(Object.values(answer.strategies).map((strategy) => total(strategy.profit))))),
    ...(result.revaluation === 0 ? [] : [' + foreign cash ', element('b', {}, change(result.revaluation))]),
    ' + unattributed ', element('b', {}, change(result.unattributed)), ' = account ', element('b', {}, change(result.account)), ` ${answer.baseCurrency}`);
  showTiles(answer, result);
  showPlots();
  showCompared();
  const untied = answer.account.tied?.filter((tied) => tied === false).length ?? 0;
  fill(byId('performance-note'),
    untied ? element('p', { class: 'warning' }, `On ${untied} day${untied === 1 ? '' : 's'} the books and the account did not agree; their difference is unattributed.`) : null,
    (answer.notes ?? []).map((note) => element('p', { class: 'hint' }, note)));
}

/** The statistics that stand beside those of the account. */
function showCompared() {
  const answer = state.performance;
  const others = [
    ...(answer.benchmark?.statistics ? [[`benchmark ${answer.benchmark.contract}`, answer.benchmark.contract, answer.benchmark.statistics]] : []),
    ...Object.entries(answer.strategies).map(([name, strategy]) => [name, name, strategy.statistics]),
  ];
  const pick = byId('compared');
  if (!others.some(([id]) => id === state.compared)) {
    state.compared = others[0]?.[0] ?? '';
  }
  fill(pick, others.map(([id]) => element('option', { value: id, selected: id === state.compared }, id)));
  pick.hidden = others.length < 2;
  const other = others.find(([id]) => id === state.compared);
  showStatistics(byId('statistics'), answer.definitions, answer.account.statistics,
    other ? { name: other[1], statistics: other[2] } : null);
}

function showEmpty(answer) {
  state.performance = null;
  document.body.classList.add('bare');
  const root = byId('empty');
  root.hidden = false;
  fill(root,
    element('h2', { id: 'empty-title' }, answer?.since ? `The first day, ${answer.since}, is on record` : 'Nothing is on record yet'),
    element('p', {}, answer?.since
      ? 'Profit counts from that day. The plots begin with the next day that is recorded.'
      : 'This page will show the value of the account and its drawdown, the profit of each strategy to the cent, the returns by month, holdings beside their targets, and the last runs.'),
    element('div', { class: 'ways' },
      element('div', {}, element('h3', {}, 'See it live in a minute'), element('pre', {}, element('code', {}, './ib-intents demo')),
        element('p', {}, 'plays 60 simulated days with made-up prices. Then load this page again.')),
      element('div', {}, element('h3', {}, 'Record today'), element('pre', {}, element('code', {}, `curl -d '{}' ${location.origin}/orchestrate`)),
        element('p', {}, 'books the fills, keeps a snapshot of the account, and allocates. A scheduler does this once a day; each day that it runs becomes a point of the plots.'))));
}

async function loadPerformance() {
  const asked = ++state.asked;
  const last = state.lastDay ?? today();
  const parameters = { from: firstDay(state.range, last), benchmark: state.benchmark };
  byId('tiles').setAttribute('aria-busy', 'true');
  byId('board').classList.add('stale');
  let refusal = null;
  try {
    let asking = ask('performance', parameters);
    if (state.benchmark) {
      asking = asking.catch((error) => {
        if (error.status >= 500 || error.status === 0) {
          throw error;
        }
        refusal = error;
        return ask('performance', { ...parameters, benchmark: null });
      });
    }
    const { answer } = await asking;
    if (asked !== state.asked) {
      return;
    }
    if (answer.days.length > 0) {
      showPerformance(answer);
    } else if (state.range !== 'all' && (answer.since || state.lastDay)) {
      await emptyRange(asked);
    } else {
      showEmpty(answer);
    }
    if (refusal) {
      add(byId('performance-note'), element('p', { class: 'warning' }, `There is no benchmark ${state.benchmark}: ${refusal.message}`));
    }
  } catch (e) {
    if (asked === state.asked && e.status === 400 && state.range !== 'all') {
      await emptyRange(asked).catch((failed) => showFailure(failed));
    } else if (asked === state.asked) {
      showFailure(e);
    }
  } finally {
    if (asked === state.asked) {
      byId('tiles').setAttribute('aria-busy', 'false');
      byId('board').classList.remove('stale');
    }
  }
}

/** Says why there are no figures. Figures of before stay. */
function showFailure(error) {
  document.body.classList.toggle('bare', !state.performance);
  fill(byId('performance-note'), failure(error, () => loadPerformance().then(loadMonths)));
}

/** A range without a day: shows all days instead, or says that there are none. */
async function emptyRange(asked) {
  const { answer } = await ask('performance', {});
  if (asked !== state.asked) {
    return;
  }
  if (answer.days.length === 0) {
    showEmpty(answer);
    return;
  }
  state.range = 'all';
  document.querySelector('#range input[value=all]').checked = true;
  showPerformance(answer);
  add(byId('performance-note'), element('p', { class: 'hint' }, 'The chosen range has no day, so all days are shown.'));
}

// ---------------------------------------------------------------- months

/** Asks for all days of the account and of one strategy, which is little even after years. */
async function loadMonths() {
  const names = Object.keys(state.performance?.strategies ?? {});
  const pick = byId('month-owner');
  pick.hidden = names.length === 0;
  fill(pick, element('option', { value: '' }, 'account'), names.map((name) =>
    element('option', { value: name, selected: name === state.monthOwner }, name)));
  if (!state.performance) {
    return;
  }
  const owner = names.includes(state.monthOwner) ? state.monthOwner : '';
  await into(byId('months'), ask('performance', { strategies: owner || names[0] }), (answer) => {
    const returns = owner ? answer.strategies[owner].return : answer.account.return;
    showMonths(byId('months'), answer.days, returns, owner || 'the account');
  }, loadMonths);
}

// ---------------------------------------------------------------- holdings, runs, orders

function loadHoldings() {
  return into(byId('holdings'), ask('holdings'), (answer) => {
    state.lastDay = answer.day ?? answer.updatedAt?.slice(0, 10) ?? null;
    fill(byId('holdings-time'), answer.updatedAt ? ['prices of ', element('time', { datetime: answer.updatedAt, title: moment(answer.updatedAt) }, ago(answer.updatedAt))] : null);
    showHoldings(byId('holdings'), answer);
  }, loadHoldings);
}

function loadRuns() {
  return into(byId('runs'), ask('runs', { last: 20 }), (answer) => showRuns(byId('runs'), answer.runs ?? []), loadRuns);
}

async function loadLive() {
  const button = byId('ask');
  button.disabled = true;
  fill(byId('live-time'), 'asking…');
  const at = new Date();
  try {
    const { answer, millis } = await ask('summary');
    fill(byId('live-time'), `asked at ${moment(at).slice(11)}, answered in `, element('b', {}, took(millis)));
    showLive(byId('live'), answer);
  } catch (e) {
    fill(byId('live-time'));
    fill(byId('live'), failure(e, loadLive));
  } finally {
    button.disabled = false;
  }
}

// ---------------------------------------------------------------- the page

async function loadAll() {
  const overview = loadOverview().catch((e) => fill(byId('about'), e.message));
  const holdings = loadHoldings();
  const others = [loadRuns(), overview.then(loadStatus)];
  await holdings; // the last recorded day ends the range
  await loadPerformance();
  await loadMonths();
  await Promise.all(others);
}

/** Asks for everything again. The button is off meanwhile, so that nobody asks twice. */
async function refresh() {
  const button = byId('refresh');
  button.disabled = true;
  try {
    await loadAll();
  } finally {
    button.disabled = false;
  }
}

const tradingSwitch = new TradingSwitch(() => refresh());
new Closing(() => state.mode, () => refresh());
new Preview();

function showTheme() {
  const theme = recall('theme') ?? 'auto';
  byId('theme').textContent = `Colours: ${theme}`;
}

byId('theme').addEventListener('click', () => {
  const next = THEMES[(THEMES.indexOf(recall('theme') ?? 'auto') + 1) % THEMES.length];
  remember('theme', next);
  if (next === 'auto') {
    delete document.documentElement.dataset.theme;
  } else {
    document.documentElement.dataset.theme = next;
  }
  showTheme();
  redraw();
});
byId('refresh').addEventListener('click', refresh);
byId('ask').addEventListener('click', loadLive);
byId('range').addEventListener('change', (event) => {
  state.range = event.target.value;
  loadPerformance();
});
byId('unit').addEventListener('change', (event) => {
  state.unit = event.target.value;
  remember('unit', state.unit);
  if (state.performance) {
    showPlots();
  }
});
byId('benchmark-form').addEventListener('submit', (event) => {
  event.preventDefault();
  state.benchmark = byId('benchmark').value.trim();
  state.compared = ''; // the benchmark comes first
  remember('benchmark', state.benchmark);
  loadPerformance();
});
byId('compared').addEventListener('change', (event) => {
  state.compared = event.target.value;
  showCompared();
});
byId('month-owner').addEventListener('change', (event) => {
  state.monthOwner = event.target.value;
  loadMonths();
});
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', redraw);

/** On paper the page has one sheet: its width is fixed, and it is made smaller until it fits. */
const PAPER = { width: 715, height: 970 }; // what A4 and Letter both have within the margins, in CSS pixels
window.addEventListener('beforeprint', () => {
  const root = document.documentElement;
  root.classList.add('printed');
  let width = Number.parseInt(getComputedStyle(document.body).width, 10);
  let zoom = 1;
  for (let round = 0; round < 3; round++) { // a wider page is lower, and needs less of it
    root.style.setProperty('--paper', `${width}px`);
    zoom = Math.min(1, PAPER.width / width, PAPER.height / document.body.offsetHeight);
    width = Math.floor(PAPER.width / zoom);
  }
  redraw();
  root.style.setProperty('zoom', zoom);
});
window.addEventListener('afterprint', () => {
  document.documentElement.classList.remove('printed');
  document.documentElement.style.removeProperty('zoom');
  document.documentElement.style.removeProperty('--paper');
  redraw();
});

byId('benchmark').value = state.benchmark;
document.querySelector(`#unit input[value=${state.unit === 'percent' ? 'percent' : 'money'}]`).checked = true;
watchTerms(byId('bubble'));
for (const [id, name] of [['statistics', 'Statistics'], ['months', 'Monthly returns'], ['profit', 'Profit by strategy'], ['holdings', 'Holdings']]) {
  watchWidth(byId(id), name);
}
showTheme();
refresh();
