// Draws the plots with uPlot. A plot is also a slider over its days: the arrow keys move the marked day,
// and a screen reader reads the figures of that day.
import uPlot from './uplot.js';
import { element } from './elements.js';

/** Lines beyond these colours are dashed. */
const COLOURS = 10;

const charts = [];

/** Returns a colour of the style sheet, as the canvas needs it. */
export function colour(name) {
  const probe = element('span', { hidden: true });
  probe.style.color = `var(${name})`;
  document.body.append(probe);
  const value = getComputedStyle(probe).color;
  probe.remove();
  return value;
}

/** Returns the colour and the dashes of the line at a place in a list. */
export function lineStyle(place) {
  return { colour: `--line-${place % COLOURS}`, dash: place < COLOURS ? null : [5, 3] };
}

/** Draws all plots again, with the colours and the width of now. */
export function redraw() {
  charts.forEach((chart) => chart.draw());
}

/** Marks a day in all plots; null marks none. */
function mark(day) {
  charts.forEach((chart) => chart.markDay(day));
}

/** A plot of lines over days. */
export class Chart {
  /**
   * @param {HTMLElement} root the element to draw in
   * @param {object} options name for the slider; axis, which writes a value, given the
   *     step and the largest value of the axis; marked, which is called with the place of the marked day, or null
   */
  constructor(root, options) {
    this.root = root;
    this.options = options;
    this.plot = null;
    this.shown = null;
    this.day = null;
    root.tabIndex = 0;
    root.setAttribute('role', 'slider');
    root.setAttribute('aria-label', options.name);
    root.addEventListener('keydown', (event) => this.#key(event));
    root.addEventListener('blur', () => mark(null));
    charts.push(this);
    new ResizeObserver(() => this.#fit()).observe(root);
  }

  /**
   * Shows lines.
   * @param {object} data times in seconds; lines with values, colour, width, dash, area and visible;
   *     flags, the places of days with a mark at the bottom; words, which describes the day at a place
   */
  show(data) {
    this.shown = data;
    this.day = null;
    this.root.setAttribute('aria-valuemin', 0);
    this.root.setAttribute('aria-valuemax', Math.max(0, data.times.length - 1));
    this.#say(data.times.length - 1);
    this.draw();
  }

  draw() {
    this.plot?.destroy();
    this.plot = null;
    if (!this.shown || this.#width() === 0) {
      return;
    }
    const data = this.shown;
    const faint = colour('--rule');
    const words = { font: `11px ${getComputedStyle(document.body).fontFamily}`, stroke: colour('--muted') };
    this.plot = new uPlot({
      width: this.#width(),
      height: this.root.clientHeight,
      padding: [8, 20, 0, 0],
      tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), 'Etc/UTC'),
      legend: { show: false },
      focus: { alpha: 0.15 },
      cursor: {
        drag: { x: false, y: false },
        sync: { key: 'days', setSeries: false },
        points: { size: 6 },
        y: false,
      },
      scales: { x: { time: true }, y: { range: this.options.range ?? spread } },
      axes: [
        {
          ...words,
          show: !this.options.withoutDays,
          grid: { show: false },
          ticks: { stroke: faint, width: 1, size: 4 },
          size: 38,
          space: 64,
          values: (plot, splits, axis, space, step) => writeDays(splits, step),
        },
        {
          ...words,
          size: 58,
          space: 34,
          grid: { stroke: faint, width: 1 },
          ticks: { show: false },
          values: (plot, splits) => {
            const step = splits.length > 1 ? Math.abs(splits[1] - splits[0]) : 1;
            const size = Math.max(...splits.map(Math.abs));
            return splits.map((value) => this.options.axis(value, step, size));
          },
        },
      ],
      series: [{}, ...data.lines.map((line) => ({
        label: line.label,
        stroke: colour(line.colour),
        width: line.width ?? 1.5,
        dash: line.dash ?? undefined,
        fill: line.area ? colour(line.area) : undefined,
        show: line.visible !== false,
        points: { show: data.times.length < 3 },
      }))],
      hooks: {
        draw: [(plot) => flag(plot, data)],
        setCursor: [(plot) => this.#marked(plot.cursor.idx ?? null)],
      },
    }, [data.times, ...data.lines.map((line) => line.values)], this.root);
    this.plot.root.setAttribute('aria-hidden', 'true');
  }

  /** Shows or hides a line. */
  toggle(place, visible) {
    this.shown.lines[place].visible = visible;
    this.plot?.setSeries(place + 1, { show: visible });
  }

  /** Lets the other lines step back; null shows all alike. */
  highlight(place) {
    this.plot?.setSeries(place === null ? null : place + 1, { focus: place !== null });
  }

  markDay(day) {
    if (!this.plot) {
      return;
    }
    this.plot.setCursor(day === null
      ? { left: -10, top: -10 }
      : { left: this.plot.valToPos(this.shown.times[day], 'x'), top: 1 });
  }

  #marked(day) {
    if (day !== this.day) {
      this.day = day;
      this.options.marked?.(day);
    }
  }

