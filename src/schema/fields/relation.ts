import type { AllowRules, AuthRules, EachRule } from '../authorization/allow.ts';
import { collectRules } from '../authorization/collect-rules.ts';
import { type CallSite, callSiteOf } from '../call-site.ts';
import type { RelationDefinition } from '../definition.ts';
import type { Once } from '../once.ts';
import type { kind, presence, roles, shape } from '../phantom.ts';

interface RelationField<Relation extends string, Model extends string, Roles> {
  readonly [kind]: 'relation';
  readonly [presence]: 'relation';
  readonly [roles]: Roles;
  readonly [shape]: { readonly relation: Relation; readonly model: Model };
  readonly data: RelationDefinition;
}

/** Many records of another model, which hold this model's key in the reference fields. */
export interface HasMany<Model extends string, Used extends string = never, Roles = never>
  extends RelationField<'hasMany', Model, Roles> {
  /** The elements of the list are non-null in the schema. */
  readonly valueRequired: Once<Used, 'valueRequired', () => HasMany<Model, Used | 'valueRequired', Roles>>;
  readonly authorization: Once<
    Used,
    'authorization',
    <R extends AuthRules>(callback: (allow: AllowRules) => R) => HasMany<Model, Used | 'authorization', EachRule<R>>
  >;
}

/** One record of another model, which holds this model's key in the reference fields. */
export interface HasOne<Model extends string, Used extends string = never, Roles = never>
  extends RelationField<'hasOne', Model, Roles> {
  readonly required: Once<Used, 'required', () => HasOne<Model, Used | 'required', Roles>>;
  readonly authorization: Once<
    Used,
    'authorization',
    <R extends AuthRules>(callback: (allow: AllowRules) => R) => HasOne<Model, Used | 'authorization', EachRule<R>>
  >;
}

/** The record of another model whose key stands in this model's reference fields. */
export interface BelongsTo<Model extends string, Used extends string = never, Roles = never>
  extends RelationField<'belongsTo', Model, Roles> {
  readonly authorization: Once<
    Used,
    'authorization',
    <R extends AuthRules>(callback: (allow: AllowRules) => R) => BelongsTo<Model, Used | 'authorization', EachRule<R>>
  >;
}

class RelationBuilder {
  readonly data: RelationDefinition;

  constructor(data: RelationDefinition) {
    this.data = data;
  }

  authorization(callback: (allow: AllowRules) => AuthRules): this {
    this.data.rules = collectRules(callback);
    return this;
  }
}

class HasManyBuilder extends RelationBuilder {
  valueRequired(): this {
    this.data.required = true;
    return this;
  }
}

class HasOneBuilder extends RelationBuilder {
  required(): this {
    this.data.required = true;
    return this;
  }
}

/** Names of the fields that hold the other model's key, in the order of that key. */
export type References = string | readonly string[];

/** `a.hasMany('Child', 'parentId')`. */
export function hasMany<const Model extends string>(model: Model, references: References): HasMany<Model> {
  const data = define('hasMany', model, references, callSiteOf(hasMany));
  return new HasManyBuilder(data) as unknown as HasMany<Model>;
}

/** `a.hasOne('Child', 'parentId')`. */
export function hasOne<const Model extends string>(model: Model, references: References): HasOne<Model> {
  const data = define('hasOne', model, references, callSiteOf(hasOne));
  return new HasOneBuilder(data) as unknown as HasOne<Model>;
}

/** `a.belongsTo('Parent', 'parentId')`. */
export function belongsTo<const Model extends string>(model: Model, references: References): BelongsTo<Model> {
  const data = define('belongsTo', model, references, callSiteOf(belongsTo));
  return new RelationBuilder(data) as unknown as BelongsTo<Model>;
}

function define(
  relation: RelationDefinition['relation'],
  model: string,
  references: References,
  site: CallSite,
): RelationDefinition {
  return {
    kind: 'relation',
    relation,
    model,
    references: typeof references === 'string' ? [references] : [...references],
    required: false,
    rules: [],
    site,
  };
}
