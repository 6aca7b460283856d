// The dashboard in a real browser: with the real function and its real answers, and with made-up answers
// for states that are hard to bring about.
'use strict';

const assert = require('node:assert/strict');
const fs = require('node:fs');
const http = require('node:http');
const os = require('node:os');
const path = require('node:path');
const { after, before, describe, test } = require('node:test');
const { Failure, findings, launch, open, ready, screenshot, sheets } = require('./browser.js');
const made = require('./fixtures.js');
const { runJava, startFunction } = require('./server.js');

const YEARS = 10;
const DAYS = YEARS * 252;
const STRATEGIES = 20;
const LAST_DAY = made.workingDays(1, new Date().toISOString().slice(0, 10))[0];
const SIZES = [{ width: 320, height: 720 }, { width: 1440, height: 900 }];
const SCHEMES = ['light', 'dark'];

const folders = [];

function folder() {
  folders.push(fs.mkdtempSync(path.join(os.tmpdir(), 'dashboard-')));
  return folders.at(-1);
}

/** Made-up answers of all intents that the page reads. */
function answers(others = {}) {
  const of = { last: LAST_DAY };
  return {
    performance: (address) => made.performance(address.searchParams.has('from')
      ? { ...of, count: 252, benchmark: address.searchParams.get('benchmark') }
      : { ...of, count: 900 }),
    holdings: made.holdings(),
    runs: made.runs(),
    status: made.status(),
    ...others,
  };
}

const number = (text) => Number(text.replace('\u2212', '-').replace(/[,+%\u202f]/g, ''));
const total = (amounts) => amounts.reduce((all, amount) => all + Math.round((amount ?? 0) * 100), 0) / 100;

async function get(url, intent) {
  const response = await fetch(`${url}/${intent}`);
  return { status: response.status, answer: await response.json() };
}

let browser;
before(async () => {
  browser = await launch();
});
after(async () => {
  await browser?.close();
  folders.forEach((made) => fs.rmSync(made, { recursive: true, force: true }));
});

