// Asks the function. Every request goes to the server of this page, and to no other.

/** An answer that is a failure, or no answer. */
export class AnswerError extends Error {
  constructor(message, status, details) {
    super(message);
    this.status = status;
    this.details = details;
  }
}

/** Asks for an intent that reads. Returns the answer, with the time that it took in milliseconds. */
export function ask(intent, parameters = {}) {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    for (const text of [value].flat()) {
      if (text !== null && text !== undefined && text !== '') {
        query.append(name, text);
      }
    }
  }
  const text = query.toString();
  return request(text ? `${intent}?${text}` : intent || './', { method: 'GET' });
}

/**
 * Asks for an intent that changes something.
 * @param {string} key names the run, so that a repetition does nothing twice; optional
 */
export function send(intent, body, key) {
  const headers = { 'Content-Type': 'application/json' };
  if (key) {
    headers['Idempotency-Key'] = key;
  }
  return request(intent, { method: 'POST', headers, body: JSON.stringify(body) });
}

/** A name for a run that nobody has used. */
export function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return `dashboard-${Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}

async function request(path, options) {
  const begun = performance.now();
  let response;
  let text;
  try {
    response = await fetch(path, { ...options, cache: 'no-store', credentials: 'same-origin' });
    text = await response.text();
  } catch (e) {
    throw new AnswerError(`The server cannot be reached (${e.message}). Is it still running?`, 0, null);
  }
  const millis = performance.now() - begun;
  let answer;
  try {
    answer = JSON.parse(text);
  } catch {
    throw new AnswerError(
      `The server answered ${response.status} without JSON. A sign-in may have ended; load the page again.`,
      response.status, null);
  }
  if (!response.ok) {
    throw new AnswerError(answer.error ?? `The server answered ${response.status}.`, response.status, answer);
  }
  return { answer, millis };
}
