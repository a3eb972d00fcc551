import { argumentType } from './argument-type.ts';
import type { CallOptions } from './call-options.ts';
import { inheritedOptions } from './inherited-options.ts';
import { attachLoaders } from './lazy-loaders.ts';
import type { ModelClientContext, RecordValue } from './model-client.ts';
import { documentOf, type RootField } from './model-documents.ts';
import type { IntrospectedOperation } from './model-introspection.ts';
import { Observable } from './observable.ts';
import { typeSelectionSet } from './selection-set.ts';

/**
 * A custom operation as a function: `(input, options)`, or `(options)` where it has no arguments. Records of models in
 * its result get lazy loaders; null elements of a list are left out.
 */
export function createOperation(
  context: ModelClientContext,
  operation: RootField['operation'],
  definition: IntrospectedOperation,
): (...values: [RecordValue?, CallOptions?]) => unknown {
  const { schema, requests, cancellable } = context;
  const { name, type, arguments: declared } = definition;
  const variables = Object.fromEntries(
    Object.entries(declared ?? {}).map(([argument, field]) => [argument, argumentType(field)]),
  );
  const document = documentOf({ operation, name, variables }, typeSelectionSet(schema, type));
  const model = typeof type === 'object' && 'model' in type ? schema.models[type.model] : undefined;
  const dress = (value: unknown, options: CallOptions): unknown => {
    if (Array.isArray(value)) return value.filter((item) => item !== null).map((item) => dress(item, options));
    if (model === undefined || value === null) return value;
    return attachLoaders(context, model, { ...(value as RecordValue) }, inheritedOptions(options));
  };

  return (...values) => {
    const [input, options = {}] = declared === undefined ? [{}, values[0] as CallOptions | undefined] : values;
    const sent: RecordValue = {};
    for (const [argument, field] of Object.entries(declared ?? {})) {
      if (input?.[argument] !== undefined) sent[argument] = input[argument];
      else if (field.isArray ? !field.isArrayNullable : field.isRequired) {
        const missing = new Error(`${name} requires arguments '${argument}'`);
        if (operation !== 'subscription') return Promise.reject(missing);
        throw missing;
      }
    }
    if (operation === 'subscription') {
      return new Observable<unknown>((observer) => {
        const events = requests.subscribe(document, sent, options).subscribe({
          ...observer,
          next: ({ data }) => observer.next(dress(data?.[name] ?? null, options)),
        });
        return () => events.unsubscribe();
      });
    }
    return cancellable.follow(
      requests.send(() => document, sent, options),
      (result) => {
        const data = dress(result.data?.[name] ?? null, options);
        return result.errors?.length ? { data, errors: result.errors } : { data, extensions: result.extensions };
      },
    );
  };
}