describe('a fresh start', () => {
  let server;
  before(async () => {
    server = await startFunction(folder());
  });
  after(() => server?.stop());

  for (const scheme of SCHEMES) {
    test(`says what will appear and how to get it (${scheme})`, async () => {
      const { page, noted, close } = await open(browser, server.url, { scheme });

      await page.getByRole('heading', { name: 'Nothing is on record yet' }).waitFor();
      const words = await page.locator('#empty').innerText();
      assert.match(words, /\.\/ib-intents demo/);
      assert.match(words, new RegExp(`${server.url}/orchestrate`));
      assert.equal(await page.locator('#tiles').isVisible(), false);
      assert.match(await page.locator('#holdings').innerText(), /weights/); // the books of the first configuration
      assert.match(await page.locator('#runs').innerText(), /No run yet/);
      assert.deepEqual(noted.complaints, []);
      assert.deepEqual(noted.foreign, []);
      assert.deepEqual(await findings(page), []);
      await screenshot(page, `empty-${scheme}`);
      await close();
    });
  }

  test('asks the gateway only on demand, and says how long it took', async () => {
    const { page, noted, close } = await open(browser, server.url);
    assert.equal(noted.asked.some((request) => request.includes('/summary')), false);

    await page.getByRole('button', { name: 'Ask the gateway' }).click();

    await page.locator('#live-time b').waitFor();
    assert.match(await page.locator('#live-time').innerText(), /^asked at \d\d:\d\d, answered in (\d+ ms|\d+\.\d s)$/);
    const { answer } = await get(server.url, 'summary');
    const shown = await page.locator('#live table').first().locator('tbody tr').count();
    assert.equal(shown, Object.values(answer.openTrades).flat().length);
    assert.deepEqual(noted.complaints, []);
    await close();
  });

  test('the preview shows the dry run of allocation on demand, and sends no order', async () => {
    const before = (await get(server.url, 'runs?last=20')).answer.runs.length;
    const { page, noted, close } = await open(browser, server.url);
    assert.equal(noted.asked.filter((request) => request.startsWith('POST')).length, 0);
    const response = page.waitForResponse((answer) => new URL(answer.url()).pathname === '/allocation');
    await page.locator('#preview-broker').check();
    await page.getByRole('button', { name: 'Preview' }).click();
    const asked = await response;
    assert.deepEqual(asked.request().postDataJSON(), { dryRun: true, preview: 'broker' });
    const answer = await asked.json();
    assert.ok(answer.orders.length > 0, JSON.stringify(answer));

    const rows = page.getByRole('table', { name: 'Planned orders' }).locator('tbody tr');
    await rows.first().waitFor();
    const shown = [];
    for (const row of await rows.all()) {
      const figures = await row.locator('data').evaluateAll((list) => list.slice(0, 4).map((figure) => figure.value));
      shown.push([await row.locator('th').innerText(), await row.locator('td').first().innerText(), ...figures]);
    }
    assert.deepEqual(shown, answer.orders.map((order) => [order.contract, order.action,
      ...[order.totalQuantity, order.estimate.price, order.estimate.value, order.estimate.valueInBase].map(String)]));
    const margin = page.getByRole('table', { name: 'Margin before and after' });
    assert.equal(number(await margin.locator('tbody tr').first().locator('td').nth(1).innerText()),
      Math.round(answer.margin.initMarginAfter * 100) / 100);
    assert.match(await page.locator('#preview-time').innerText(), /answered in .*; nothing was sent/);
    assert.equal((await get(server.url, 'runs?last=20')).answer.runs.length, before);
    assert.deepEqual(noted.complaints, []);
    assert.deepEqual(noted.foreign, []);
    await screenshot(page, 'preview');
    await close();
  });

  test('the kill switch needs its phrase, switches trading off, and on again', async () => {
    const { page, noted, close } = await open(browser, server.url);
    await page.getByRole('button', { name: 'Switch trading off…' }).click();
    const confirm = page.locator('#switch-do');
    assert.equal(await confirm.isDisabled(), true);
    await page.locator('#switch-typed').fill('off live');
    assert.equal(await confirm.isDisabled(), true);
    await page.locator('#switch-typed').press('Enter');
    assert.equal((await get(server.url, 'status')).answer.trading.enabled, true);

    await page.locator('#switch-reason').fill(' ');
    await page.locator('#switch-typed').fill('off paper');
    assert.equal(await confirm.isDisabled(), true);
    await page.locator('#switch-reason').fill('a test of the page');
    await page.locator('#switch-typed').fill('Off paper ');
    await screenshot(page, 'kill-switch', {});
    await confirm.click();
    await page.getByRole('button', { name: 'Switch trading on…' }).waitFor();
    await ready(page);

    const { answer } = await get(server.url, 'status');
    assert.equal(answer.trading.enabled, false);
    assert.equal(answer.trading.switched.reason, 'a test of the page');
    assert.match(await page.locator('#lights').innerText(), /Trading\s+needs attention:\s+trading is off/);
    const allocation = await fetch(`${server.url}/allocation`, { method: 'POST', body: '{}' });
    assert.equal(allocation.status, 503);

    await page.getByRole('button', { name: 'Switch trading on…' }).click();
    await page.locator('#switch-typed').fill('on paper');
    await page.locator('#switch-typed').press('Enter');
    await page.getByRole('button', { name: 'Switch trading off…' }).waitFor();
    assert.equal((await get(server.url, 'status')).answer.trading.enabled, true);
    assert.deepEqual(noted.complaints, []);
    await close();
  });

  test('no page of another site can switch trading off or close positions', async () => {
    const other = http.createServer((request, response) => {
      response.setHeader('Content-Type', 'text/html');
      response.end('<!doctype html><title>other</title>');
    });
    await new Promise((resolve) => other.listen(0, '127.0.0.1', resolve));
    const seen = [];
    const context = await browser.newContext();
    const page = await context.newPage();
    page.on('response', (response) => {
      if (response.url().startsWith(server.url)) {
        seen.push(`${response.status()} ${new URL(response.url()).pathname}`);
      }
    });
    for (const host of ['127.0.0.1', 'localhost']) {
      await page.goto(`http://${host}:${other.address().port}/`);
      await page.evaluate(async (url) => {
        for (const [intent, body] of [['trading', '{"enabled":false,"reason":"none"}'], ['close-all', '{}']]) {
          await fetch(`${url}/${intent}`, { method: 'POST', mode: 'no-cors', body }).catch(() => null);
        }
        const image = new Image();
        const loaded = new Promise((resolve) => { image.onerror = resolve; image.onload = resolve; });
        image.src = `${url}/close-all?halt=true`;
        await loaded;
      }, server.url);
      await page.evaluate((url) => {
        const form = Object.assign(document.createElement('form'), { method: 'post', enctype: 'text/plain', action: `${url}/trading` });
        const field = Object.assign(document.createElement('input'), { name: '{"enabled":false,"reason":"', value: '"}' });
        form.append(field);
        document.body.append(form);
        form.submit();
      }, server.url);
      await page.waitForURL(`${server.url}/trading`);
    }
    other.close();

    assert.deepEqual([...new Set(seen)].sort(), ['403 /close-all', '403 /trading']);
    assert.ok(seen.length >= 6, seen.join()); // the browser itself hides the answers to images
    assert.equal((await get(server.url, 'status')).answer.trading.enabled, true);
    await context.close();
  });

  test('no page of another site can show this page in a frame', async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    const other = http.createServer((request, response) => {
      response.setHeader('Content-Type', 'text/html');
      response.end(`<!doctype html><iframe src="${server.url}/dashboard"></iframe>`);
    });
    await new Promise((resolve) => other.listen(0, '127.0.0.1', resolve));
    await page.goto(`http://127.0.0.1:${other.address().port}/`);
    const frame = page.frames()[1];
    assert.equal(await frame.locator('#switch').count(), 0);
    other.close();
    await context.close();
  });

  test('close-all shows a dry run, needs its phrase, and closes everything', async () => {
    const before = (await get(server.url, 'summary')).answer.portfolio;
    const { page, noted, close } = await open(browser, server.url);
    await page.getByRole('button', { name: 'Close all…' }).click();
    await page.getByText('Dry run').waitFor();
    const trades = page.getByRole('table', { name: 'Trades that would close the positions' });
    const planned = {};
    for (const row of await trades.locator('tbody tr').all()) {
      planned[await row.locator('th').innerText()] = number(await row.locator('td').first().innerText());
    }
    assert.deepEqual(planned, Object.fromEntries(Object.entries(before).map(([contract, { position }]) => [contract, -position])));
    assert.equal(await page.locator('#close-do').isDisabled(), true);
    await page.locator('#close-typed').fill('close all');
    assert.equal(await page.locator('#close-do').isDisabled(), true);
    await screenshot(page, 'close-all', {});

    await page.locator('#close-typed').fill('close all paper');
    await page.locator('#close-do').click();
    await page.locator('#close-result').getByText('Done').waitFor();

    await screenshot(page, 'close-all-done', {});
    await page.locator('#close-dialog .cancel').click();
    const { answer } = await get(server.url, 'status');
    assert.equal(answer.trading.enabled, false);
    assert.equal(noted.asked.filter((request) => request === 'POST /close-all').length, 2);
    await page.getByRole('button', { name: 'Switch trading on…' }).waitFor();
    await ready(page);
    assert.match(await page.locator('#runs').innerText(), /close-all/);
    assert.deepEqual(noted.complaints, []);
    await close();
  });
});

