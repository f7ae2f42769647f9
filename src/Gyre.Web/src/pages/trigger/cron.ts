const shorthands: Record<string, string> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
};

const days = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const shortDays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
const shortMonths = months.map((month) => month.slice(0, 3).toLowerCase());

/** A schedule in words, "every weekday at 03:00"; null for one that words would not make clearer. */
export function cronWords(expression: string): string | null {
  const text = expression.trim();
  const fields = (Object.hasOwn(shorthands, text.toLowerCase()) ? (shorthands[text.toLowerCase()] ?? '') : text).split(
    /\s+/,
  );
  const [minute, hour, day, month, weekday] = fields.length === 6 && fields[0] === '0' ? fields.slice(1) : fields;
  if (fields.length > 6 || weekday === undefined || (fields.length === 6 && fields[0] !== '0')) return null;
  const when = clockWords(minute ?? '', hour ?? '');
  const which = dayWords(day ?? '', weekday);
  const season = monthWords(month ?? '');
  if (when === null || which === null || season === null) return null;
  return [join(when, which), season].filter((part) => part !== '').join(' ');
}

/** "every 5 minutes" needs no day; "at 03:00" does. */
function join(clock: { words: string; isSpan: boolean }, day: string): string {
  if (!clock.isSpan) return `${day === '' ? 'every day' : day} ${clock.words}`;
  return day === '' ? clock.words : `${clock.words}, ${day}`;
}

function clockWords(minute: string, hour: string): { words: string; isSpan: boolean } | null {
  const step = /^\*\/(\d{1,2})$/;
  const span = (words: string) => ({ words, isSpan: true });
  if (hour === '*' && minute === '*') return span('every minute');
  const minutes = step.exec(minute);
  // A step that does not divide the hour leaves a shorter last one; the expression itself says that better.
  if (hour === '*' && minutes !== null) {
    const every = Number(minutes[1]);
    return every > 0 && 60 % every === 0 ? span(every === 1 ? 'every minute' : `every ${every} minutes`) : null;
  }
  const at = numberIn(minute, 0, 59);
  if (at === null) return null;
  if (hour === '*') return span(at === 0 ? 'every hour' : `every hour at minute ${at}`);
  const hours = step.exec(hour);
  if (hours !== null) {
    const every = Number(hours[1]);
    if (every === 0 || 24 % every !== 0) return null;
    return span(`${every === 1 ? 'every hour' : `every ${every} hours`}${at === 0 ? '' : ` at minute ${at}`}`);
  }
  const list = hour.split(',').map((one) => numberIn(one, 0, 23));
  if (list.some((one) => one === null) || list.length > 6) return null;
  return {
    words: `at ${listWords(
      list.map((one) => `${pad(one ?? 0)}:${pad(at)}`),
      'and',
    )}`,
    isSpan: false,
  };
}

function dayWords(day: string, weekday: string): string | null {
  const dayOpen = day === '*' || day === '?';
  const weekOpen = weekday === '*' || weekday === '?';
  if (dayOpen && weekOpen) return '';
  const date = dayOpen ? null : dateWords(day);
  const names = weekOpen ? null : weekdayWords(weekday);
  if ((!dayOpen && date === null) || (!weekOpen && names === null)) return null;
  if (date !== null && names !== null) return `on ${date} and on every ${names}`;
  return date !== null
    ? `on ${date}`
    : names === 'weekday'
      ? 'every weekday'
      : names === 'weekend'
        ? 'every Saturday and Sunday'
        : `every ${names}`;
}

function dateWords(day: string): string | null {
  if (day.toUpperCase() === 'L') return 'the last day of the month';
  const list = day.split(',').map((one) => numberIn(one, 1, 31));
  if (list.some((one) => one === null)) return null;
  return `day ${listWords(list.map(String), 'and')} of the month`;
}

function weekdayWords(weekday: string): string | null {
  const range = /^(\w+)-(\w+)$/.exec(weekday);
  if (range !== null) {
    const [from, to] = [dayOf(range[1] ?? ''), dayOf(range[2] ?? '')];
    if (from === null || to === null) return null;
    return from === 1 && to === 5 ? 'weekday' : `day from ${days[from]} to ${days[to]}`;
  }
  const list = weekday.split(',').map(dayOf);
  if (list.some((one) => one === null)) return null;
  const set = new Set(list);
  if (set.size === 2 && set.has(0) && set.has(6)) return 'weekend';
  return listWords(
    [...set].map((one) => days[one ?? 0] ?? ''),
    'and',
  );
}

/** 0 and 7 are both Sunday. */
function dayOf(text: string): number | null {
  const named = shortDays.indexOf(text.toLowerCase());
  if (named >= 0) return named;
  const number = numberIn(text, 0, 7);
  return number === null ? null : number % 7;
}

function monthWords(month: string): string | null {
  if (month === '*') return '';
  const list = month.split(',').map((one) => {
    const named = shortMonths.indexOf(one.toLowerCase());
    return named >= 0 ? named + 1 : numberIn(one, 1, 12);
  });
  if (list.some((one) => one === null)) return null;
  return `in ${listWords(
    list.map((one) => months[(one ?? 1) - 1] ?? ''),
    'and',
  )}`;
}

function numberIn(text: string, low: number, high: number): number | null {
  if (!/^\d{1,2}$/.test(text)) return null;
  const number = Number(text);
  return number >= low && number <= high ? number : null;
}

function pad(number: number): string {
  return String(number).padStart(2, '0');
}

export function listWords(words: readonly string[], last: string): string {
  if (words.length < 2) return words[0] ?? '';
  return `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1) ?? ''}`;
}
