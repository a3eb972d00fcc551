import { isDate } from './date-time-formats.ts';
import { textScalar } from './text-scalar.ts';

export const awsDate = textScalar({
  name: 'AWSDate',
  description: 'A date, YYYY-MM-DD, with an optional offset from UTC.',
  noun: { input: 'a valid date', output: 'a valid Date Object' },
  isValid: isDate,
});
