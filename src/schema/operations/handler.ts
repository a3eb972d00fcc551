import { callSiteOf } from '../call-site.ts';
import type { HandlerDefinition } from '../definition.ts';
import type { kind, shape } from '../phantom.ts';

export interface AnyHandler {
  readonly [kind]: 'functionHandler' | 'customHandler' | 'sqlHandler';
}

/** A function. `Mode` says whether the caller waits for its result. */
export interface FunctionHandlerType<Mode extends 'sync' | 'async' = 'sync'> {
  readonly [kind]: 'functionHandler';
  readonly [shape]: Mode;
  readonly data: HandlerDefinition;
  /** Answers `{ success }` as soon as the function is queued. */
  readonly async: Mode extends 'sync' ? () => FunctionHandlerType<'async'> : never;
}

/** An AppSync JavaScript resolver. */
export interface CustomHandlerType {
  readonly [kind]: 'customHandler';
  readonly data: HandlerDefinition;
}

/** A statement of a SQL database. */
export interface SqlHandlerType {
  readonly [kind]: 'sqlHandler';
  readonly data: HandlerDefinition;
}

/** One handler, or several of one kind that run in order. */
export type Handlers =
  | AnyHandler
  | readonly FunctionHandlerType<'sync' | 'async'>[]
  | readonly CustomHandlerType[]
  | readonly SqlHandlerType[];

export interface CustomHandlerInput {
  /** A reference to a model, or the name of a data source; none where the resolver needs none. */
  readonly dataSource?: string | { readonly [kind]: 'ref' };
  /** The resolver's file, relative to the file of the call, or absolute. */
  readonly entry: string;
}

class FunctionHandlerBuilder {
  readonly data: HandlerDefinition & { readonly kind: 'function' };

  constructor(data: HandlerDefinition & { readonly kind: 'function' }) {
    this.data = data;
  }

  async(): this {
    this.data.async = true;
    return this;
  }
}

/** `a.handler.function(fn)`: what `defineFunction` gave, or the name of one in `defineData({ functions })`. */
function functionHandler(handler: string | object): FunctionHandlerType {
  const site = callSiteOf(functionHandler);
  return new FunctionHandlerBuilder({
    kind: 'function',
    handler,
    async: false,
    site,
  }) as unknown as FunctionHandlerType;
}

/** `a.handler.custom({ entry: './resolver.js' })`. */
function customHandler(input: CustomHandlerInput): CustomHandlerType {
  const { entry, dataSource } = input;
  return {
    data: { kind: 'custom', entry, dataSource, site: callSiteOf(customHandler) },
  } as unknown as CustomHandlerType;
}

/** `a.handler.inlineSql('SELECT …')`. */
function inlineSql(statement: string): SqlHandlerType {
  return { data: { kind: 'sql', statement, site: callSiteOf(inlineSql) } } as unknown as SqlHandlerType;
}

/** `a.handler.sqlReference('./statement.sql')`. */
function sqlReference(path: string): SqlHandlerType {
  return { data: { kind: 'sqlReference', path, site: callSiteOf(sqlReference) } } as unknown as SqlHandlerType;
}

/** `a.handler`. */
export const handler = Object.freeze({ function: functionHandler, custom: customHandler, inlineSql, sqlReference });
