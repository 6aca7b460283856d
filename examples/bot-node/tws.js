// The part of the TWS API that the bot needs: texts of server version 178 over a socket.
import { EventEmitter } from 'node:events';
import net from 'node:net';

const VERSION = 178;

// The fields of a plain limit order after its orderRef, as this version reads them.
const REST_OF_ORDER =
  '1|0|0|0|0|0|0|0||0|||||||0||-1|0|||0|||0|0||0||||||0|||||0|||||||||||0|||0|0|||0||0|0|0|0|' +
  '||||||0|||||||||0|0|0|0|||0||';

/** A contract as requests write it: from conId to tradingClass. */
const stock = (symbol) => [0, symbol, 'STK', '', 0, '', '', 'SMART', '', 'USD', '', ''];

/** A connection to a gateway. It emits 'ready', 'price', 'status', 'notice' and 'closed'. */
export class Tws extends EventEmitter {
  #socket;
  #received = Buffer.alloc(0);
  #greeted = false;
  #nextOrderId = 0;

  constructor(host, port, clientId) {
    super();
    this.#socket = net.connect({ host, port, noDelay: true });
    this.#socket.on('connect', () => {
      this.#socket.write('API\0');
      this.#frame(`v${VERSION}..${VERSION}`);
    });
    this.#socket.on('data', (bytes) => this.#read(bytes, clientId));
    this.#socket.on('error', () => {}); // 'close' follows
    this.#socket.on('close', () => this.emit('closed'));
  }

  streamPrices(requestId, symbol) {
    this.#send(1, 11, requestId, ...stock(symbol), 0, '', 0, 0, '');
  }

  /** Places a limit order for the day, and returns its id. */
  placeLimitOrder(symbol, action, quantity, limit, orderRef) {
    const id = this.#nextOrderId++;
    const order = [action, quantity, 'LMT', limit, '', 'DAY', '', '', 'O', 0, orderRef];
    this.#send(3, id, ...stock(symbol), '', '', ...order, ...REST_OF_ORDER.split('|'));
    return id;
  }

  askForOpenOrders() {
    this.#send(5, 1);
  }

  close() {
    this.#socket.destroy();
  }

  #send(...fields) {
    this.#frame(fields.map((field) => `${field}\0`).join(''));
  }

  #frame(text) {
    const body = Buffer.from(text);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(body.length);
    this.#socket.write(Buffer.concat([length, body]));
  }

  #read(bytes, clientId) {
    this.#received = Buffer.concat([this.#received, bytes]);
    while (this.#received.length >= 4) {
      const end = 4 + this.#received.readUInt32BE(0);
      if (this.#received.length < end) {
        return;
      }
      const fields = this.#received.subarray(4, end).toString().split('\0');
      this.#received = this.#received.subarray(end);
      if (this.#greeted) {
        this.#message(fields);
      } else {
        this.#greeted = true; // the first frame is the server's version and time
        this.#send(71, 2, clientId, '');
      }
    }
  }

  #message([id, ...fields]) {
    switch (Number(id)) {
      case 1:
        this.emit('price', {
          requestId: Number(fields[1]),
          type: Number(fields[2]), // 1 bid, 2 ask, 4 last
          price: Number(fields[3]),
        });
        break;
      case 3:
        this.emit('status', {
          orderId: Number(fields[0]),
          status: fields[1],
          filled: Number(fields[2]),
          remaining: Number(fields[3]),
        });
        break;
      case 4:
        this.emit('notice', { id: Number(fields[1]), code: Number(fields[2]), text: fields[3] });
        break;
      case 9:
        this.#nextOrderId = Number(fields[1]);
        this.emit('ready');
        break;
      default: // the bot needs no other message
    }
  }
}