describe('a first day', () => {
  let server;
  before(async () => {
    server = await startFunction(folder());
    const reconcile = await fetch(`${server.url}/reconcile`, { method: 'POST', body: '{}' });
    assert.equal(reconcile.status, 200, await reconcile.text());
    const allocation = await fetch(`${server.url}/allocation`, { method: 'POST', body: '{"strategies":["weights"]}' });
    assert.equal(allocation.status, 200, await allocation.text());
  });
  after(() => server?.stop());

  test('shows the real holdings beside their targets, and the real run with its orders', async () => {
    const { page, noted, close } = await open(browser, server.url);
    await page.getByRole('heading', { name: /^The first day, \d{4}-\d\d-\d\d, is on record$/ }).waitFor();

    const { answer } = await get(server.url, 'holdings');
    const rows = page.getByRole('table', { name: 'Holdings by strategy' }).locator('tbody tr');
    const expected = Object.entries(answer.strategies).flatMap(([strategy, { holdings }]) => holdings.map((holding) =>
      [holding.contract, strategy, ...['target', 'quantity', 'drift', 'price', 'value', 'unrealized'].map((name) => String(holding[name] ?? ''))]));
    const shown = [];
    for (const row of await rows.all()) {
      const figures = await row.locator('data').evaluateAll((list) => list.map((figure) => figure.value));
      shown.push([await row.locator('th').innerText(), await row.locator('td').first().innerText(), ...figures]);
    }
    assert.deepEqual(shown, expected);
    assert.ok(shown.some(([contract]) => contract === 'SPY'));

    const { answer: { runs } } = await get(server.url, 'runs?last=20');
    await page.locator('#runs summary').first().click();
    const orders = page.getByRole('table', { name: 'Orders of allocation' }).locator('tbody tr');
    assert.equal(await orders.count(), runs[0].orders.length);
    assert.equal(await orders.first().locator('th').innerText(), runs[0].orders[0].contract);
    assert.match(await page.locator('#lights').innerText(), /Gateway\s+in order:\s+the gateway answered/);
    assert.deepEqual(noted.complaints, []);
    await screenshot(page, 'first-day');
    await close();
  });

  test('the preview says why differences are left alone and what would be refused', async () => {
    const answer = made.preview();
    const { page, noted, close } = await open(browser, server.url, { answers: answers({ allocation: answer }) });
    await page.getByRole('button', { name: 'Preview' }).click();
    const root = page.locator('#preview');
    await root.getByRole('table', { name: 'Planned orders' }).waitFor();
    const words = (await root.innerText()).replace(/\s+/g, ' ');
    for (const expected of [
      '2 orders: buys 80,500.00, sells 4,880.00 USD; commission about 1.20 USD + 1.70 EUR.',
      'close, traded 2 hours ago', 'LMT 499.75 DAY', 'mid 500.00, -5bps', 'growth 180, value \u221219',
      'from 2026-11-27', '0.80 to 1.10',
      'A real run would be refused: the run would send 2 orders; at most 1 are allowed',
      'preview-incomplete the broker would not take the order', 'Cushion after: 61.0',
      'Between strategies', 'GLD: carry +5, weights \u22125',
      'IEF, growth: its difference 3 is inside the band', 'VOD its market is closed', '<b>no markup</b>',
    ]) {
      assert.ok(words.includes(expected), `${expected} is not in: ${words}`);
    }
    assert.deepEqual(noted.complaints, []);
    for (const { width, height } of SIZES) {
      await page.setViewportSize({ width, height });
      assert.deepEqual(await findings(page), []);
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth + 1), `it fits ${width} px`);
    }
    await screenshot(page, 'preview-made');
    await close();
  });

  test('a preview that fails says why, and can be asked again', async () => {
    let asked = 0;
    const { page, close } = await open(browser, server.url, {
      answers: answers({
        allocation: () => (asked++ === 0
          ? new Failure(503, '{"error":"KillSwitchException: Trading disabled by kill switch."}') : { status: 'market-closed', nextSession: '2026-11-30T14:30:00Z' }),
      }),
    });
    await page.getByRole('button', { name: 'Preview' }).click();
    await page.locator('#preview').getByText('Trading disabled by kill switch.').waitFor();
    await page.locator('#preview').getByRole('button', { name: 'Ask again' }).click();
    await page.locator('#preview').getByText('Nothing would be traded: market-closed. The next session begins 2026-11-30').waitFor();
    assert.equal(asked, 2);
    await close();
  });
});

