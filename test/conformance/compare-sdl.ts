import {
  type ConstDirectiveNode,
  type DefinitionNode,
  type FieldDefinitionNode,
  type InputValueDefinitionNode,
  Kind,
  parse,
  print,
} from 'graphql';

export interface SdlDifferences {
  /** Types, kinds, fields, arguments, their types, defaults, enum values, union members, interfaces. */
  readonly structure: readonly string[];
  /** Directives applied to types and fields. */
  readonly directives: readonly string[];
}

/**
 * Compares two SDL documents structurally: order, layout and descriptions play no part. Each difference is one line,
 * `missing`, `unexpected` or `changed`, with the path of what differs.
 */
export function compareSdl(expected: string, actual: string): SdlDifferences {
  const one = describe(expected);
  const other = describe(actual);
  return {
    structure: compare(one.structure, other.structure),
    directives: compare(one.directives, other.directives),
  };
}

/** A document as facts by path, so that comparing two is comparing two maps. */
interface Facts {
  readonly structure: Map<string, string>;
  readonly directives: Map<string, string>;
}

function describe(sdl: string): Facts {
  const facts: Facts = { structure: new Map(), directives: new Map() };
  for (const definition of parse(sdl).definitions) describeDefinition(definition, facts);
  return facts;
}

function describeDefinition(definition: DefinitionNode, { structure, directives }: Facts): void {
  switch (definition.kind) {
    case Kind.OBJECT_TYPE_DEFINITION:
    case Kind.INTERFACE_TYPE_DEFINITION: {
      const name = definition.name.value;
      structure.set(name, definition.kind);
      addDirectives(directives, name, definition.directives);
      for (const implemented of definition.interfaces ?? []) {
        structure.set(`${name} implements ${implemented.name.value}`, 'yes');
      }
      for (const field of definition.fields ?? []) describeField(name, field, { structure, directives });
      return;
    }
    case Kind.INPUT_OBJECT_TYPE_DEFINITION: {
      const name = definition.name.value;
      structure.set(name, definition.kind);
      addDirectives(directives, name, definition.directives);
      for (const field of definition.fields ?? []) describeValue(`${name}.${field.name.value}`, field, structure);
      return;
    }
    case Kind.ENUM_TYPE_DEFINITION: {
      const name = definition.name.value;
      structure.set(name, definition.kind);
      for (const value of definition.values ?? []) structure.set(`${name}.${value.name.value}`, 'value');
      return;
    }
    case Kind.UNION_TYPE_DEFINITION: {
      const name = definition.name.value;
      structure.set(name, definition.kind);
      for (const member of definition.types ?? []) structure.set(`${name} | ${member.name.value}`, 'member');
      return;
    }
    case Kind.SCALAR_TYPE_DEFINITION:
      structure.set(definition.name.value, definition.kind);
      return;
    default:
      throw new Error(`compareSdl: ${definition.kind} is not expected in a compiled schema`);
  }
}

function describeField(parent: string, field: FieldDefinitionNode, { structure, directives }: Facts): void {
  const path = `${parent}.${field.name.value}`;
  structure.set(path, print(field.type));
  addDirectives(directives, path, field.directives);
  for (const argument of field.arguments ?? []) {
    describeValue(`${path}(${argument.name.value})`, argument, structure);
  }
}

function describeValue(path: string, value: InputValueDefinitionNode, structure: Map<string, string>): void {
  const preset = value.defaultValue === undefined ? '' : ` = ${print(value.defaultValue)}`;
  structure.set(path, `${print(value.type)}${preset}`);
}

function addDirectives(
  directives: Map<string, string>,
  path: string,
  applied: readonly ConstDirectiveNode[] | undefined,
): void {
  for (const directive of applied ?? []) {
    const args = (directive.arguments ?? []).map((argument) => `${argument.name.value}: ${print(argument.value)}`);
    directives.set(`${path} @${directive.name.value}`, args.sort().join(', '));
  }
}

function compare(expected: ReadonlyMap<string, string>, actual: ReadonlyMap<string, string>): string[] {
  const lines: string[] = [];
  for (const [path, fact] of expected) {
    const found = actual.get(path);
    if (found === undefined) lines.push(`missing ${path}: ${fact}`);
    else if (found !== fact) lines.push(`changed ${path}: expected ${fact}, found ${found}`);
  }
  for (const [path, fact] of actual) if (!expected.has(path)) lines.push(`unexpected ${path}: ${fact}`);
  return lines.sort();
}
