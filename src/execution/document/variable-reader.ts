import { coerceInputValue, type GraphQLSchema, getVariableValues, type VariableDefinitionNode } from 'graphql';
import type { Variables } from './variables.ts';

/**
 * Coerces the variables of one operation. The signatures that graphql-js makes of the definitions are kept from its first
 * answer: making them costs as much as a small query.
 */
export class VariableReader {
  readonly #schema: GraphQLSchema;
  readonly #definitions: readonly VariableDefinitionNode[];
  #sources: Variables['sources'] | null = null;

  constructor(schema: GraphQLSchema, definitions: readonly VariableDefinitionNode[]) {
    this.#schema = schema;
    this.#definitions = definitions;
  }

  /** `null` where a value cannot be coerced. */
  read(inputs: Readonly<Record<string, unknown>>): Variables | null {
    const known = this.#readKnown(inputs);
    if (known !== null) return known;
    const { variableValues } = getVariableValues(this.#schema, this.#definitions, inputs, { maxErrors: 10 });
    if (variableValues === undefined) return null;
    this.#sources = variableValues.sources;
    return variableValues;
  }

  /** Where every variable has a value, and one of its type. Everything else is left to graphql-js. */
  #readKnown(inputs: Readonly<Record<string, unknown>>): Variables | null {
    if (this.#sources === null) return null;
    const sources = Object.create(null) as Record<string, Variables['sources'][string]>;
    const coerced = Object.create(null) as Record<string, unknown>;
    for (const { variable } of this.#definitions) {
      const name = variable.name.value;
      const signature = this.#sources[name]?.signature;
      const value = Object.hasOwn(inputs, name) ? inputs[name] : undefined;
      if (signature === undefined || value === undefined) return null;
      const result = coerceInputValue(value, signature.type);
      if (result === undefined) return null;
      sources[name] = { signature, value };
      coerced[name] = result;
    }
    return { sources, coerced };
  }
}
