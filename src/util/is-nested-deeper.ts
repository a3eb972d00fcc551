/** Whether lists and objects stand within each other on more levels than that; a value that is neither has none. */
export function isNestedDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (levels === 0) return true;
  const parts: readonly unknown[] = Array.isArray(value) ? value : Object.values(value);
  return parts.some((part) => isNestedDeeper(part, levels - 1));
}
