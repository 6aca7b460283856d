// Writes numbers, days and times. All figures have the same form everywhere: commas for thousands, a
// point for decimals, and a true minus sign.

const MINUS = '\u2212';
const NONE = '\u2013';
const formats = new Map();

function format(digits, most = digits) {
  const key = `${digits}/${most}`;
  if (!formats.has(key)) {
    formats.set(key, new Intl.NumberFormat('en-US', {
      minimumFractionDigits: digits,
      maximumFractionDigits: most,
    }));
  }
  return formats.get(key);
}

/** Whether a figure is known. */
export function isKnown(value) {
  return value !== null && value !== undefined && Number.isFinite(Number(value));
}

function write(value, digits, most) {
  const text = format(digits, most).format(Math.abs(value));
  return value < 0 && /[1-9]/.test(text) ? MINUS + text : text;
}

/** An amount of money, to the cent. */
export function money(value) {
  return isKnown(value) ? write(Number(value), 2) : NONE;
}

/** A change of money, to the cent and with its sign. */
export function change(value) {
  return isKnown(value) ? plus(Number(value)) + money(value) : NONE;
}

/** A fraction in percent. */
export function percent(value, digits = 2) {
  return isKnown(value) ? `${write(Number(value) * 100, digits)}\u202f%` : NONE;
}

/** A change in percent, with its sign. */
export function percentChange(value, digits = 2) {
  return isKnown(value) ? plus(Number(value)) + percent(value, digits) : NONE;
}

/** A ratio without a unit. */
export function ratio(value) {
  return isKnown(value) ? write(Number(value), 2) : NONE;
}

/** A quantity: as many decimals as it has. */
export function quantity(value) {
  return isKnown(value) ? write(Number(value), 0, 8) : NONE;
}

/** A quantity with its sign. */
export function quantityChange(value) {
  return isKnown(value) ? plus(Number(value)) + quantity(value) : NONE;
}

/** A price: at least two decimals. */
export function price(value) {
  return isKnown(value) ? write(Number(value), 2, 8) : NONE;
}

/**
 * A number in the little room of an axis.
 * @param {number} step the distance to the next number, which decides the decimals
 * @param {number} size the largest number of the axis, which decides the unit
 */
export function short(value, step, size) {
  const [unit, name] = size >= 1e9 ? [1e9, 'b'] : size >= 1e6 ? [1e6, 'm'] : size >= 1e4 ? [1e3, 'k'] : [1, ''];
  return write(value / unit, decimals(step / unit)) + name;
}

/** The decimals that the multiples of a step need. */
export function decimals(step) {
  const digits = [0, 1, 2, 3].find((count) => Math.abs(step * 10 ** count - Math.round(step * 10 ** count)) < 1e-6);
  return digits ?? 4;
}

function plus(value) {
  return value > 0 ? '+' : '';
}

/** The class of a figure whose sign has a colour. */
export function sign(value) {
  return !isKnown(value) || Number(value) === 0 ? 'even' : Number(value) > 0 ? 'gain' : 'loss';
}

/** The time that has passed since a moment, in words. */
export function ago(moment, now = Date.now()) {
  const seconds = Math.round((now - Date.parse(moment)) / 1000);
  if (!Number.isFinite(seconds)) {
    return 'never';
  }
  if (seconds < 0) {
    return 'just now';
  }
  for (const [size, name] of [[86400, 'day'], [3600, 'hour'], [60, 'minute']]) {
    const count = Math.floor(seconds / size);
    if (count > 0) {
      return `${count} ${name}${count === 1 ? '' : 's'} ago`;
    }
  }
  return `${seconds} s ago`;
}

/** A moment as day and time of this browser's time zone. */
export function moment(text) {
  const time = new Date(text);
  if (Number.isNaN(time.getTime())) {
    return text ?? NONE;
  }
  const two = (value) => String(value).padStart(2, '0');
  return `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())} `
    + `${two(time.getHours())}:${two(time.getMinutes())}`;
}

/** The time that a request took. */
export function took(millis) {
  return millis < 1000 ? `${Math.round(millis)} ms` : `${(millis / 1000).toFixed(1)} s`;
}
