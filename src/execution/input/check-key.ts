import type { Item } from '../../ir/item.ts';
import { invalidRequest } from '../errors/database-errors.ts';
import type { ModelFacts } from '../model-facts.ts';

/**
 * A key that is null or empty is refused with DynamoDB's words.
 *
 * @throws FieldError naming the key's field
 */
export function checkKey(facts: ModelFacts, item: Item, requestId: string): void {
  for (const field of facts.primaryKey.fields) {
    const value = item[field];
    if (value === undefined || value === null) {
      throw invalidRequest(
        `One or more parameter values were invalid: Type mismatch for key ${field} expected: S actual: NULL`,
        requestId,
      );
    }
    if (value === '') {
      throw invalidRequest(
        `One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: ${field}`,
        requestId,
      );
    }
  }
}
