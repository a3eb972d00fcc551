/**
 * The ISO 8601 forms AppSync's scalars take; `reference/runtime.md` section 5. Digits are checked by pattern, ranges by
 * calendar: 2023-02-29 is no date.
 */
const offset = '(?:Z|[+-](?:0\\d|1[0-8]):[0-5]\\d(?::[0-5]\\d)?)';
const date = '-?\\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\\d|3[01])';
const time = '(?:[01]\\d|2[0-3]):[0-5]\\d(?::[0-5]\\d(?:\\.\\d{1,9})?)?';

const datePattern = new RegExp(`^${date}${offset}?$`);
const timePattern = new RegExp(`^${time}${offset}?$`);
const dateTimePattern = new RegExp(`^${date}T${time}${offset}$`);

const daysOfMonth = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

export function isDate(text: string): boolean {
  return datePattern.test(text) && hasCalendarDay(text);
}

export function isTime(text: string): boolean {
  return timePattern.test(text);
}

export function isDateTime(text: string): boolean {
  return dateTimePattern.test(text) && hasCalendarDay(text);
}

function hasCalendarDay(text: string): boolean {
  const start = text.charCodeAt(0) === 45 ? 1 : 0;
  const day = Number(text.slice(start + 8, start + 10));
  if (day <= 28) return true;
  const month = Number(text.slice(start + 5, start + 7));
  const year = Number(text.slice(start, start + 4));
  const leap = month === 2 && (year % 400 === 0 || (year % 4 === 0 && year % 100 !== 0));
  return day <= daysOfMonth[month - 1]! + (leap ? 1 : 0);
}
