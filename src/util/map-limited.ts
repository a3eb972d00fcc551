/**
 * The results of an asynchronous function for each value, in their order, with at most `limit` calls under way. After a
 * failure no further call begins.
 */
export async function mapLimited<T, R>(
  values: readonly T[],
  limit: number,
  map: (value: T, position: number) => Promise<R>,
): Promise<R[]> {
  const results: R[] = new Array(values.length);
  let next = 0;
  async function work(): Promise<void> {
    while (next < values.length) {
      const position = next++;
      try {
        results[position] = await map(values[position]!, position);
      } catch (error) {
        next = values.length;
        throw error;
      }
    }
  }
  await Promise.all(Array.from({ length: Math.min(limit, values.length) }, work));
  return results;
}