  #key(event) {
    const last = this.shown ? this.shown.times.length - 1 : -1;
    const from = this.day ?? last;
    const page = Math.max(1, Math.round(last / 12));
    const to = {
      ArrowLeft: from - 1, ArrowDown: from - 1, ArrowRight: from + 1, ArrowUp: from + 1,
      PageDown: from - page, PageUp: from + page, Home: 0, End: last,
    }[event.key];
    if (to === undefined || last < 0) {
      return;
    }
    event.preventDefault();
    const day = Math.max(0, Math.min(last, to));
    mark(day);
    this.#say(day);
  }

  #say(day) {
    this.root.setAttribute('aria-valuenow', Math.max(0, day));
    this.root.setAttribute('aria-valuetext', day < 0 ? 'no days' : this.shown.words(day));
  }

  #width() {
    return Math.floor(this.root.clientWidth);
  }

  #fit() {
    if (this.plot && this.#width() > 0 && this.#width() !== this.plot.width) {
      this.plot.setSize({ width: this.#width(), height: this.root.clientHeight });
    } else if (!this.plot) {
      this.draw();
    }
  }
}

const MONTH_SECONDS = 28 * 86_400;
const YEAR_SECONDS = 365 * 86_400;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Writes days of the axis as 4 Sep, Sep or 2026, by their distance; below it a year that begins. */
function writeDays(splits, step) {
  let shown = null;
  return splits.map((seconds) => {
    const day = new Date(seconds * 1000);
    const year = day.getUTCFullYear();
    if (step >= YEAR_SECONDS) {
      return String(year);
    }
    const month = MONTHS[day.getUTCMonth()];
    const words = step >= MONTH_SECONDS ? month : `${day.getUTCDate()} ${month}`;
    const text = year === shown ? words : `${words}\n${year}`;
    shown = year;
    return text;
  });
}

/** A little room above and below the lines. */
function spread(plot, least, most) {
  if (least === null || most === null || !Number.isFinite(least) || !Number.isFinite(most)) {
    return [0, 1];
  }
  const room = (most - least) * 0.06 || Math.abs(most) * 0.01 || 0.01;
  return [least - room, most + room];
}

/** Marks days with a small triangle at the bottom. */
function flag(plot, data) {
  const { ctx, bbox } = plot;
  const size = 5 * devicePixelRatio;
  ctx.save();
  ctx.fillStyle = colour('--muted');
  for (const day of data.flags ?? []) {
    const x = plot.valToPos(data.times[day], 'x', true);
    const y = bbox.top + bbox.height;
    ctx.beginPath();
    ctx.moveTo(x - size, y);
    ctx.lineTo(x + size, y);
    ctx.lineTo(x, y - size * 1.6);
    ctx.fill();
  }
  ctx.restore();
}
