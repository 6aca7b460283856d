// Computes the series that the plots show from the columns of the performance answer.

/** The days as seconds since 1970, at midnight UTC, which is the time of the plots. */
export function times(days) {
  return days.map((day) => Date.parse(`${day}T00:00:00Z`) / 1000);
}

/** The growth of 1 by daily returns. An unknown return leaves it as it is. */
export function growth(returns) {
  let value = 1;
  return returns.map((daily) => (value *= 1 + (daily ?? 0)));
}

/** The growth since the beginning, as a fraction; null before the first known return. */
export function cumulated(returns) {
  const first = returns.findIndex((daily) => daily !== null);
  return growth(returns).map((value, at) => (first < 0 || at < first ? null : value - 1));
}

/** The sums of the amounts so far; null before the first known amount. */
export function sums(amounts) {
  const first = amounts.findIndex((amount) => amount !== null);
  let cents = 0;
  return amounts.map((amount, at) => {
    cents += Math.round((amount ?? 0) * 100);
    return first < 0 || at < first ? null : cents / 100;
  });
}

/** The fraction below the highest growth so far: 0 or less. The beginning counts as a height. */
export function drawdown(returns) {
  let highest = 1;
  return growth(returns).map((value) => {
    highest = Math.max(highest, value);
    return value / highest - 1;
  });
}

/** The returns of the months, by year: {2026: [null, …, 0.012]}, with the year's return at [12]. */
export function months(days, returns) {
  const years = new Map();
  days.forEach((day, at) => {
    const daily = returns[at];
    if (daily === null || daily === undefined) {
      return;
    }
    const year = day.slice(0, 4);
    if (!years.has(year)) {
      years.set(year, new Array(13).fill(null));
    }
    for (const place of [Number(day.slice(5, 7)) - 1, 12]) {
      const row = years.get(year);
      row[place] = (1 + (row[place] ?? 0)) * (1 + daily) - 1;
    }
  });
  return years;
}

/** The first day of a range that ends on a day; null for all days. */
export function firstDay(range, last) {
  if (range === 'all') {
    return null;
  }
  if (range === 'ytd') {
    return `${last.slice(0, 4)}-01-01`;
  }
  const [year, month, day] = last.split('-').map(Number);
  const back = range === '1m' ? 1 : 12;
  const longest = new Date(Date.UTC(year, month - back, 0)).getUTCDate();
  const first = new Date(Date.UTC(year, month - 1 - back, Math.min(day, longest) + 1));
  return first.toISOString().slice(0, 10);
}
