/** A time in a named zone, "Mon, Nov 30, 2026, 03:00 GMT+1"; null when the browser does not know the zone. */
export function inZone(at: string, zone: string): string | null {
  const millis = Date.parse(at);
  if (!Number.isFinite(millis)) return null;
  try {
    return new Date(millis).toLocaleString('en-US', {
      timeZone: zone,
      weekday: 'short',
      year: 'numeric',
      month: 'short',
      day: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
      timeZoneName: 'short',
    });
  } catch {
    return null;
  }
}

/** The reader's zone, as the browser knows it. */
export function ownZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** A time as a field of a form wants it: local, to the minute, `2026-11-30T03:00`. */
export function toField(millis: number): string {
  const date = new Date(millis);
  const two = (number: number) => String(number).padStart(2, '0');
  return `${String(date.getFullYear()).padStart(4, '0')}-${two(date.getMonth() + 1)}-${two(date.getDate())}T${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** What a form holds as ISO text in UTC; null when it is no time. */
export function fromField(text: string): string | null {
  const millis = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/.test(text) ? Date.parse(text) : NaN;
  return Number.isFinite(millis) ? new Date(millis).toISOString() : null;
}

const dayLength = 86_400_000;
/** The server looks at no longer span. */
const mostDays = 3660;

/** Why a span cannot be tested, or null. */
export function spanProblem(from: string | null, to: string | null): string | null {
  if (from === null || to === null) return 'Enter both times.';
  const length = Date.parse(to) - Date.parse(from);
  if (length <= 0) return 'The end must be later than the beginning.';
  return length > mostDays * dayLength ? `At most ${mostDays} days.` : null;
}

/** Spans that are asked for most, with their ends; those in the future show the schedule alone. */
export function usualSpans(now: number): { label: string; from: string; to: string }[] {
  const at = (days: number) => new Date(now + days * dayLength).toISOString();
  return [
    { label: 'Last 24 hours', from: at(-1), to: at(0) },
    { label: 'Last 7 days', from: at(-7), to: at(0) },
    { label: 'Last 30 days', from: at(-30), to: at(0) },
    { label: 'Next 30 days', from: at(0), to: at(30) },
  ];
}
