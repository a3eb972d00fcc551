import type { ConstDirectiveNode, FieldDefinitionNode, TypeNode } from 'graphql';
import { BuilderError } from '../builder-error.ts';
import type { FieldDefinition, RefDefinition, RuleDefinition, ScalarDefinition } from '../definition.ts';
import { directive, enumValue, fieldNode, namedType, typeNode } from './ast.ts';
import { authDirectives } from './auth-directive.ts';
import { hoistedName } from './hoisted-name.ts';
import type { Lowering } from './lowering.ts';

/** Lowers a field of a model or custom type, hoisting the type that may stand inline in it. */
export function lowerField(
  lowering: Lowering,
  owner: { readonly name: string; readonly kind: 'model' | 'custom type'; readonly rules: readonly RuleDefinition[] },
  name: string,
  field: FieldDefinition,
  keys: readonly ConstDirectiveNode[] = [],
): FieldDefinitionNode {
  switch (field.kind) {
    case 'scalar':
      return lowering.placed(lowerScalar(owner.kind, name, field, keys), field.site);
    case 'ref': {
      const type = refType(lowering, owner, name, field);
      const rules = owner.kind === 'model' ? authDirectives(field.rules) : [];
      return lowering.placed(fieldNode(name, type, [...keys, ...rules]), field.site);
    }
    case 'enum':
    case 'customType': {
      const hoisted = hoistedName(owner.name, name);
      lowering.hoist(hoisted, field, owner.rules);
      return lowering.placed(fieldNode(name, namedType(hoisted), keys), field.site);
    }
    case 'relation': {
      const { relation, model, references, required } = field;
      const many = relation === 'hasMany';
      const type = typeNode(model, { required, array: many, arrayRequired: false });
      const directives = [directive(relation, { references }), ...authDirectives(field.rules)];
      return lowering.placed(fieldNode(name, type, directives), field.site);
    }
  }
}

const requiredKey = { required: true, array: false, arrayRequired: false };

function lowerScalar(
  ownerKind: 'model' | 'custom type',
  name: string,
  field: ScalarDefinition,
  keys: readonly ConstDirectiveNode[],
): FieldDefinitionNode {
  const rules = ownerKind === 'model' ? authDirectives(field.rules) : [];
  // The official builder takes neither lists, defaults nor validations from the field that a key begins with.
  if (keys[0]?.name.value === 'primaryKey')
    return fieldNode(name, typeNode(field.type, requiredKey), [...keys, ...rules]);
  const type = typeNode(field.type, field);
  return fieldNode(name, type, [...defaults(name, field), ...keys, ...validations(field), ...rules]);
}

function validations(field: ScalarDefinition): readonly ConstDirectiveNode[] {
  return field.validations.map(({ type, value, errorMessage }) =>
    directive('validate', { type: enumValue(type), value, errorMessage: errorMessage ?? undefined }),
  );
}

/** What a scalar says besides its type. Models alone may say it; elsewhere the compiler refuses it, by its place. */
export function scalarDirectives(name: string, field: FieldDefinition): readonly ConstDirectiveNode[] {
  return field.kind === 'scalar' ? [...defaults(name, field), ...validations(field)] : [];
}

function defaults(name: string, field: ScalarDefinition): readonly ConstDirectiveNode[] {
  if (field.default === null) return [];
  if (field.default.kind === 'generated') {
    throw new BuilderError(
      'builder-generated-default',
      `Invalid field definition for ${name}. DB-generated fields are only supported with PostgreSQL data sources.`,
      field.site,
      'Give .default() a value.',
    );
  }
  const { value } = field.default;
  if (value === null) return [];
  return [directive('default', { value: typeof value === 'object' ? JSON.stringify(value) : String(value) })];
}

/** The type a reference of a field stands for: an enum or a custom type, never a model. */
function refType(
  lowering: Lowering,
  owner: { readonly name: string; readonly kind: 'model' | 'custom type' },
  name: string,
  field: RefDefinition,
): TypeNode {
  const target = lowering.scope.resolve(field.link, owner.name, field.site);
  if (target.kind === 'model') {
    throw new BuilderError(
      'builder-ref-model',
      `Cannot use \`.ref()\` to refer a model from a \`${owner.kind}\`. Field \`${name}\` of \`${owner.name}\` refers to model \`${field.link}\``,
      field.site,
      owner.kind === 'model' ? 'Use a.belongsTo, a.hasOne or a.hasMany.' : 'Refer to a custom type or an enum.',
    );
  }
  if (target.kind !== 'enum' && target.kind !== 'customType') {
    throw new BuilderError(
      'builder-ref-kind',
      `Invalid ref. ${owner.name} is referring to ${field.link} which is neither a Model, Custom Operation, Custom Type, or Enum`,
      field.site,
      'Refer to a custom type or an enum.',
    );
  }
  return typeNode(field.link, field);
}
