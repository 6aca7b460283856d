// The report of a backtest in a real browser: one file without a server, whose figures are those of
// statistics.json.
'use strict';

const assert = require('node:assert/strict');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { pathToFileURL } = require('node:url');
const { after, before, test } = require('node:test');
const { findings, launch, screenshot } = require('./browser.js');
const { runJava } = require('./server.js');

const HOME = 'dev.ibintents.home.HomeCommands';
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'report-'));
const number = (text) => Number(text.replace('\u2212', '-').replace(/[,+%\u202f]/g, ''));
const cents = (amount) => Math.round(amount * 100) / 100;

let browser;
let statistics;
before(async () => {
  browser = await launch();
  runJava(path.join(folder, 'data'), HOME, 'backtest', '--from', '2024-01-02', '--to', '2024-12-31',
    '--interest', '0.03', '--out', path.join(folder, 'out'));
  statistics = JSON.parse(fs.readFileSync(path.join(folder, 'out', 'statistics.json'), 'utf8'));
});
after(async () => {
  await browser?.close();
  fs.rmSync(folder, { recursive: true });
});

/** Opens the page from its file, and notes all that it asks for and complains of. */
async function open(file, colorScheme = 'light') {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, colorScheme });
  const page = await context.newPage();
  const noted = { complaints: [], foreign: [] };
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) {
      noted.complaints.push(message.text());
    }
  });
  page.on('pageerror', (error) => noted.complaints.push(String(error.stack)));
  const address = pathToFileURL(file).href;
  page.on('request', (request) => {
    if (request.url() !== address && !request.url().startsWith('data:')) {
      noted.foreign.push(request.url());
    }
  });
  await page.goto(address);
  await page.locator('#settings td').first().waitFor();
  return { page, noted, close: () => context.close() };
}

/** The text of a figure's cell in a table, by the text of its first cell. */
const cell = (page, table, head) =>
  page.locator(`#${table} tr`, { has: page.locator('th', { hasText: head }) }).first().locator('td').first().innerText();

test('the page is one file that complains of nothing and asks nobody', async () => {
  for (const scheme of ['light', 'dark']) {
    const { page, noted, close } = await open(path.join(folder, 'out', 'report.html'), scheme);
    assert.deepEqual(noted, { complaints: [], foreign: [] });
    assert.equal(await page.locator('canvas').count() >= 3, true);
    assert.equal(await page.locator('#compared').isHidden(), true);
    await screenshot(page, `report-${scheme}`);
    assert.deepEqual(await findings(page), []);
    await close();
  }
});

test('the figures are those of statistics.json', async () => {
  const { page, close } = await open(path.join(folder, 'out', 'report.html'));
  const tiles = await page.locator('#tiles dd').allInnerTexts();
  assert.equal(number(tiles[0].split('\n')[0]), cents(statistics.endEquity));
  assert.equal(number(tiles[1].split('\n')[0]), cents(statistics.account.timeWeightedReturn * 100));
  for (const [head, amount] of [['Commissions', statistics.commissions], ['Slippage', statistics.slippage],
    ['Dividends', statistics.dividends], ['Interest on cash', statistics.interest], ['Orders', statistics.orders],
    ['Fills', statistics.fills]]) {
    assert.equal(number(await cell(page, 'costs', head)), cents(amount), head);
  }
  for (const [id, of] of Object.entries(statistics.strategies)) {
    const row = await page.locator('#strategies tbody tr', { hasText: id }).locator('td').allInnerTexts();
    assert.equal(number(row[1]), cents(of.timeWeightedReturn * 100), id);
  }
  assert.equal(statistics.interest > 0, true);
  await close();
});

test('a comparison with live days is shown by strategy and by day', async () => {
  const data = path.join(folder, 'demo');
  const out = path.join(folder, 'compared');
  runJava(data, HOME, 'demo');
  runJava(data, HOME, 'backtest', '--compare', 'paper', '--out', out);
  const days = fs.readFileSync(path.join(out, 'compare.csv'), 'utf8').trim().split('\n').slice(1);
  const { page, noted, close } = await open(path.join(out, 'report.html'));
  assert.deepEqual(noted, { complaints: [], foreign: [] });
  const tables = page.locator('#comparison table');
  assert.equal(await tables.count(), 2);
  assert.equal(await tables.nth(1).locator('tbody tr').count(), days.length);
  const live = days.filter((line) => line.includes(',bonds,')).reduce((sum, line) => sum + Number(line.split(',')[2]), 0);
  const row = tables.nth(0).locator('tbody tr', { hasText: 'bonds' });
  assert.equal(number(await row.locator('td').first().innerText()), cents(live));
  assert.deepEqual(await findings(page), []);
  await close();
});
