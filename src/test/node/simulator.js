// Starts the simulated gateway as a process of its own, the way its users do.
'use strict';

const { spawn, execFileSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');

const ROOT = path.resolve(__dirname, '..', '..', '..');
const MAIN = 'dev.ibintents.simulator.tool.PaperExchange';
const START_DEADLINE_MS = 60_000;
const END_DEADLINE_MS = 10_000;

/** SIMULATOR_CLASSPATH, or what Maven has compiled here; Maven is run if it has not yet. */
function classPath() {
  if (process.env.SIMULATOR_CLASSPATH) {
    return process.env.SIMULATOR_CLASSPATH;
  }
  const classes = path.join(ROOT, 'target', 'classes');
  const list = path.join(ROOT, 'target', 'classpath.txt');
  if (!fs.existsSync(path.join(classes, ...MAIN.split('.')) + '.class') || !fs.existsSync(list)) {
    execFileSync(
      'mvn',
      ['-q', '-B', 'compile', 'dependency:build-classpath', `-Dmdep.outputFile=${list}`],
      { cwd: ROOT, stdio: 'inherit' });
  }
  return classes + path.delimiter + fs.readFileSync(list, 'utf8').trim();
}

/** Starts it on a free port; resolves to { port, stop } when it listens. */
function startSimulator(...options) {
  const child = spawn(
    'java', ['-cp', classPath(), MAIN, '--port', '0', ...options],
    { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const stop = async () => {
    child.kill('SIGTERM');
    const last = setTimeout(() => child.kill('SIGKILL'), END_DEADLINE_MS);
    await ended;
    clearTimeout(last);
  };
  return new Promise((resolve, reject) => {
    let said = '';
    const fail = (why) => {
      clearTimeout(timer);
      child.kill('SIGKILL');
      reject(new Error(`the simulated gateway ${why}; it said: ${said}`));
    };
    const timer = setTimeout(() => fail('did not listen in time'), START_DEADLINE_MS);
    child.once('error', (e) => fail(`could not be started: ${e.message}`));
    const exited = (code) => fail(`exited with ${code}`);
    child.once('exit', exited);
    child.stdout.on('data', (bytes) => {
      said += bytes;
      const match = /listening on [^ ]+:(\d+),/.exec(said);
      if (match) {
        clearTimeout(timer);
        child.off('exit', exited);
        resolve({ port: Number(match[1]), stop });
      }
    });
  });
}

module.exports = { startSimulator };
