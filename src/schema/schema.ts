import type { EachRule, SchemaAllowRules, SchemaAuthRules } from './authorization/allow.ts';
import { collectRules } from './authorization/collect-rules.ts';
import { callSiteOf } from './call-site.ts';
import { checkValues } from './check-values.ts';
import type { Definition, SchemaDefinition } from './definition.ts';
import { type Transformed, transformSchema } from './lower/transform-schema.ts';
import type { Once } from './once.ts';
import type { OperationKind } from './operations/operation.ts';
import type { kind, shape } from './phantom.ts';

/** The top-level entries of a schema, by name. */
export type SchemaTypes = Readonly<
  Record<string, { readonly [kind]: 'model' | 'customType' | 'enum' | 'conversation' | OperationKind }>
>;

export interface AnySchema {
  readonly [kind]: 'schema';
  readonly [shape]: { readonly types: unknown; readonly roles: unknown };
  readonly data: SchemaDefinition;
}

/** A data model. */
export interface SchemaType<Types, Roles = never, Used extends string = never> extends AnySchema {
  readonly [shape]: { readonly types: Types; readonly roles: Roles };
  /** The entries that are models. */
  readonly models: {
    readonly [K in keyof Types as Types[K] extends { readonly [kind]: 'model' } ? K : never]: Types[K];
  };
  /** Rules for every model and operation that has none of its own, and grants to functions. */
  readonly authorization: Once<
    Used,
    'authorization',
    <R extends SchemaAuthRules>(
      callback: (allow: SchemaAllowRules) => R,
    ) => SchemaType<Types, EachRule<R>, Used | 'authorization'>
  >;
  /** The schema as GraphQL with directives, and what GraphQL has no words for. Throws on the first mistake. */
  transform(): Transformed;
}

class SchemaBuilder {
  readonly data: SchemaDefinition;

  constructor(data: SchemaDefinition) {
    this.data = data;
  }

  get models(): Readonly<Record<string, unknown>> {
    return Object.fromEntries(Object.entries(this.data.types).filter(([, { data }]) => data.kind === 'model'));
  }

  authorization(callback: (allow: SchemaAllowRules) => unknown): SchemaBuilder {
    return new SchemaBuilder({ ...this.data, rules: collectRules(callback) });
  }

  transform(): Transformed {
    return transformSchema(this.data);
  }
}

type NotEmpty<Types> = [keyof Types] extends [never] ? never : Types;

/** `a.schema({ Post: a.model({ … }) })`. */
export function schema<Types extends SchemaTypes>(types: NotEmpty<Types>): SchemaType<Types> {
  return new SchemaBuilder({
    types: checkValues<Definition>(types, 'Entry', callSiteOf(schema)),
    rules: [],
    configuration: { database: { engine: 'dynamodb' } },
  }) as unknown as SchemaType<Types>;
}
