// Starts the function as a process of its own, as mvn function:run starts it: with the functions
// framework, the simulated gateway and an embedded store.
'use strict';

const { execFileSync, spawn } = require('node:child_process');
const fs = require('node:fs');
const net = require('node:net');
const path = require('node:path');

const ROOT = path.resolve(__dirname, '..', '..', '..');
const TARGET = path.join(ROOT, 'target');
const INVOKER = 'com.google.cloud.functions.invoker.runner.Invoker';
const FUNCTION = 'dev.ibintents.IntentFunction';
const START_DEADLINE_MS = 60_000;
const END_DEADLINE_MS = 10_000;

/** FUNCTION_CLASSPATH, or what Maven has compiled here; Maven is run if it has not yet. */
function classPath() {
  if (process.env.FUNCTION_CLASSPATH) {
    return process.env.FUNCTION_CLASSPATH;
  }
  const list = path.join(TARGET, 'classpath.txt');
  const built = [path.join(TARGET, 'classes', ...FUNCTION.split('.')) + '.class', path.join(TARGET, 'test-classes'), list];
  if (!built.every((file) => fs.existsSync(file))) {
    execFileSync('mvn', ['-q', '-B', 'test-compile', 'dependency:build-classpath', `-Dmdep.outputFile=${list}`],
      { cwd: ROOT, stdio: 'inherit' });
  }
  return [path.join(TARGET, 'classes'), path.join(TARGET, 'test-classes'), fs.readFileSync(list, 'utf8').trim()]
    .join(path.delimiter);
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = net.createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** The environment of this process without the settings of the function. */
function surroundings(variables) {
  const environment = { ...process.env };
  for (const name of ['PROJECT_ID', 'GOOGLE_CLOUD_PROJECT', 'FIRESTORE_EMULATOR_HOST', 'K_SERVICE', 'HOST', 'HOSTS',
    'STORE', 'GATEWAY', 'TRADING_MODE']) {
    delete environment[name];
  }
  return { ...environment, ...variables };
}

/** Runs a Java program to its end, with the store in a folder, and returns its output. */
function runJava(folder, mainClass, ...words) {
  return execFileSync('java', ['-XX:TieredStopAtLevel=1', '--enable-native-access=ALL-UNNAMED', '-cp', classPath(), mainClass, ...words],
    { cwd: ROOT, env: surroundings({ DATA_FOLDER: folder }), encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
}

/** Starts the function with its store in a folder; resolves to { url, stop } when it serves. */
async function startFunction(folder, variables = {}) {
  const port = await freePort();
  const classes = classPath();
  runJava(folder, 'dev.ibintents.home.Documents', 'set', 'config/paper', `apiPort=${await freePort()}`); // the gateway's
  const child = spawn(
    'java',
    ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '--enable-native-access=ALL-UNNAMED', '-cp', classes, INVOKER, '--classpath', classes],
    {
      cwd: ROOT,
      env: surroundings({ FUNCTION_TARGET: FUNCTION, DATA_FOLDER: folder, PORT: String(port), ...variables }),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
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
      reject(new Error(`the function ${why}; it said: ${said}`));
    };
    const timer = setTimeout(() => fail('did not serve in time'), START_DEADLINE_MS);
    child.once('error', (e) => fail(`could not be started: ${e.message}`));
    const exited = (code) => fail(`exited with ${code}`);
    child.once('exit', exited);
    const listen = (bytes) => {
      said += bytes;
      if (said.includes(`URL: http://localhost:${port}`)) {
        clearTimeout(timer);
        child.off('exit', exited);
        resolve({ url: `http://localhost:${port}`, stop, said: () => said });
      }
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
  });
}

module.exports = { ROOT, TARGET, runJava, startFunction };
