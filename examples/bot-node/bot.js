// Buys once when the last price falls beneath a mark. While the broker is lost it buys nothing.
import { EventEmitter } from 'node:events';
import { Tws } from './tws.js';

const LAST = 4;
const STREAM = 1;

/** The bot. It emits 'change' after each change of its state. */
export class Bot extends EventEmitter {
  connected = false;
  broker = true;
  filled = 0;
  status = 'none';
  refused = false;
  #order = null;
  #tws;

  constructor({ host, port, clientId, symbol, mark, quantity, orderRef }) {
    super();
    const tws = new Tws(host, port, clientId);
    this.#tws = tws;
    tws.on('ready', () => {
      this.connected = true;
      tws.streamPrices(STREAM, symbol);
      this.emit('change');
    });
    tws.on('closed', () => {
      this.connected = false;
      this.emit('change');
    });
    tws.on('price', ({ type, price }) => {
      if (type === LAST && price < mark && this.broker && this.#order === null) {
        this.#order = tws.placeLimitOrder(symbol, 'BUY', quantity, mark, orderRef);
      }
    });
    tws.on('status', ({ orderId, status, filled }) => {
      if (orderId === this.#order) {
        this.status = status;
        this.filled = filled;
        this.emit('change');
      }
    });
    tws.on('notice', ({ id, code }) => this.#notice(id, code));
  }

  #notice(id, code) {
    if (code === 1100 || code === 2110) {
      this.broker = false;
    } else if (code === 1101 || code === 1102) {
      this.broker = true;
      this.#tws.askForOpenOrders(); // their states may have changed meanwhile
    } else if (id === this.#order && code === 201) {
      this.refused = true;
    }
    this.emit('change');
  }

  close() {
    this.#tws.close();
  }
}
