import {
  DEFAULT_DEPRECATION_REASON,
  type GraphQLArgument,
  type GraphQLEnumType,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLInputObjectType,
  type GraphQLNamedType,
  type GraphQLObjectType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isUnionType,
  print,
} from 'graphql';
import type { Api } from '../api/api.ts';
import { type AppliedDirectives, appliedDirectives } from '../api/applied-directives.ts';
import { modeDirective } from './mode-directive.ts';

/**
 * The schema as SDL with its applied directives, as AppSync would take it: types, fields, arguments, values and
 * directives in order of name; AppSync's own scalars and directives are not declared.
 */
export function printSdl(api: Api): string {
  const types = Object.values(api.schema.getTypeMap())
    .filter((type) => !type.name.startsWith('__'))
    .sort(byName)
    .map(printDefinition)
    .filter((text) => text !== null);
  return `${types.join('\n\n')}\n`;
}

function printDefinition(type: GraphQLNamedType): string | null {
  if (isObjectType(type)) {
    const implemented = type.getInterfaces().map((each) => each.name);
    const clause = implemented.length === 0 ? '' : ` implements ${implemented.sort().join(' & ')}`;
    return `type ${type.name}${clause}${printDirectives(appliedDirectives(type))} ${printFields(type)}`;
  }
  if (isInterfaceType(type)) return `interface ${type.name} ${printFields(type)}`;
  if (isUnionType(type)) {
    const members = type.getTypes().map((each) => each.name);
    return `union ${type.name} = ${members.sort().join(' | ')}`;
  }
  if (isEnumType(type)) return `enum ${type.name} ${block(enumValues(type))}`;
  if (isInputObjectType(type)) return `input ${type.name} ${block(inputFields(type))}`;
  return null;
}

function printFields(type: Pick<GraphQLObjectType, 'getFields'>): string {
  return block(Object.values(type.getFields()).sort(byName).map(printField));
}

function printField(field: GraphQLField<unknown, unknown>): string {
  const args = [...field.args].sort(byName).map(printValue);
  const list = args.length === 0 ? '' : `(${args.join(', ')})`;
  const deprecated = printDeprecation(field.deprecationReason);
  return `${field.name}${list}: ${field.type}${printDirectives(appliedDirectives(field))}${deprecated}`;
}

function printDeprecation(reason: string | null | undefined): string {
  if (typeof reason !== 'string') return '';
  return reason === DEFAULT_DEPRECATION_REASON ? ' @deprecated' : ` @deprecated(reason: ${JSON.stringify(reason)})`;
}

function printValue(value: GraphQLArgument | GraphQLInputField): string {
  const literal = value.default?.literal;
  return `${value.name}: ${value.type}${literal === undefined ? '' : ` = ${print(literal)}`}`;
}

function enumValues(type: GraphQLEnumType): string[] {
  return type
    .getValues()
    .map((value) => value.name)
    .sort();
}

function inputFields(type: GraphQLInputObjectType): string[] {
  return Object.values(type.getFields()).sort(byName).map(printValue);
}

function printDirectives(applied: AppliedDirectives): string {
  const texts = applied.auth.map(({ mode, groups, directive = modeDirective(mode) }) =>
    groups === null ? `@${directive}` : `@${directive}(cognito_groups: ${list(groups)})`,
  );
  if (applied.mutations !== null) texts.push(`@aws_subscribe(mutations: ${list(applied.mutations)})`);
  return texts
    .sort()
    .map((text) => ` ${text}`)
    .join('');
}

function list(items: readonly string[]): string {
  return `[${items.map((item) => JSON.stringify(item)).join(', ')}]`;
}

function block(lines: readonly string[]): string {
  return `{\n${lines.map((line) => `  ${line}`).join('\n')}\n}`;
}

function byName(one: { readonly name: string }, other: { readonly name: string }): number {
  return one.name < other.name ? -1 : one.name > other.name ? 1 : 0;
}
