import type { AuthRules, CallAllowRules } from '../authorization/allow.ts';
import { collectRules } from '../authorization/collect-rules.ts';
import { callSiteOf } from '../call-site.ts';
import { checkValues } from '../check-values.ts';
import type {
  Defined,
  FieldDefinition,
  GenerationInput,
  HandlerDefinition,
  OperationDefinition,
  RefDefinition,
} from '../definition.ts';
import type { TypeFields } from '../fields/custom-type.ts';
import type { CannotCall, Once } from '../once.ts';
import type { kind, shape } from '../phantom.ts';
import type { AnyHandler, Handlers } from './handler.ts';

export type OperationKind = 'query' | 'mutation' | 'subscription' | 'generation';

/** What `.returns()` takes: a scalar, an enum, a custom type, or a reference to anything in the schema. */
export interface ReturnField {
  readonly [kind]: 'scalar' | 'ref' | 'enum' | 'customType';
}

/** What `.for()` takes. */
export interface SubscriptionSource {
  readonly [kind]: 'ref';
}

/** A query, mutation, subscription or generation of one's own. The methods stand in any order, each once. */
export interface CustomOperation<
  Kind extends OperationKind,
  Arguments = null,
  Returns = null,
  Handler = null,
  Source = null,
  Used extends string = never,
> {
  readonly [kind]: Kind;
  readonly [shape]: {
    readonly arguments: Arguments;
    readonly returns: Returns;
    readonly handler: Handler;
    readonly source: Source;
  };
  readonly data: OperationDefinition;
  readonly arguments: Once<
    Used,
    'arguments',
    <Fields extends TypeFields>(
      fields: Fields,
    ) => CustomOperation<Kind, Fields, Returns, Handler, Source, Used | 'arguments'>
  >;
  readonly returns: Once<
    Used,
    'returns',
    Kind extends 'subscription'
      ? CannotCall<'a subscription returns what its .for() source returns'>
      : <Field extends ReturnField>(
          field: Field,
        ) => CustomOperation<Kind, Arguments, Field, Handler, Source, Used | 'returns'>
  >;
  readonly authorization: Once<
    Used,
    'authorization',
    (
      callback: (allow: CallAllowRules) => AuthRules,
    ) => CustomOperation<Kind, Arguments, Returns, Handler, Source, Used | 'authorization'>
  >;
  /** What runs; of several, each gets the result of the one before. */
  readonly handler: Once<
    Used,
    'handler',
    Kind extends 'generation'
      ? CannotCall<'a generation is run by its model'>
      : <const H extends Handlers>(
          handlers: H,
        ) => CustomOperation<
          Kind,
          Arguments,
          Returns,
          H,
          Source,
          Used | 'handler' | (LastHandler<H> extends { readonly [shape]: 'async' } ? 'returns' : never)
        >
  >;
  /** The mutations that feed the subscription. */
  readonly for: Once<
    Used,
    'for',
    Kind extends 'subscription'
      ? <const S extends SubscriptionSource | readonly SubscriptionSource[]>(
          source: S,
        ) => CustomOperation<Kind, Arguments, Returns, Handler, S, Used | 'for'>
      : CannotCall<'.for() is for subscriptions'>
  >;
}

/** The handler whose result is the operation's. */
export type LastHandler<H> = H extends readonly [...AnyHandler[], infer Last]
  ? Last
  : H extends readonly (infer One)[]
    ? One
    : H;

class OperationBuilder {
  readonly data: OperationDefinition;

  constructor(data: OperationDefinition) {
    this.data = data;
  }

  arguments(fields: Readonly<Record<string, Defined<FieldDefinition>>>): this {
    this.data.arguments = checkValues<FieldDefinition>(fields, 'Argument', this.data.site);
    return this;
  }

  returns(field: Defined<FieldDefinition>): this {
    this.data.returns = field;
    return this;
  }

  authorization(callback: (allow: CallAllowRules) => AuthRules): this {
    this.data.rules = collectRules(callback);
    return this;
  }

  handler(handlers: Defined<HandlerDefinition> | readonly Defined<HandlerDefinition>[]): this {
    this.data.handlers = asList(handlers).map(({ data }) => data);
    return this;
  }

  for(sources: Defined<RefDefinition> | readonly Defined<RefDefinition>[]): this {
    this.data.sources = asList(sources);
    return this;
  }
}

function asList<T>(value: T | readonly T[]): readonly T[] {
  return Array.isArray(value) ? value : [value as T];
}

function operation<Kind extends OperationKind>(
  kind: Kind,
  declare: (...parameters: never[]) => unknown,
  generation: GenerationInput | null,
): CustomOperation<Kind> {
  return new OperationBuilder({
    kind: 'operation',
    operation: kind,
    arguments: {},
    returns: null,
    rules: [],
    handlers: [],
    sources: null,
    generation,
    site: callSiteOf(declare),
  }) as unknown as CustomOperation<Kind>;
}

/** `a.query()`. */
export function query(): CustomOperation<'query'> {
  return operation('query', query, null);
}

/** `a.mutation()`. */
export function mutation(): CustomOperation<'mutation'> {
  return operation('mutation', mutation, null);
}

/** `a.subscription()`. */
export function subscription(): CustomOperation<'subscription'> {
  return operation('subscription', subscription, null);
}

/** `a.generation({ aiModel, systemPrompt })`. */
export function generation(input: GenerationInput): CustomOperation<'generation'> {
  return operation('generation', generation, input);
}
