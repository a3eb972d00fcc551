import { textScalar } from './text-scalar.ts';

const maximumLength = 320;
const label = '[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?';
const pattern = new RegExp(`^[^\\s@"(),:;<>[\\]\\\\]{1,64}@${label}(?:\\.${label})*$`);

export const awsEmail = textScalar({
  name: 'AWSEmail',
  description: 'An e-mail address, local@domain; the domain needs no dot.',
  noun: { input: 'a valid email address', output: 'a valid email address' },
  isValid: (text) => text.length <= maximumLength && pattern.test(text),
});
