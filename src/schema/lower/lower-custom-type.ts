import type { EnumTypeDefinitionNode, ObjectTypeDefinitionNode } from 'graphql';
import { BuilderError } from '../builder-error.ts';
import type { CustomTypeDefinition, EnumDefinition } from '../definition.ts';
import { enumNode, objectNode } from './ast.ts';
import { checkName } from './check-name.ts';
import { lowerField } from './lower-field.ts';
import type { Lowering } from './lowering.ts';
import type { Entry } from './scope.ts';

/** Lowers a custom type to an object type, and lets what it holds be read by whoever may read it. */
export function lowerCustomType(
  lowering: Lowering,
  { name, schemaRules }: Entry,
  type: CustomTypeDefinition,
): ObjectTypeDefinitionNode {
  const owner = { name, kind: 'custom type', rules: schemaRules } as const;
  const fields = Object.entries(type.fields).map(([field, { data }]) => lowerField(lowering, owner, field, data));
  return lowering.placed(objectNode(name, fields, lowering.nativeAuthOf(name).directives()), type.site);
}

/** Lowers an enumeration. */
export function lowerEnum(
  lowering: Lowering,
  { name }: Entry,
  { values, site }: EnumDefinition,
): EnumTypeDefinitionNode {
  if (values.some((value) => /\s/.test(value))) {
    throw new BuilderError(
      'builder-enum-whitespace',
      `Values of the enum type ${name} should not contain any whitespace.`,
      site,
    );
  }
  for (const value of values) checkName(value, site);
  return lowering.placed(enumNode(name, values), site);
}
