import type { QueryCommandInput } from '@aws-sdk/client-dynamodb';
import type { AttributeValue } from '../transfer/dynamodb-json.ts';

/** Placeholders of one request's expressions: names of attributes may be reserved words, and values never stand in text. */
export class Placeholders {
  readonly #names = new Map<string, string>();
  readonly #values = new Map<string, { readonly placeholder: string; readonly value: AttributeValue }>();

  name(attribute: string): string {
    let placeholder = this.#names.get(attribute);
    if (placeholder === undefined) {
      placeholder = `#${this.#names.size}`;
      this.#names.set(attribute, placeholder);
    }
    return placeholder;
  }

  /** Equal values share a placeholder. */
  value(value: AttributeValue): string {
    const text = JSON.stringify(value);
    let found = this.#values.get(text);
    if (found === undefined) {
      found = { placeholder: `:${this.#values.size}`, value };
      this.#values.set(text, found);
    }
    return found.placeholder;
  }

  /** The members of a request that say what the placeholders stand for; DynamoDB refuses empty ones. */
  get members(): Pick<QueryCommandInput, 'ExpressionAttributeNames' | 'ExpressionAttributeValues'> {
    const names = [...this.#names].map(([name, placeholder]) => [placeholder, name] as const);
    const values = [...this.#values.values()].map(({ placeholder, value }) => [placeholder, value] as const);
    return {
      ...(names.length === 0 ? {} : { ExpressionAttributeNames: Object.fromEntries(names) }),
      ...(values.length === 0 ? {} : { ExpressionAttributeValues: Object.fromEntries(values) as never }),
    };
  }
}
