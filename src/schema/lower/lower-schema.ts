import { type ASTNode, type DocumentNode, Kind } from 'graphql';
import type { Diagnostic, SourceLocation } from '../../diagnostics/diagnostic.ts';
import { diagnosticCodes } from '../../diagnostics/diagnostic-codes.ts';
import { BuilderError } from '../builder-error.ts';
import { type CallSite, locationOfCallSite } from '../call-site.ts';
import type { ResourceRuleDefinition, SchemaDefinition } from '../definition.ts';
import { type AiRoutes, withoutAi } from './ai-operations.ts';
import { objectNode } from './ast.ts';
import { eventResponseEntry } from './event-response.ts';
import { lowerCustomType, lowerEnum } from './lower-custom-type.ts';
import { lowerModel } from './lower-model.ts';
import { lowerOperation } from './lower-operation.ts';
import { type LoweredResolver, Lowering } from './lowering.ts';
import { type Entry, entriesOf, Scope } from './scope.ts';

/** Schemas as a GraphQL document with directives, and what GraphQL has no words for. */
export interface LoweredSchema {
  readonly document: DocumentNode;
  /** Where a node of the document, or the declaration it is part of, was written. */
  readonly locate: (node: ASTNode) => SourceLocation | null;
  /** Handlers of `a.handler.custom`. */
  readonly resolvers: readonly LoweredResolver[];
  /** `defineFunction` results that operations name, by the name their `@function` has. */
  readonly functions: ReadonlyMap<string, unknown>;
  /** `allow.resource(fn)`. */
  readonly grants: readonly ResourceRuleDefinition[];
  /** Everything wrong with the schemas, in the order of declaration. What is wrong is left out of the document. */
  readonly diagnostics: readonly Diagnostic[];
}

export interface LowerOptions {
  /** The schemas whose names these may use; only they themselves unless given. */
  readonly context?: readonly SchemaDefinition[];
  readonly aiRoutes?: AiRoutes;
}

/** Lowers schemas that make one API together: `a.schema({...}).data`, or those of `a.combine([...])`. */
export function lowerSchema(schemas: readonly SchemaDefinition[], options: LowerOptions = {}): LoweredSchema {
  const { context = schemas, aiRoutes = 'refuse' } = options;
  const diagnostics: Diagnostic[] = [];
  const entries = withoutAi(entriesOf(schemas), aiRoutes, diagnostics);
  const lowering = new Lowering(new Scope(entriesOf(context)), [...entries, ...eventResponseEntry(entries)]);
  for (let entry = lowering.next(); entry !== undefined; entry = lowering.next()) {
    try {
      lowerEntry(lowering, entry);
    } catch (error) {
      if (!(error instanceof BuilderError)) throw error;
      const { code, message, location, hint } = error;
      diagnostics.push({ code, ...diagnosticCodes[code], message, location, hint });
    }
  }
  const roots = (['Mutation', 'Query', 'Subscription'] as const)
    .filter((root) => lowering.roots[root].length > 0)
    .map((root) => objectNode(root, lowering.roots[root]));
  const document: DocumentNode = {
    kind: Kind.DOCUMENT,
    definitions: [...lowering.definitions, ...lowering.inputs.values(), ...roots],
  };
  return {
    document,
    locate: locator(document, lowering.sites),
    resolvers: lowering.resolvers,
    functions: lowering.functions,
    grants: schemas.flatMap(({ rules }) => rules.filter((rule) => rule.kind === 'resource')),
    diagnostics,
  };
}

function lowerEntry(lowering: Lowering, entry: Entry): void {
  const { definition } = entry;
  switch (definition.kind) {
    case 'model':
      lowering.definitions.push(lowerModel(lowering, entry, definition));
      break;
    case 'customType':
      lowering.definitions.push(lowerCustomType(lowering, entry, definition));
      break;
    case 'enum':
      lowering.definitions.push(lowerEnum(lowering, entry, definition));
      break;
    case 'operation':
      lowerOperation(lowering, entry, definition);
      break;
    case 'conversation':
      break;
  }
}

/** A part of a node stands where the nearest node around it does that has a place. Indexed when first asked. */
function locator(document: DocumentNode, sites: ReadonlyMap<ASTNode, CallSite>): LoweredSchema['locate'] {
  let index: Map<unknown, CallSite> | null = null;
  return (node) => {
    if (index === null) {
      index = new Map();
      place(document, null, sites, index);
    }
    return locationOfCallSite(index.get(node) ?? null);
  };
}

function place(
  node: unknown,
  around: CallSite,
  sites: ReadonlyMap<ASTNode, CallSite>,
  index: Map<unknown, CallSite>,
): void {
  if (typeof node !== 'object' || node === null) return;
  const site = sites.get(node as ASTNode) ?? around;
  index.set(node, site);
  for (const part of Object.values(node)) place(part, site, sites, index);
}
