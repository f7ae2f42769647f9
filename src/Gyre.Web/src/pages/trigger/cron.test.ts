import { expect, test } from 'vitest';
import { cronWords } from './cron';

test.each([
  ['0 3 * * *', 'every day at 03:00'],
  ['@daily', 'every day at 00:00'],
  ['@Hourly', 'every hour'],
  ['@weekly', 'every Sunday at 00:00'],
  ['@yearly', 'on day 1 of the month at 00:00 in January'],
  ['0 0 3 * * *', 'every day at 03:00'],
  ['* * * * *', 'every minute'],
  ['*/5 * * * *', 'every 5 minutes'],
  ['15 * * * *', 'every hour at minute 15'],
  ['0 */6 * * *', 'every 6 hours'],
  ['30 */2 * * *', 'every 2 hours at minute 30'],
  ['30 8,12,16 * * *', 'every day at 08:30, 12:30 and 16:30'],
  ['0 9 * * 1-5', 'every weekday at 09:00'],
  ['0 9 * * mon-fri', 'every weekday at 09:00'],
  ['0 9 * * 6,0', 'every Saturday and Sunday at 09:00'],
  ['0 9 * * 7', 'every Sunday at 09:00'],
  ['0 9 * * TUE,thu', 'every Tuesday and Thursday at 09:00'],
  ['0 9 * * 2-4', 'every day from Tuesday to Thursday at 09:00'],
  ['0 9 1,15 * ?', 'on day 1 and 15 of the month at 09:00'],
  ['0 9 L * *', 'on the last day of the month at 09:00'],
  ['0 9 1 * 1', 'on day 1 of the month and on every Monday at 09:00'],
  ['*/10 * * * 1-5', 'every 10 minutes, every weekday'],
  ['0 9 * feb,8 *', 'every day at 09:00 in February and August'],
])('%s is %s', (expression, words) => {
  expect(cronWords(expression)).toBe(words);
});

test.each([
  '',
  '0 3 * *',
  '5 0 3 * * *',
  '*/7 * * * *',
  '0 */5 * * *',
  '1-5 * * * *',
  '0 25 * * *',
  '60 3 * * *',
  '0 3 32 * *',
  '0 3 * * 8',
  '0 3 * * x-y',
  '@often',
  '0 0 0 3 * * *',
  '0 3 1-5 * *',
  '__proto__',
])('leaves %j as it is written', (expression) => {
  expect(cronWords(expression)).toBeNull();
});
