// Answers /summary as the product does, with a TWS client that was not written here: @stoqey/ib.
// Each request connects, asks for the account, the open orders and the executions, and leaves.
// The benchmarks compare it with the product:
//
//   node peer.js GATEWAY_PORT PORT
'use strict';

const http = require('node:http');
const { EventName, IBApi } = require('@stoqey/ib');

const DEADLINE_MS = 30_000;
const FIRST_CLIENT_ID = 901;
const CLIENT_IDS = 16; // a gateway may still hold the id of the last request

const [gatewayPort, port] = process.argv.slice(2).map(Number);

let requests = 0;

/** Connects, asks for everything at once, and resolves to the summary of the account. */
function summary() {
  return new Promise((resolve, reject) => {
    const ib = new IBApi({ host: '127.0.0.1', port: gatewayPort });
    const answer = { account: null, values: {}, positions: [], openOrders: [], executions: [] };
    const missing = new Set([
      EventName.accountDownloadEnd, EventName.openOrderEnd, EventName.execDetailsEnd]);
    const timer = setTimeout(() => end(new Error(`no answer within ${DEADLINE_MS} ms`)), DEADLINE_MS);
    function end(failure) {
      clearTimeout(timer);
      ib.removeAllListeners();
      ib.on(EventName.error, () => {}); // without a listener, a late error would end the process
      ib.disconnect();
      if (failure) {
        reject(failure);
      } else {
        resolve(answer);
      }
    }
    ib.on(EventName.error, (error, code) => {
      if (!(code >= 2100 && code < 2200)) { // those are news of data farms
        end(error);
      }
    });
    ib.on(EventName.managedAccounts, (accounts) => {
      answer.account = accounts.split(',')[0];
    });
    ib.once(EventName.nextValidId, () => {
      ib.reqAccountUpdates(true, answer.account);
      ib.reqAllOpenOrders();
      ib.reqExecutions(1, {});
    });
    ib.on(EventName.updateAccountValue, (key, value, currency) => {
      answer.values[currency ? `${key} ${currency}` : key] = value;
    });
    ib.on(EventName.updatePortfolio, (contract, position, price, value) => {
      answer.positions.push({ contract: contract.localSymbol, position, price, value });
    });
    ib.on(EventName.openOrder, (id, contract, order, state) => {
      answer.openOrders.push({
        contract: contract.localSymbol,
        action: order.action,
        quantity: order.totalQuantity,
        type: order.orderType,
        status: state.status,
      });
    });
    ib.on(EventName.execDetails, (id, contract, execution) => {
      answer.executions.push({
        contract: contract.localSymbol,
        side: execution.side,
        shares: execution.shares,
        price: execution.price,
        time: execution.time,
      });
    });
    for (const name of [...missing]) {
      ib.on(name, () => {
        missing.delete(name);
        if (missing.size === 0) {
          end();
        }
      });
    }
    ib.on(EventName.disconnected, () => end(new Error('the gateway closed the connection')));
    ib.connect(FIRST_CLIENT_ID + (requests++ % CLIENT_IDS));
  });
}

http
  .createServer((request, response) => {
    summary().then(
      (answer) => {
        const body = JSON.stringify(answer);
        response.writeHead(200, {
          'Content-Type': 'application/json',
          'Content-Length': Buffer.byteLength(body),
        });
        response.end(body);
      },
      (error) => {
        const body = String(error);
        response.writeHead(500, { 'Content-Length': Buffer.byteLength(body) });
        response.end(body);
      });
  })
  .listen(port, '127.0.0.1');
