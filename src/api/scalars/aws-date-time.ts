import { isDateTime } from './date-time-formats.ts';
import { textScalar } from './text-scalar.ts';

export const awsDateTime = textScalar({
  name: 'AWSDateTime',
  description: 'A date and time, YYYY-MM-DDThh:mm:ss.sssZ; the offset from UTC is required.',
  noun: { input: 'a valid DateTime Object', output: 'a valid DateTime Object' },
  isValid: isDateTime,
});
