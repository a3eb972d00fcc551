import { describe, expect, test } from 'vitest';
import { capacityTable, readCapacityTable } from '../../bench/capacity/capacity-page.ts';
import { measureCapacity } from '../../bench/capacity/measure-capacity.ts';
import { emptyDynamodb, hasDynamodb } from './dynamodb-local.ts';

describe.skipIf(!hasDynamodb)('consumed capacity', () => {
  test('is what docs/reference/dynamodb-capacity.md says; `npm run bench:capacity` writes it', async () => {
    expect(readCapacityTable()).toBe(capacityTable(await measureCapacity(emptyDynamodb())));
  });
});