describe(`${YEARS} years of ${STRATEGIES} strategies`, () => {
  let server;
  before(async () => {
    const store = folder();
    runJava(store, 'dev.ibintents.trading.performance.SeededDays', store, String(DAYS + 1), String(STRATEGIES), LAST_DAY);
    server = await startFunction(store);
  });
  after(() => server?.stop());

  test('the first paint comes in less than a second, and the figures of all years follow', async () => {
    const paints = [];
    for (let round = 0; round < 4 && !paints.slice(1).some((millis) => millis < 1000); round++) {
      const { page, close } = await open(browser, server.url); // the first one warms the process up
      paints.push(await page.evaluate(() => Math.round(performance.getEntriesByName('first-contentful-paint')[0].startTime)));
      await close();
    }
    console.log(`first contentful paint after ${paints.join(', ')} ms`);
    assert.ok(Math.min(...paints.slice(1)) < 1000, `${paints.join(', ')} ms`);

    const { page, close } = await open(browser, server.url);
    await page.getByRole('radio', { name: 'All' }).check();
    await page.getByText(`${DAYS} days`).waitFor();
    await page.locator('#board:not(.stale)').waitFor();
    await screenshot(page, 'ten-years');
    await close();
  });

  for (const range of ['1M', 'YTD', '1Y', 'All']) {
    test(`the figures of ${range} are those of /performance`, async () => {
      const { page, noted, close } = await open(browser, server.url);
      await page.getByRole('radio', { name: range, exact: true }).check();
      await page.locator('#board:not(.stale)').waitFor();
      const asked = noted.asked.filter((request) => /^GET \/performance(\?from=[\d-]+)?$/.test(request)).at(-1);
      const { answer } = await get(server.url, asked.slice('GET /'.length));
      const { account } = answer;

      const tile = async (name) => page.locator('#tiles > div', { has: page.getByRole('button', { name, exact: true }) }).locator('dd > data');
      assert.equal(await (await tile('Value')).getAttribute('value'), String(account.netLiquidation.at(-1)));
      assert.equal(number(await (await tile('Value')).innerText()), account.netLiquidation.at(-1));
      assert.equal(number(await (await tile('Profit')).innerText()), account.totals.profit);
      assert.equal(number(await (await tile('Unattributed')).innerText()), account.totals.unattributed);
      assert.equal(await (await tile('Return')).getAttribute('value'), String(account.statistics.timeWeightedReturn));
      assert.equal(await (await tile('Drawdown')).getAttribute('value'), String(account.statistics.maxDrawdown.depth));

      const rows = page.getByRole('table', { name: 'Profit by strategy' }).locator('tbody tr');
      assert.equal(await rows.count(), STRATEGIES);
      let sum = 0;
      for (const row of await rows.all()) {
        const strategy = answer.strategies[await row.locator('th').innerText()];
        const profit = row.locator('td').first();
        assert.equal(number(await profit.innerText()), strategy.totals.profit);
        assert.equal(number(await profit.innerText()), total(strategy.profit));
        sum += Math.round(strategy.totals.profit * 100);
      }
      assert.equal(sum / 100 + account.totals.unattributed - account.totals.profit < 0.005, true);
      assert.match(await page.locator('#profit-sum').innerText(), /^strategies .* \+ unattributed .* = account /);

      const statistics = page.getByRole('table', { name: 'Statistics of the range' }).locator('tbody tr');
      for (const [words, name] of [['Volatility', 'volatility'], ['Sharpe', 'sharpe'], ['Calmar', 'calmar'], ['Winning days', 'winningDays']]) {
        const cell = statistics.filter({ hasText: words }).locator('td').first();
        const value = account.statistics[name];
        if (value === null) {
          assert.equal(await cell.locator('button').getAttribute('class'), 'term');
        } else {
          assert.equal(await cell.locator('data').getAttribute('value'), String(value));
        }
      }
      assert.deepEqual(noted.complaints, []);
      assert.deepEqual(noted.foreign, []);
      await close();
    });
  }

  test('the months of the heat map are the compounded returns of /performance', async () => {
    const { page, close } = await open(browser, server.url);
    const { answer } = await get(server.url, 'performance');
    const month = LAST_DAY.slice(0, 7);
    const growth = answer.days.reduce((value, day, at) => (day.startsWith(month) ? value * (1 + answer.account.return[at]) : value), 1);
    const row = page.getByRole('table', { name: /Monthly returns/ }).locator('tbody tr').first();
    assert.equal(await row.locator('th').innerText(), month.slice(0, 4));
    const shown = Number(await row.locator('td').nth(Number(month.slice(5)) - 1).locator('data').getAttribute('value'));
    assert.ok(Math.abs(shown - (growth - 1)) < 1e-9, `${shown} ${growth - 1}`);

    await page.locator('#month-owner').selectOption('strategy-07');
    await page.getByRole('table', { name: 'Monthly returns of strategy-07 in percent' }).waitFor();
    await close();
  });

  for (const options of [{ format: 'A4' }, { format: 'Letter' }, { preferCSSPageSize: true }]) {
    test(`it prints on one sheet (${JSON.stringify(options)})`, async () => {
      const { page, close } = await open(browser, server.url, { width: 1440 });
      const margin = options.format ? { margin: { top: '10mm', right: '10mm', bottom: '10mm', left: '10mm' } } : {};
      assert.equal(await sheets(page, { ...options, ...margin }), 1);
      assert.equal(await page.evaluate(() => document.documentElement.className), '');
      await close();
    });
  }
});

