import { textScalar } from './text-scalar.ts';

/** Digits in groups of one space or hyphen, with a country code: E.164 has at most 15 digits. */
const international = /^\+[1-9](?:[ -]?\d){6,14}$/;
/** Without a country code: a number of the North American plan. */
const northAmerican = /^(?:1[ -]?)?[2-9]\d{2}[ -]?[2-9]\d{2}[ -]?\d{4}$/;

export const awsPhone = textScalar({
  name: 'AWSPhone',
  description: 'A phone number; spaces and hyphens may group it. Without a country code it is North American.',
  noun: { input: 'a valid phone number', output: 'a valid phone number' },
  isValid: (text) => international.test(text) || northAmerican.test(text),
});
