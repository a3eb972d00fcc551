import type { ASTNode, DefinitionNode, FieldDefinitionNode, InputObjectTypeDefinitionNode, NameNode } from 'graphql';
import type { CallSite } from '../call-site.ts';
import type { Definition, HandlerDefinition, RuleDefinition } from '../definition.ts';
import { checkName } from './check-name.ts';
import { NativeAuth } from './native-auth.ts';
import type { Entry, Scope } from './scope.ts';

export type RootType = 'Query' | 'Mutation' | 'Subscription';

/** An `a.handler.custom` of a root field, as it was written. */
export type CustomHandlerDefinition = HandlerDefinition & { readonly kind: 'custom' };

export interface LoweredResolver {
  readonly parent: RootType;
  readonly field: string;
  readonly handlers: readonly CustomHandlerDefinition[];
}

/** What is written while the entries of one document are lowered, one after the other. */
export class Lowering {
  readonly scope: Scope;
  readonly definitions: DefinitionNode[] = [];
  readonly inputs = new Map<string, InputObjectTypeDefinitionNode>();
  readonly roots: Readonly<Record<RootType, FieldDefinitionNode[]>> = { Mutation: [], Query: [], Subscription: [] };
  readonly resolvers: LoweredResolver[] = [];
  /** `defineFunction` results by the name their `@function` has. */
  readonly functions = new Map<string, unknown>();
  /** Input types that are being made: a type may hold itself. */
  readonly openInputs = new Set<string>();
  readonly #queue: Entry[];
  readonly #sites = new Map<ASTNode, CallSite>();
  readonly #nativeAuth = new Map<string, NativeAuth>();

  constructor(scope: Scope, entries: readonly Entry[]) {
    this.scope = scope;
    this.#queue = [...entries];
  }

  next(): Entry | undefined {
    return this.#queue.shift();
  }

  /** Gives an inline enum or custom type its name, and lowers it after everything found so far. */
  hoist(name: string, definition: Definition, schemaRules: readonly RuleDefinition[]): void {
    this.#queue.push({ name, definition, schemaRules });
  }

  /** The `@aws_*` directives of an object type, to which every operation that returns it adds. */
  nativeAuthOf(type: string): NativeAuth {
    const found = this.#nativeAuth.get(type) ?? new NativeAuth();
    this.#nativeAuth.set(type, found);
    return found;
  }

  /** Notes where a definition was written, once its name is known to be one. */
  placed<N extends ASTNode & { readonly name: NameNode }>(node: N, site: CallSite): N {
    checkName(node.name.value, site);
    this.#sites.set(node, site);
    return node;
  }

  get sites(): ReadonlyMap<ASTNode, CallSite> {
    return this.#sites;
  }
}
