import type { AllowRules, AuthRules, EachRule } from '../authorization/allow.ts';
import { collectRules } from '../authorization/collect-rules.ts';
import { callSiteOf } from '../call-site.ts';
import type { ModelMutation, RefDefinition } from '../definition.ts';
import type { Once } from '../once.ts';
import type { kind, presence, roles, shape } from '../phantom.ts';

/**
 * A reference to a top-level entry of the schema: an enum or custom type in a field, anything in `.returns()`, a
 * mutation or a model's mutations in `.for()`.
 */
export interface RefField<
  Link extends string,
  Wrap extends RefWrap = 'nullable',
  Used extends string = never,
  Roles = never,
> {
  readonly [kind]: 'ref';
  readonly [presence]: Presence[Wrap];
  readonly [shape]: { readonly link: Link; readonly wrap: Wrap };
  readonly [roles]: Roles;
  readonly data: RefDefinition;
  readonly required: Once<Used, 'required', () => RefField<Link, RequiredWrap[Wrap], Used | 'required', Roles>>;
  readonly array: Once<
    Used,
    'array',
    () => RefField<Link, ArrayWrap[Wrap], Exclude<Used, 'required'> | 'array', Roles>
  >;
  /** Rules of the field's own, which replace the model's. */
  readonly authorization: Once<
    Used,
    'authorization',
    <R extends AuthRules>(
      callback: (allow: AllowRules) => R,
    ) => RefField<Link, Wrap, Used | 'authorization', EachRule<R>>
  >;
  /** Which of a model's mutations feed a subscription. */
  readonly mutations: Once<
    Used,
    'mutations',
    (mutations: readonly ModelMutation[]) => RefField<Link, Wrap, Used | 'mutations', Roles>
  >;
}

/** Nullability and lists of a reference; `E!` and `L!` stand for a required element and a required list. */
export type RefWrap = 'nullable' | 'required' | '[E]' | '[E!]' | '[E]!' | '[E!]!';

interface Presence {
  readonly nullable: 'optional';
  readonly required: 'required';
  readonly '[E]': 'optional';
  readonly '[E!]': 'optional';
  readonly '[E]!': 'required';
  readonly '[E!]!': 'required';
}

interface RequiredWrap {
  readonly nullable: 'required';
  readonly required: 'required';
  readonly '[E]': '[E]!';
  readonly '[E!]': '[E!]!';
  readonly '[E]!': '[E]!';
  readonly '[E!]!': '[E!]!';
}

interface ArrayWrap {
  readonly nullable: '[E]';
  readonly required: '[E!]';
  readonly '[E]': '[E]';
  readonly '[E!]': '[E!]';
  readonly '[E]!': '[E]!';
  readonly '[E!]!': '[E!]!';
}

class RefBuilder {
  readonly data: RefDefinition;

  constructor(data: RefDefinition) {
    this.data = data;
  }

  required(): this {
    if (this.data.array) this.data.arrayRequired = true;
    else this.data.required = true;
    return this;
  }

  array(): this {
    this.data.array = true;
    return this;
  }

  authorization(callback: (allow: AllowRules) => AuthRules): this {
    this.data.rules = collectRules(callback);
    return this;
  }

  mutations(mutations: readonly ModelMutation[]): this {
    this.data.mutations = mutations;
    return this;
  }
}

/** `a.ref('Name')`. */
export function ref<const Link extends string>(link: Link): RefField<Link> {
  return new RefBuilder({
    kind: 'ref',
    link,
    required: false,
    array: false,
    arrayRequired: false,
    mutations: [],
    rules: [],
    site: callSiteOf(ref),
  }) as unknown as RefField<Link>;
}
