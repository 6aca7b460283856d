// Opens the page in Chromium, and notes all that it asks for and complains of.
'use strict';

const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { chromium } = require('playwright-core');
const { TARGET } = require('./server.js');

const SCREENSHOTS = path.join(TARGET, 'screenshots');
const READY_MS = 120_000;
const ACTION_MS = 60_000; // for a machine that has much else to do

/** An answer that is no success. */
class Failure {
  constructor(status, body, contentType = 'application/json') {
    Object.assign(this, { status, body, contentType });
  }
}

function launch() {
  const executablePath = process.env.CHROMIUM
    ?? execFileSync('sh', ['-c', 'command -v chromium || command -v chromium-browser || command -v google-chrome'], { encoding: 'utf8' }).trim();
  return chromium.launch({ executablePath });
}

/**
 * Opens the page and waits until it has shown all answers.
 * @param {object} options width, height, scheme (light or dark), answers (made-up answers by intent, or
 *     functions of the request's address), and storage (what the browser remembers)
 */
async function open(browser, url, options = {}) {
  const { width = 1440, height = 900, scheme = 'light', answers = {}, storage = {} } = options;
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: scheme });
  context.setDefaultTimeout(ACTION_MS);
  const page = await context.newPage();
  const noted = { complaints: [], foreign: [], asked: [] };
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) {
      noted.complaints.push(message.text());
    }
  });
  page.on('pageerror', (error) => noted.complaints.push(String(error.stack)));
  page.on('request', (request) => {
    const address = new URL(request.url());
    noted.asked.push(`${request.method()} ${address.pathname}${address.search}`);
    if (address.origin !== url && address.protocol !== 'data:') {
      noted.foreign.push(request.url());
    }
  });
  if (Object.keys(storage).length > 0) {
    await page.addInitScript((kept) => Object.entries(kept).forEach(([name, value]) => localStorage.setItem(name, value)), storage);
  }
  for (const [intent, made] of Object.entries(answers)) {
    await page.route((address) => address.pathname === `/${intent}`, (route) => {
      const answer = typeof made === 'function' ? made(new URL(route.request().url()), route.request()) : made;
      if (answer === null) {
        return route.continue();
      }
      return answer instanceof Failure
        ? route.fulfill({ status: answer.status, contentType: answer.contentType, body: answer.body })
        : route.fulfill({ contentType: 'application/json', body: JSON.stringify(answer) });
    });
  }
  await page.goto(`${url}/dashboard`);
  await ready(page);
  return { page, noted, close: () => context.close() };
}

/** Waits until the page has shown all answers. */
async function ready(page) {
  await page.locator('#refresh:enabled').waitFor({ timeout: READY_MS });
}

/** Writes a screenshot of the whole page to target/screenshots. */
async function screenshot(page, name, options = { fullPage: true }) {
  fs.mkdirSync(SCREENSHOTS, { recursive: true });
  await page.screenshot({ path: path.join(SCREENSHOTS, `${name}.png`), ...options });
}

/** The serious and critical findings of axe-core. */
async function findings(page) {
  // The policy of the page forbids scripts of others, so axe comes by the debugger, not as an element.
  await page.evaluate(fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8'));
  const result = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
  return result.violations
    .filter((violation) => ['serious', 'critical'].includes(violation.impact))
    .map((violation) => `${violation.id}: ${violation.help}: ${violation.nodes.slice(0, 3).map((node) => node.html).join(' | ')}`);
}

/** The number of sheets that the page prints on. */
async function sheets(page, options) {
  const pdf = await page.pdf({ printBackground: true, ...options });
  return (pdf.toString('latin1').match(/\/Type\s*\/Page\b(?!s)/g) ?? []).length;
}

module.exports = { Failure, findings, launch, open, ready, screenshot, sheets };
