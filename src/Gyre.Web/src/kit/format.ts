/** A number as the API gives it: also `{"$float": "nan"}`, and text that holds a number. */
export type NumberLike = number | string | { $float: string } | null | undefined;

export function toNumber(value: unknown): number | null {
  if (typeof value === 'number') return value;
  if (typeof value === 'string') {
    const text = value.trim();
    if (text === '') return null;
    const made = Number(text);
    return Number.isNaN(made) ? special(text) : made;
  }
  if (value !== null && typeof value === 'object' && '$float' in value) return special(String(value.$float));
  return null;
}

function special(text: string): number | null {
  switch (text.toLowerCase().replace(/^\+/, '')) {
    case 'nan':
      return NaN;
    case 'inf':
    case 'infinity':
      return Infinity;
    case '-inf':
    case '-infinity':
      return -Infinity;
    default:
      return null;
  }
}

/** Formatters are dear to make and cheap to use; a long table uses them thousands of times. */
const significant = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 5 });
const fractions = Array.from(
  { length: 6 },
  (_, digits) => new Intl.NumberFormat('en-US', { maximumFractionDigits: digits }),
);

/** Five significant digits, thin enough for a table: 0.12346, 1,234,567, 1.2346e-9. */
export function formatNumber(value: unknown): string {
  const number = toNumber(value);
  if (number === null) return value === null || value === undefined ? '–' : String(value);
  if (Number.isNaN(number)) return 'NaN';
  if (!Number.isFinite(number)) return number > 0 ? '∞' : '−∞';
  if (number === 0) return '0';
  const size = Math.abs(number);
  if (size >= 1e12 || size < 1e-4)
    return number
      .toExponential(4)
      .replace(/\.?0+e/, 'e')
      .replace('e+', 'e');
  if (size < 1) return significant.format(number);
  // Digits before the point are all shown: 1,234,568 and not 1,234,600.
  const before = Math.floor(Math.log10(size)) + 1;
  return fractions[Math.max(0, 5 - before)]?.format(number) ?? String(number);
}

const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];

/** Decimal units, as disks and networks are sold: 1,500 is 1.5 kB. */
export function formatBytes(value: number | null | undefined): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return '–';
  let size = Math.abs(value);
  let unit = 0;
  while (size >= 999.95 && unit < units.length - 1) {
    size /= 1000;
    unit++;
  }
  const digits = unit === 0 || size >= 100 ? 0 : 1;
  return `${value < 0 ? '−' : ''}${size.toFixed(digits)} ${units[unit]}`;
}

/** 0.42 s, 5.6 s, 2 min 5 s, 3 h 2 min, 4 d 1 h. */
export function formatDuration(seconds: number | null | undefined): string {
  if (seconds === null || seconds === undefined || !Number.isFinite(seconds)) return '–';
  if (seconds < 0) return '0 s';
  if (seconds < 0.001) return '0 s';
  if (seconds < 1) return `${Math.round(seconds * 1000)} ms`;
  if (seconds < 59.95) return `${Number(seconds.toFixed(1))} s`;
  const whole = Math.round(seconds);
  if (whole < 3600) return pair(Math.floor(whole / 60), 'min', whole % 60, 's');
  const minutes = Math.round(whole / 60);
  if (minutes < 24 * 60) return pair(Math.floor(minutes / 60), 'h', minutes % 60, 'min');
  const hours = Math.round(minutes / 60);
  return pair(Math.floor(hours / 24), 'd', hours % 24, 'h');
}

function pair(big: number, bigUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${big} ${bigUnit}` : `${big} ${bigUnit} ${small} ${smallUnit}`;
}

/** Milliseconds since 1970 of an ISO text or a number; null when it is neither. */
export function toMillis(at: string | number | null | undefined): number | null {
  if (at === null || at === undefined || at === '') return null;
  const made = typeof at === 'number' ? at : Date.parse(at);
  return Number.isFinite(made) ? made : null;
}

/** "just now", "5 min ago", "in 2 h", "3 d ago"; a date when it is more than 30 days away. */
export function formatRelative(at: number, now: number): string {
  const seconds = Math.round((now - at) / 1000);
  const size = Math.abs(seconds);
  if (size < 5) return 'just now';
  if (size > 30 * 86_400) return forms.day(at);
  const text =
    size < 60
      ? `${size} s`
      : size < 3600
        ? `${Math.round(size / 60)} min`
        : size < 86_400
          ? `${Math.round(size / 3600)} h`
          : `${Math.round(size / 86_400)} d`;
  return seconds >= 0 ? `${text} ago` : `in ${text}`;
}

const minutes: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit' };
const days: Intl.DateTimeFormatOptions = { month: 'short', day: 'numeric' };
const forms = {
  day: once({ year: 'numeric', ...days }),
  today: once({ ...minutes, second: '2-digit' }),
  thisYear: once({ ...days, ...minutes }),
  otherYear: once({ year: 'numeric', ...days, ...minutes }),
  exact: once({
    year: 'numeric',
    ...days,
    ...minutes,
    second: '2-digit',
    fractionalSecondDigits: 3,
    timeZoneName: 'short',
  }),
};

/** A formatter in the reader's language and zone, made when it is first used. */
function once(options: Intl.DateTimeFormatOptions): (at: number) => string {
  let made: Intl.DateTimeFormat | null = null;
  return (at) => (made ??= new Intl.DateTimeFormat(undefined, options)).format(at);
}

/** Short, in the reader's zone: time alone today, day and time this year, else with the year. */
export function formatTime(at: number, now: number): string {
  const date = new Date(at);
  const today = new Date(now);
  if (date.toDateString() === today.toDateString()) return forms.today(at);
  return date.getFullYear() === today.getFullYear() ? forms.thisYear(at) : forms.otherYear(at);
}

/** With milliseconds and the zone's name, for hovering. */
export function formatExact(at: number): string {
  return `${forms.exact(at)} (${new Date(at).toISOString()})`;
}

/** What a text looks like on one line when it is too long for a title attribute or a toast. */
export function shorten(text: string, max: number): string {
  const points = [...text.slice(0, max * 2 + 2)];
  return points.length <= max && text.length <= max * 2 + 2 ? text : `${points.slice(0, max - 1).join('')}…`;
}

/** "1 run", "2 runs". */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${number.toLocaleString('en-US')} ${number === 1 ? one : many}`;
}

/** A name inside a sentence that is text alone (a toast, a title): short, and its direction ends with it. */
export function isolated(name: string): string {
  return `\u2068${shorten(name, 80)}\u2069`;
}
