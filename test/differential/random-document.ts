import {
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isUnionType,
} from 'graphql';

/** Chooses a number from 0 to below a bound. */
export type Choose = (bound: number) => number;

export interface RandomDocument {
  readonly text: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

const maxDepth = 6;

/** Makes a valid query of a schema out of choices: aliases, fragments of all kinds, directives, arguments, merging. */
export function randomDocument(schema: GraphQLSchema, choose: Choose): RandomDocument {
  const fragments: string[] = [];
  let aliases = 0;
  const chance = (percent: number): boolean => choose(100) < percent;

  function directives(): string {
    if (!chance(15)) return '';
    return ` @${chance(50) ? 'include' : 'skip'}(if: ${['$yes', '$no', 'true', 'false'][choose(4)]})`;
  }

  function selectionSet(type: GraphQLCompositeType, depth: number): string {
    const selections = ['__typename', ...Array.from({ length: 1 + choose(4) }, () => selection(type, depth))];
    return `{ ${selections.slice(chance(30) ? 0 : 1).join(' ')} }`;
  }

  function selection(type: GraphQLCompositeType, depth: number): string {
    if (depth >= maxDepth && isUnionType(type)) return '__typename';
    if (isUnionType(type) || (depth < maxDepth && chance(15))) return fragment(type, depth);
    const fields = Object.values(type.getFields()).filter((field) => isUsable(field, depth));
    const field = fields[choose(fields.length)];
    return field === undefined ? '__typename' : fieldText(field, depth);
  }

  function fragment(type: GraphQLCompositeType, depth: number): string {
    const possible: readonly GraphQLObjectType[] = isAbstractType(type) ? schema.getPossibleTypes(type) : [type];
    const target = isAbstractType(type) && chance(70) ? possible[choose(possible.length)]! : type;
    const inner = selectionSet(target, depth + 1);
    if (target === type && chance(30)) return `...${directives()} ${inner}`;
    if (chance(40)) {
      const name = `F${fragments.length}`;
      fragments.push(`fragment ${name} on ${target.name} ${inner}`);
      return `...${name}${directives()}`;
    }
    return `... on ${target.name}${directives()} ${inner}`;
  }

  function fieldText(field: GraphQLField<unknown, unknown>, depth: number): string {
    const type = getNamedType(field.type);
    const args = argumentsOf(field);
    // An alias of its own wherever merging two fields could conflict.
    const alias = args !== '' || isCompositeType(type) || chance(20) ? `a${aliases++}: ` : '';
    return `${alias}${field.name}${args}${directives()}${isCompositeType(type) ? ` ${selectionSet(type, depth + 1)}` : ''}`;
  }

  function argumentsOf(field: GraphQLField<unknown, unknown>): string {
    const names = field.args.map(({ name }) => name);
    const texts: string[] = [];
    if (names.includes('id')) texts.push(`id: ${['"a"', '"b"', '"none"', '$id'][choose(4)]}`);
    if (names.includes('limit') && chance(40)) texts.push(`limit: ${['1', '2', '$two'][choose(3)]}`);
    if (names.includes('filter') && chance(30)) {
      texts.push(`filter: ${['{ id: { ne: "b" } }', '{ nextId: { eq: $id } }', '{}'][choose(3)]}`);
    }
    return texts.length === 0 ? '' : `(${texts.join(', ')})`;
  }

  const body = selectionSet(schema.getQueryType()!, 0);
  const rest = `${body}\n${fragments.join('\n')}`;
  const declarations = ['$yes: Boolean!', '$no: Boolean = false', '$two: Int = 2', '$id: ID = "a"'].filter((each) =>
    rest.includes(each.split(':')[0]!),
  );
  const text = `query ${declarations.length > 0 ? `(${declarations.join(', ')}) ` : ''}${rest}`;
  return {
    text,
    variables: { yes: chance(80), ...(chance(30) ? { no: true } : {}), ...(chance(50) ? { id: 'c' } : {}) },
  };
}

/** Tokens differ by design; levels end somewhere. */
function isUsable(field: GraphQLField<unknown, unknown>, depth: number): boolean {
  if (field.name === 'nextToken') return false;
  return depth < maxDepth || !isCompositeType(getNamedType(field.type));
}

/** Choices that follow from a seed (mulberry32). */
export function chooser(seed: number): Choose {
  let state = seed;
  return (bound) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % bound;
  };
}
