export function request() {
  const held = [];
  for (;;) held.push(new Array(10_000).fill(held.length));
}

export function response() {
  return null;
}
