import { BuilderError } from '../builder-error.ts';
import type { FieldDefinition, ModelDefinition, RuleDefinition } from '../definition.ts';
import { authRules } from './auth-directive.ts';

/** Scalars that hold text, as an owner's or group's name does. */
const textual: ReadonlySet<string> = new Set([
  'ID',
  'String',
  'AWSDate',
  'AWSTime',
  'AWSDateTime',
  'AWSEmail',
  'AWSPhone',
  'AWSURL',
  'AWSIPAddress',
]);

/**
 * Checks the owner and group fields that a model's rules name against each other and against the fields it declares.
 * The compiler adds the ones that are not declared.
 */
export function checkImpliedFields(model: ModelDefinition, rules: readonly RuleDefinition[]): void {
  const fieldRules = Object.values(model.fields).flatMap(({ data }) => ('rules' in data ? data.rules : []));
  const implied = new Map<string, boolean>();
  for (const { field } of authRules([...rules, ...fieldRules])) {
    if (field === null) continue;
    const before = implied.get(field.name);
    if (before !== undefined && before !== field.list) {
      throw new BuilderError(
        'builder-implied-field',
        `Field ${field.name} defined twice with conflicting definitions.`,
        model.site,
        'One rule takes it for a name, another for a list of names.',
      );
    }
    implied.set(field.name, field.list);
  }
  for (const [name, list] of implied) {
    const declared = model.fields[name]?.data;
    if (declared === undefined || (isText(declared) && declared.array === list)) continue;
    throw new BuilderError(
      'builder-implied-field',
      `Implicit field ${name} conflicts with the explicit field definition.`,
      declared.site,
      list ? 'Declare it as a.string().array().' : 'Declare it as a.string().',
    );
  }
}

function isText(field: FieldDefinition): field is FieldDefinition & { readonly kind: 'scalar' } {
  return field.kind === 'scalar' && textual.has(field.type);
}
