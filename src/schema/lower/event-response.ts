import type { CustomTypeDefinition, OperationDefinition } from '../definition.ts';
import { scalarFieldFactory } from '../fields/scalar-field.ts';
import type { Entry } from './scope.ts';

/** Name of the type that asynchronous functions answer with at once. */
export const eventResponseName = 'EventInvocationResponse';

const success = scalarFieldFactory<boolean, 'boolean'>('Boolean')().required();

export const eventResponseType: CustomTypeDefinition = { kind: 'customType', fields: { success }, site: null };

/** The entry of that type, where an operation's last function is asynchronous. It follows the written entries. */
export function eventResponseEntry(entries: readonly Entry[]): readonly Entry[] {
  const isUsed = entries.some(({ definition }) => definition.kind === 'operation' && isEvent(definition));
  return isUsed ? [{ name: eventResponseName, definition: eventResponseType, schemaRules: [] }] : [];
}

/** Whether an operation answers before its handlers have run. */
export function isEvent({ handlers }: OperationDefinition): boolean {
  const last = handlers.at(-1);
  return last?.kind === 'function' && last.async;
}
