// Starts the simulated gateway as a process of its own, and calls its control API.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

export class Simulator {
  #process;

  /** Starts it at free ports. SIMULATOR is the path of ib-intents-simulator.jar. */
  static async start() {
    const jar = process.env.SIMULATOR;
    if (!jar) {
      throw new Error('set SIMULATOR to the path of ib-intents-simulator.jar');
    }
    const options = ['--port', '0', '--control-port', '0', '--clock', '2026-11-23T15:00:00Z'];
    const started = new Simulator();
    started.#process = spawn('java', ['-jar', jar, ...options], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    for await (const line of createInterface({ input: started.#process.stdout })) {
      started.port ??= /^Simulated gateway listening on \S+:(\d+)/.exec(line)?.[1];
      started.control ??= /^Control API listening on (\S+)/.exec(line)?.[1];
      if (started.port && started.control) {
        return started;
      }
    }
    throw new Error('the simulator has ended; its message stands above');
  }

  /** Makes a call that changes something. It returns after the effect has happened. */
  async post(path, fields = {}) {
    return this.#call(path, { method: 'POST', body: JSON.stringify(fields) });
  }

  async get(path) {
    return this.#call(path, {});
  }

  async #call(path, request) {
    const response = await fetch(this.control + path, request);
    const answer = await response.json();
    if (!response.ok) {
      throw new Error(`${path}: ${response.status} ${answer.error}`);
    }
    return answer;
  }

  stop() {
    this.#process.kill();
  }
}
