import { isTime } from './date-time-formats.ts';
import { textScalar } from './text-scalar.ts';

export const awsTime = textScalar({
  name: 'AWSTime',
  description: 'A time of day, hh:mm:ss.sss, with an optional offset from UTC.',
  noun: { input: 'a valid time', output: 'a valid Time Object' },
  isValid: isTime,
});
