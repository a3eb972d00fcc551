import { unauthorized } from './authentication-error.ts';

const maxValueLength = 16 * 1024;

/**
 * Headers with names in lower case. A credential header that comes twice, in whatever spelling, is refused: parts of a
 * system that pick different ones of the two would see different callers.
 */
export function requestHeaders(
  headers: Readonly<Record<string, string | readonly string[] | undefined>>,
): Readonly<Record<string, string>> {
  const result = Object.create(null) as Record<string, string>;
  for (const name of Object.keys(headers)) {
    const value = headers[name];
    if (value === undefined) continue;
    const lower = name.toLowerCase();
    const isCredential = credentialHeaders.has(lower);
    if (isCredential && (typeof value !== 'string' || lower in result)) {
      throw unauthorized(`headers: ${lower} comes more than once`);
    }
    if (isCredential && value.length > maxValueLength) throw unauthorized(`headers: ${lower} is too long`);
    if (lower in result) result[lower] += `,${value}`;
    else result[lower] = typeof value === 'string' ? value : value.join(',');
  }
  return result;
}

const credentialHeaders: ReadonlySet<string> = new Set([
  'authorization',
  'x-api-key',
  'host',
  'x-amz-date',
  'x-amz-security-token',
  'x-amz-content-sha256',
]);