describe('made-up answers', () => {
  let server;
  before(async () => {
    server = await startFunction(folder());
  });
  after(() => server?.stop());

  for (const { width, height } of SIZES) {
    for (const scheme of SCHEMES) {
      test(`at ${width} px, ${scheme}, it fits and axe-core finds nothing serious`, async () => {
        const { page, noted, close } = await open(browser, server.url, {
          width, height, scheme, answers: answers(), storage: { benchmark: 'SPY' },
        });
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        assert.equal(overflow, 0);
        assert.deepEqual(await findings(page), []);
        assert.deepEqual(noted.complaints, []);
        assert.deepEqual(noted.foreign, []);
        await screenshot(page, `page-${width}-${scheme}`);
        for (const [button, dialog] of [['#switch', '#switch-dialog'], ['#close-all', '#close-dialog']]) {
          await page.locator(button).click();
          await page.locator(`${dialog}[open]`).waitFor();
          await page.locator(`${dialog} .waiting`).waitFor({ state: 'detached' });
          assert.deepEqual(await findings(page), []);
          const box = await page.locator(dialog).boundingBox();
          assert.ok(box.x >= 0 && box.x + box.width <= width, JSON.stringify(box));
          await page.keyboard.press('Escape');
        }
        await close();
      });
    }
  }

  test('dark and light differ, and the choice of the user is kept', async () => {
    const { page, close } = await open(browser, server.url, { scheme: 'light', answers: answers() });
    const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const light = await background();
    await page.getByRole('button', { name: 'Colours: auto' }).click();
    await page.getByRole('button', { name: 'Colours: light' }).click();
    const dark = await background();
    assert.notEqual(dark, light);
    await page.reload();
    await ready(page);
    assert.equal(await background(), dark);
    await page.getByRole('button', { name: 'Colours: dark' }).click();
    await page.emulateMedia({ colorScheme: 'dark' });
    assert.equal(await background(), dark);
    await page.emulateMedia({ colorScheme: 'light' });
    assert.equal(await background(), light);
    await close();
  });

  test('every figure has a definition on hover, on tap and on keyboard focus', async () => {
    const { page, close } = await open(browser, server.url, { answers: answers() });
    const bubble = page.locator('#bubble');
    const sharpe = page.locator('#tiles').getByRole('button', { name: 'Sharpe' });
    const { sharpe: definition } = made.performance({ count: 5 }).definitions;

    await sharpe.hover();
    assert.equal(await bubble.innerText(), definition);
    await page.mouse.move(0, 0);
    await bubble.waitFor({ state: 'hidden' });

    await page.locator('#tiles').getByRole('button', { name: 'Drawdown' }).focus();
    await page.keyboard.press('Tab');
    assert.equal(await bubble.innerText(), definition);
    await page.keyboard.press('Escape');
    assert.equal(await bubble.isVisible(), false);

    await sharpe.click();
    assert.equal(await bubble.innerText(), definition);
    await page.locator('#period').click();
    assert.equal(await bubble.isVisible(), false);

    assert.equal(await sharpe.getAttribute('aria-describedby') !== null, true);
    const heads = await page.locator('#statistics tbody th, #profit thead th:not(:first-child)').all();
    for (const head of heads) {
      assert.equal(await head.locator('.term').count(), 1, await head.innerText());
    }
    const beta = page.locator('#statistics tr', { hasText: 'Beta' }).locator('td .term').first();
    await beta.hover();
    assert.equal(await bubble.innerText(), 'There is no benchmark.');
    await close();
  });

  test('the keyboard reaches everything: ranges, days of a plot, lines, runs', async () => {
    const { page, close } = await open(browser, server.url, { answers: answers() });
    const answer = made.performance({ count: 252, last: LAST_DAY });

    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Skip to the figures');
    await page.keyboard.press('Enter');
    assert.equal(await page.evaluate(() => document.activeElement.id), 'main');

    const plot = page.getByRole('slider', { name: 'Account by day' });
    await plot.focus();
    await page.keyboard.press('Home');
    assert.match(await plot.getAttribute('aria-valuetext'), new RegExp(`^${answer.days[0]}: `));
    assert.match(await page.locator('#account-readout').innerText(), new RegExp(`^${answer.days[0]}`));
    await page.keyboard.press('ArrowRight');
    assert.match(await page.locator('#account-readout').innerText(), new RegExp(`^${answer.days[1]}`));
    const value = answer.account.netLiquidation[1].toLocaleString('en-US', { minimumFractionDigits: 2 });
    assert.ok((await page.locator('#account-readout').innerText()).includes(value));
    assert.match(await page.locator('#lines-readout').innerText(), new RegExp(`^${answer.days[1]}`));
    await page.keyboard.press('End');
    await page.keyboard.press('Tab');
    assert.match(await page.locator('#account-readout').innerText(), new RegExp(`^${answer.days.at(-1)}`));

    const line = page.locator('#legend').getByRole('button', { name: /^futures/ });
    await line.focus();
    assert.equal(await line.getAttribute('aria-pressed'), 'true');
    await page.keyboard.press('Space');
    assert.equal(await line.getAttribute('aria-pressed'), 'false');
    await page.keyboard.press('Space');
    assert.equal(await line.getAttribute('aria-pressed'), 'true');

    await page.getByRole('radio', { name: '1Y' }).focus();
    await page.keyboard.press('ArrowLeft');
    assert.equal(await page.getByRole('radio', { name: 'YTD' }).isChecked(), true);

    const run = page.locator('#runs summary').first();
    await run.focus();
    await page.keyboard.press('Enter');
    assert.equal(await page.getByRole('table', { name: 'Orders of allocation' }).first().isVisible(), true);

    await page.locator('#switch').focus();
    await page.keyboard.press('Enter');
    assert.equal(await page.evaluate(() => document.activeElement.id), 'switch-typed');
    await page.keyboard.press('Escape');
    assert.equal(await page.locator('#switch-dialog').isVisible(), false);
    assert.equal(await page.evaluate(() => document.activeElement.id), 'switch');
    await close();
  });

  test('money and percent, the benchmark, and an unknown benchmark', async () => {
    const refusal = new Failure(400, JSON.stringify({ error: 'InvalidParametersException: no bars of QQQ are stored' }));
    const { performance } = answers();
    const { page, close } = await open(browser, server.url, {
      answers: answers({ performance: (address) => (address.searchParams.get('benchmark') === 'QQQ' ? refusal : performance(address)) }),
    });
    await page.getByRole('radio', { name: 'Percent' }).check();
    assert.match(await page.locator('#account-readout').innerText(), /[+\u2212][\d.]+\u202f%/);
    await page.getByRole('textbox', { name: 'Benchmark' }).fill('SPY');
    await page.keyboard.press('Enter');
    await page.locator('#account-readout', { hasText: 'SPY' }).waitFor();
    await page.getByRole('table', { name: 'Statistics of the range' }).getByText('SPY').waitFor();

    await page.getByRole('textbox', { name: 'Benchmark' }).fill('QQQ');
    await page.keyboard.press('Enter');
    await page.getByText('There is no benchmark QQQ: InvalidParametersException: no bars of QQQ are stored').waitFor();
    assert.equal(await page.locator('#tiles').isVisible(), true);
    await close();
  });

  test('holdings show target, held, drift and profit; drift stands out', async () => {
    const { page, close } = await open(browser, server.url, { answers: answers() });
    const row = page.getByRole('table', { name: 'Holdings by strategy' }).locator('tbody tr', { hasText: 'SPY' });
    assert.deepEqual((await row.locator('td').allInnerTexts()).map((text) => text.trim()),
      ['weights', '221', '218', '\u22123', '741.57USD', '161,662.26', '\u22121,784.00']);
    assert.equal(await row.locator('data.drift').innerText(), '\u22123');
    await close();
  });

  test('runs show their problems, and lights that need attention say so', async () => {
    const { page, close } = await open(browser, server.url, { answers: answers() });
    assert.equal(await page.locator('#runs > ul > li').count(), made.runs().runs.length);
    assert.match(await page.locator('#runs').innerText(), /TARGET_MISSED SPY was left out: its price is 3 days old/);
    const troubled = page.locator('#lights li.troubled');
    assert.equal(await troubled.count(), 1);
    assert.match(await troubled.textContent(), /^Runs needs attention: allocation failed 2 days ago/);
    await close();
  });

  test('a failure is shown in its place, and asking again mends it', async () => {
    let broken = true;
    const failure = new Failure(503, JSON.stringify({ error: 'StoreUnavailableException: the store is out of reach' }));
    const { performance, holdings } = answers();
    const { page, close } = await open(browser, server.url, {
      answers: answers({
        performance: (address) => (broken ? failure : performance(address)),
        holdings: () => (broken ? failure : holdings),
        status: () => (broken ? new Failure(200, '<html>sign in</html>', 'text/html') : made.status()),
      }),
    });
    await page.locator('#performance-note').getByText('StoreUnavailableException: the store is out of reach').waitFor();
    await page.locator('#lights').getByText('A sign-in may have ended; load the page again.').waitFor();
    assert.equal(await page.locator('#tiles').isVisible(), false);
    assert.match(await page.locator('#runs').innerText(), /allocation/);
    assert.equal(await page.getByRole('button', { name: 'Switch trading off…' }).isEnabled(), true);
    assert.deepEqual(await findings(page), []);
    await screenshot(page, 'failures');

    broken = false;
    await page.locator('#performance-note').getByRole('button', { name: 'Ask again' }).click();
    await page.locator('#tiles data').first().waitFor();
    await page.locator('#holdings').getByRole('button', { name: 'Ask again' }).click();
    await page.getByRole('table', { name: 'Holdings by strategy' }).waitFor();
    await close();
  });

  test('a server that is gone is named as the cause, and the figures stay', async () => {
    const gone = await startFunction(folder());
    const { page, close } = await open(browser, gone.url, { answers: answers() });
    await page.unrouteAll();
    await gone.stop();
    await page.getByRole('radio', { name: '1M' }).check();
    await page.locator('#performance-note').getByText('The server cannot be reached').waitFor();
    assert.equal(await page.locator('#tiles').isVisible(), true);
    await close();
  });

  test('no word of an answer becomes markup', async () => {
    const markup = '<img src=x onerror=alert(1)><script>alert(2)</script>';
    const runs = made.runs();
    runs.runs[0].problems = [{ code: markup, message: markup }];
    runs.runs[0].orders[0].words = markup;
    const holdings = made.holdings();
    holdings.strategies[markup] = holdings.strategies.weights;
    holdings.strategies.weights.holdings[0].contract = markup;
    const status = made.status();
    status.lights[0].words = markup;
    const { page, noted, close } = await open(browser, server.url, {
      answers: answers({
        runs, holdings, status, performance: () => made.performance({ strategies: [markup, 'b'], benchmark: markup }),
      }),
    });
    page.on('dialog', () => noted.complaints.push('a script of an answer has run'));
    assert.equal(await page.locator('img, main script').count(), 0);
    assert.ok((await page.locator('#runs').innerText()).includes(markup));
    assert.ok((await page.locator('#profit').innerText()).includes(markup));
    assert.deepEqual(noted.complaints, []);
    await close();
  });

  test('with one recorded day it says that the plots begin with the next', async () => {
    const { page, close } = await open(browser, server.url, {
      answers: answers({ performance: { ...made.performance({ count: 1 }), days: [], since: LAST_DAY } }),
    });
    await page.getByRole('heading', { name: `The first day, ${LAST_DAY}, is on record` }).waitFor();
    await close();
  });

  test('days whose books did not match the account are counted', async () => {
    const untied = made.performance();
    untied.account.tied[3] = false;
    const { page, close } = await open(browser, server.url, { answers: answers({ performance: () => untied }) });
    await page.getByText('On 1 day the books and the account did not agree; their difference is unattributed.').waitFor();
    await close();
  });
});
