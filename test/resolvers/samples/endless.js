export function request() {
  for (;;);
}

export function response() {
  return null;
}
