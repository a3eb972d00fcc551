import { textScalar } from './text-scalar.ts';

const scheme = /^[A-Za-z][A-Za-z0-9+.-]*:(?:\/\/)?/;

export const awsUrl = textScalar({
  name: 'AWSURL',
  description: 'A URL with a scheme, as https: or mailto:, without a double slash in its path.',
  noun: { input: 'a valid URL', output: 'a valid URL' },
  isValid: (text) => scheme.test(text) && URL.canParse(text) && !pathOf(text).includes('//'),
});

/** Authority and path: what stands between the scheme and the query or fragment. */
function pathOf(text: string): string {
  return text.replace(scheme, '').replace(/[?#].*$/s, '');
}
