/** Strings grow until the interpreter hangs for want of memory, where no interrupt reaches it. */
export function request() {
  const held = [];
  for (;;) held.push('x'.repeat(1_000_000) + held.length);
}

export function response() {
  return null;
}
