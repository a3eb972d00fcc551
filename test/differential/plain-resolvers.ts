import { execute, type GraphQLFieldResolver, type GraphQLSchema, parse } from 'graphql';
import type { OperationDescriptor } from '../../src/api/operation-descriptor.ts';
import { operationOf } from '../../src/api/operation-of.ts';
import type { Item } from '../../src/ir/item.ts';
import type { RandomWorld } from './random-schema.ts';

/** What graphql-js makes of a document, with resolvers that look at arrays: the oracle of the planner. */
export async function oracle(
  schema: GraphQLSchema,
  world: RandomWorld,
  text: string,
  variables: Readonly<Record<string, unknown>>,
): Promise<unknown> {
  const fieldResolver: GraphQLFieldResolver<unknown, unknown> = (source, args, _context, info) => {
    const field = info.parentType.getFields()[info.fieldName]!;
    const descriptor = operationOf(field);
    if (descriptor === null) return (source as Record<string, unknown>)[info.fieldName];
    return resolve(world, descriptor, source as Item, args);
  };
  const typeResolver = (value: unknown) => (value as { __typename: string }).__typename;
  const { data } = await execute({
    schema,
    document: parse(text),
    variableValues: variables,
    fieldResolver,
    typeResolver,
  });
  return data ?? null;
}

interface Arguments {
  readonly id?: string;
  readonly limit?: number;
  readonly filter?: { readonly id?: { readonly ne: string }; readonly nextId?: { readonly eq?: string } } | null;
}

function resolve(world: RandomWorld, descriptor: OperationDescriptor, source: Item, args: Arguments): unknown {
  switch (descriptor.kind) {
    case 'get':
      return itemsOf(world, descriptor.model.name).find((item) => item.id === args.id) ?? null;
    case 'list':
      return page(itemsOf(world, descriptor.model.name), args);
    case 'custom':
      return world.results[descriptor.operation.name];
    case 'relation': {
      const related = itemsOf(world, descriptor.related.name);
      if (descriptor.relation.relation === 'belongsTo') return related.find(({ id }) => id === source.nextId) ?? null;
      return page(
        related.filter(({ nextId }) => nextId !== null && nextId === source.id),
        args,
      );
    }
    default:
      throw new Error(`There is no resolver for ${descriptor.kind}.`);
  }
}

function itemsOf(world: RandomWorld, model: string): readonly Item[] {
  return world.items[model] ?? [];
}

function page(items: readonly Item[], { filter, limit = 100 }: Arguments): { readonly items: readonly Item[] } {
  const kept = items.filter((item) => {
    if (filter?.id !== undefined && item.id === filter.id.ne) return false;
    return filter?.nextId?.eq === undefined || item.nextId === filter.nextId.eq;
  });
  return { items: kept.slice(0, limit) };
}
