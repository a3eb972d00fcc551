import type {
  Authorizer,
  CallDecision,
  FieldAccess,
  Permission,
  ReadDecision,
  ReadOperation,
} from '../../auth/authorizer.ts';
import type { Identity } from '../../ir/identity.ts';
import type { LoadStep, ObjectPlan } from '../plan/operation-plan.ts';
import type { PlannedShape } from '../shape/item-shape-of.ts';
import type { FieldGuard } from './field-guard.ts';

/** The decisions about one caller, each made once. */
export class IdentityDecisions {
  readonly identity: Identity;
  /** Guards of the objects of cached plans; `null` where all fields are open. */
  readonly guards = new WeakMap<ObjectPlan, FieldGuard | null>();
  /** Shapes of the items of cached steps as an engine takes them; `null` where it cannot. `paused`: requests to do without. */
  readonly shapes = new WeakMap<LoadStep, { readonly planned: PlannedShape; paused: number } | null>();
  readonly #authorizer: Authorizer;
  readonly #reads: Readonly<Record<ReadOperation, Map<string, ReadDecision>>> = {
    get: new Map(),
    list: new Map(),
    search: new Map(),
    listen: new Map(),
    relation: new Map(),
  };
  readonly #results = new Map<string, FieldAccess>();
  readonly #calls = new Map<string, CallDecision>();
  readonly #permissions = new Map<string, Map<string, Permission>>();

  constructor(authorizer: Authorizer, identity: Identity) {
    this.#authorizer = authorizer;
    this.identity = identity;
  }

  read(model: string, operation: ReadOperation): ReadDecision {
    const known = this.#reads[operation];
    let decision = known.get(model);
    if (decision === undefined) {
      decision = this.#authorizer.read(model, operation, this.identity);
      known.set(model, decision);
    }
    return decision;
  }

  result(model: string): FieldAccess {
    return remembered(this.#results, model, () => this.#authorizer.result(model, this.identity));
  }

  call(typeName: string, fieldName: string): CallDecision {
    return remembered(this.#calls, `${typeName}.${fieldName}`, () =>
      this.#authorizer.call(typeName, fieldName, this.identity),
    );
  }

  permits(typeName: string, fieldName: string): Permission {
    let known = this.#permissions.get(typeName);
    if (known === undefined) {
      known = new Map();
      this.#permissions.set(typeName, known);
    }
    let permission = known.get(fieldName);
    if (permission === undefined) {
      permission = this.#authorizer.permits(typeName, fieldName, this.identity);
      known.set(fieldName, permission);
    }
    return permission;
  }
}

function remembered<T>(known: Map<string, T>, key: string, decide: () => T): T {
  let decision = known.get(key);
  if (decision === undefined) {
    decision = decide();
    known.set(key, decision);
  }
  return decision;
}
