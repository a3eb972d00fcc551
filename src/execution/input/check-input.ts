import { FieldError } from '../errors/field-error.ts';
import type { ModelFacts } from '../model-facts.ts';

/**
 * Runs the `@validate` checks on the members that an input has. The first that fails ends the operation.
 *
 * @throws FieldError with the check's message; `errorInfo` holds all messages where there are several
 */
export function checkInput(facts: ModelFacts, input: Readonly<Record<string, unknown>>): void {
  if (facts.checks.length === 0) return;
  const messages: string[] = [];
  for (const { field, tests } of facts.checks) {
    const value = input[field];
    if (value === null || value === undefined) continue;
    for (const test of tests) if (!test.holds(value)) messages.push(test.message);
  }
  const [first] = messages;
  if (first !== undefined) throw new FieldError(first, null, messages.length > 1 ? { errorInfo: messages } : {});
}
