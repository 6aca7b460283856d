// The controls that change something: the kill switch and close-all. Both ask for a typed confirmation.
import { newKey, ask, send } from './answers.js';
import { byId, element, fill } from './elements.js';
import { took } from './numbers.js';
import { showClosing } from './tables.js';

const failure = (error) => element('p', { class: 'error' }, error.message);

/** Enables a button while a text field holds a phrase. */
function requirePhrase(field, phrase, button, isReady = () => true) {
  const check = () => {
    button.disabled = field.disabled || !isReady() || field.value.trim().toLowerCase() !== phrase();
  };
  field.addEventListener('input', check);
  return check;
}

function closeWithoutAction(dialog) {
  dialog.querySelector('.cancel').addEventListener('click', () => dialog.close());
}

/** The dialog that switches trading on or off. */
export class TradingSwitch {
  /** @param {function} changed is called after a change */
  constructor(changed) {
    this.changed = changed;
    this.enabled = true;
    this.mode = '';
    this.dialog = byId('switch-dialog');
    this.under = false;
    this.check = requirePhrase(byId('switch-typed'), () => this.phrase(), byId('switch-do'),
      () => !this.under && byId('switch-reason').value.trim() !== '');
    byId('switch-reason').addEventListener('input', this.check);
    closeWithoutAction(this.dialog);
    byId('switch').addEventListener('click', () => this.open());
    byId('switch-form').addEventListener('submit', (event) => {
      event.preventDefault();
      this.run();
    });
  }

  /** Shows whether trading is on. If that is not known, the button still switches it off. */
  show(enabled, mode) {
    this.enabled = enabled !== false;
    this.mode = mode;
    const button = byId('switch');
    button.disabled = false;
    button.textContent = this.enabled ? 'Switch trading off…' : 'Switch trading on…';
    button.classList.toggle('off', !this.enabled);
  }

  phrase() {
    return `${this.enabled ? 'off' : 'on'} ${this.mode}`.trim();
  }

  open() {
    byId('switch-title').textContent = this.enabled ? 'Switch trading off' : 'Switch trading on';
    byId('switch-words').textContent = this.enabled
      ? 'No intent trades from then on, except those that the configuration exempts. Orders that are open stay open, and positions stay as they are.'
      : 'Intents trade again from their next request on.';
    byId('switch-phrase').textContent = this.phrase();
    const button = byId('switch-do');
    button.textContent = byId('switch-title').textContent;
    button.classList.toggle('danger', this.enabled);
    byId('switch-typed').value = '';
    byId('switch-reason').value = 'by a person, on the dashboard';
    fill(byId('switch-result'));
    this.check();
    this.dialog.showModal();
    byId('switch-typed').focus();
  }

  async run() {
    if (byId('switch-do').disabled) {
      return;
    }
    this.under = true;
    this.check();
    try {
      const { answer } = await send('trading', { enabled: !this.enabled, reason: byId('switch-reason').value.trim() });
      this.dialog.close();
      this.changed(answer);
    } catch (e) {
      fill(byId('switch-result'), failure(e));
    } finally {
      this.under = false;
      this.check();
    }
  }
}

/** The dialog that closes all positions, after a dry run. */
export class Closing {
  /**
   * @param {function} mode gives the trading mode
   * @param {function} changed is called after a run
   */
  constructor(mode, changed) {
    this.mode = mode;
    this.changed = changed;
    this.under = false;
    this.done = false;
    this.opening = 0;
    this.dialog = byId('close-dialog');
    this.check = requirePhrase(byId('close-typed'), () => this.phrase(), byId('close-do'), () => !this.under && !this.done);
    closeWithoutAction(this.dialog);
    byId('close-all').addEventListener('click', () => this.open());
    byId('close-form').addEventListener('submit', (event) => {
      event.preventDefault();
      this.run();
    });
  }

  phrase() {
    return `close all ${this.mode()}`.trim();
  }

  open() {
    this.opening += 1;
    this.key = newKey(); // a second click on the same plan is the same run
    this.done = false;
    byId('close-phrase').textContent = this.phrase();
    byId('close-typed').value = '';
    byId('close-typed').disabled = true;
    byId('close-halt').checked = true;
    byId('close-halt').disabled = false;
    this.dialog.querySelector('.cancel').textContent = 'Cancel';
    fill(byId('close-result'));
    this.check();
    this.dialog.showModal();
    this.plan();
  }

  /** Shows the dry run. Without it, nothing can be confirmed. */
  async plan() {
    const opening = this.opening;
    const root = byId('close-plan');
    fill(root, element('p', { class: 'waiting' }, 'Asking the gateway what would be done…'));
    try {
      const { answer, millis } = await send('close-all', { dryRun: true });
      if (opening !== this.opening) {
        return;
      }
      const { orders, trades } = showClosing(root, answer, took(millis));
      if (orders + trades === 0) {
        this.done = true;
      } else {
        byId('close-typed').disabled = false;
        byId('close-typed').focus();
      }
    } catch (e) {
      if (opening === this.opening) {
        fill(root, failure(e), element('button', { type: 'button', class: 'quiet', click: () => this.plan() }, 'Ask again'));
      }
    }
    this.check();
  }

  async run() {
    if (byId('close-do').disabled) {
      return;
    }
    this.under = true;
    this.check();
    fill(byId('close-result'), element('p', { class: 'waiting' }, 'Closing…'));
    try {
      const { answer, millis } = await send('close-all', { halt: byId('close-halt').checked }, this.key);
      this.done = true;
      fill(byId('close-result'), this.#outcome(answer, millis));
      byId('close-typed').disabled = true;
      byId('close-halt').disabled = true;
      this.dialog.querySelector('.cancel').textContent = 'Done';
      this.changed();
    } catch (e) {
      fill(byId('close-result'), failure(e));
      this.changed();
    } finally {
      this.under = false;
      this.check();
    }
  }

  #outcome(answer, millis) {
    const orders = answer.orders ?? [];
    return [
      element('p', {}, element('b', {}, 'Done'), ` in ${took(millis)}: ${(answer.cancelled ?? []).length} cancelled, `
        + `${orders.length} closing order${orders.length === 1 ? '' : 's'} sent.`),
      element('ul', {}, orders.map((order) =>
        element('li', {}, `${order.action} ${order.totalQuantity} ${order.contract}: ${order.status}`, order.message ? ` (${order.message})` : ''))),
      answer.trading ? element('p', {}, `Trading is ${answer.trading}`) : null,
      (answer.problems ?? []).map((problem) => element('p', { class: 'warning' }, `${problem.code}: ${problem.message}`)),
    ];
  }
}

/** Asks the gateway for open orders and today's fills, with the time that it took. */
export function askSummary() {
  return ask('summary');
}
