import type { CallOptions } from './call-options.ts';
import type { ListResult, ModelCallOptions, ModelClientContext, RecordValue } from './model-client.ts';
import type { IntrospectedModel } from './model-introspection.ts';

/**
 * Adds a function for each relation that loads it when called. It inherits the credentials of the call that fetched
 * the record, and is absent where the related model's operation is switched off.
 */
export function attachLoaders(
  { schema, models, cancellable }: ModelClientContext,
  model: IntrospectedModel,
  record: RecordValue,
  inherited: CallOptions,
): RecordValue {
  for (const { name, type, association } of Object.values(model.fields)) {
    if (association === undefined || typeof type === 'string' || !('model' in type)) continue;
    const related = schema.models[type.model];
    const client = models[type.model];
    if (related === undefined || client === undefined) continue;
    const { primaryKeyFieldName, sortKeyFieldNames } = related.primaryKeyInfo;
    const relatedKeys = [primaryKeyFieldName, ...sortKeyFieldNames];
    const targets = association.targetNames ?? [];
    if (
      association.connectionType === 'BELONGS_TO' ||
      (association.connectionType === 'HAS_ONE' && targets.length > 0)
    ) {
      const get = client.get as ((input: RecordValue, options: ModelCallOptions) => unknown) | undefined;
      if (get === undefined) continue;
      record[name] = (options: ModelCallOptions = {}) => {
        const key = Object.fromEntries(targets.map((target, position) => [relatedKeys[position]!, record[target]]));
        if (Object.values(key).some((value) => value === null || value === undefined))
          return Promise.resolve({ data: null });
        return get(key, { ...inherited, ...options });
      };
      continue;
    }
    const list = client.list as ((options: ModelCallOptions) => Promise<ListResult>) | undefined;
    if (list === undefined) continue;
    const filter = foreignKeyFilter(model, association.associatedWith ?? [], record, related);
    if (association.connectionType === 'HAS_MANY') {
      record[name] = (options: ModelCallOptions = {}) => list({ ...inherited, ...options, filter });
    } else {
      record[name] = (options: ModelCallOptions = {}) =>
        cancellable.follow(list({ ...inherited, ...options, filter }), ({ data, errors }) =>
          errors === undefined ? { data: data[0] ?? null } : { data: data[0] ?? null, errors },
        );
    }
  }
  return record;
}

function foreignKeyFilter(
  model: IntrospectedModel,
  associatedWith: readonly string[],
  record: RecordValue,
  related: IntrospectedModel,
): RecordValue {
  // A many-to-many names the relation field of the join model; its foreign keys are that field's targets.
  const names = associatedWith.flatMap((name) => related.fields[name]?.association?.targetNames ?? [name]);
  const { primaryKeyFieldName, sortKeyFieldNames } = model.primaryKeyInfo;
  const keys = [primaryKeyFieldName, ...sortKeyFieldNames];
  return { and: names.map((name, position) => ({ [name]: { eq: record[keys[position]!] } })) };
}
