import { PreampError } from '../../diagnostics/preamp-error.ts';
import type { DataModel } from '../../ir/data-model.ts';
import { attributeOf } from './attribute-of.ts';
import type { TableOptions } from './table-options.ts';

const numbers: ReadonlySet<string> = new Set(['AWSTimestamp', 'Int', 'Float']);

/**
 * The attributes by which items expire, by model.
 *
 * @throws PreampError `time-to-live-invalid` where there is no such field, or it holds no number
 */
export function expiryAttributes(
  model: DataModel,
  { timeToLive = {} }: TableOptions,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(timeToLive).map(([name, field]) => {
      const owner = model.models.find((each) => each.name === name);
      const type = owner?.fields.find((each) => each.name === field)?.type;
      if (owner !== undefined && type?.kind === 'NamedType' && numbers.has(type.name)) {
        return [name, attributeOf(owner, field)];
      }
      throw new PreampError('time-to-live-invalid', `Items of ${name} cannot expire by ${field}.`, {
        hint: 'engine.timeToLive names a field of the model of type AWSTimestamp, Int or Float.',
      });
    }),
  );
}
