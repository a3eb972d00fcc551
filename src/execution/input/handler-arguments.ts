import type { Argument, DataModel } from '../../ir/data-model.ts';
import type { TypeRef } from '../../ir/type-ref.ts';

type Values = Readonly<Record<string, unknown>>;

/** Arguments as handlers get them: an AWSJSON text is parsed, wherever it stands. `reference/runtime.md` section 2.1. */
export function handlerArguments(model: DataModel, definitions: readonly Argument[], values: Values): Values {
  const inputs = new Map(model.inputs.map((input) => [input.name, input]));

  function convert(type: TypeRef, value: unknown): unknown {
    if (value === null || value === undefined) return value;
    if (type.kind === 'ListType') return Array.isArray(value) ? value.map((each) => convert(type.of, each)) : value;
    if (type.name === 'AWSJSON') return typeof value === 'string' ? JSON.parse(value) : value;
    const input = inputs.get(type.name);
    if (input === undefined || typeof value !== 'object') return value;
    return convertAll(input.fields, value as Values);
  }

  function convertAll(fields: readonly Argument[], members: Values): Values {
    const types = new Map(fields.map((field) => [field.name, field.type]));
    return Object.fromEntries(
      Object.entries(members).map(([name, value]) => {
        const type = types.get(name);
        return [name, type === undefined ? value : convert(type, value)];
      }),
    );
  }

  return convertAll(definitions, values);
}
