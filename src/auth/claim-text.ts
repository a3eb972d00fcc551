/**
 * A claim's text, or `null` where the token has no usable one: absent, empty, or not a string. `username` is also
 * looked for as `cognito:username`; every other claim by its exact name.
 */
export function claimText(claims: Readonly<Record<string, unknown>>, name: string): string | null {
  const text = ownText(claims, name);
  return text === null && name === 'username' ? ownText(claims, 'cognito:username') : text;
}

function ownText(claims: Readonly<Record<string, unknown>>, name: string): string | null {
  if (!Object.hasOwn(claims, name)) return null;
  const value = claims[name];
  return typeof value === 'string' && value !== '' ? value : null;
}
