import type {
  Authorizer,
  CallDecision,
  FieldAccess,
  Permission,
  ReadDecision,
  ReadOperation,
} from '../../auth/authorizer.ts';
import type { Identity } from '../../ir/identity.ts';
import type { ObjectPlan } from '../plan/operation-plan.ts';
import type { FieldGuard } from './field-guard.ts';

/** The decisions about one caller, each made once. */
export class IdentityDecisions {
  readonly identity: Identity;
  /** Guards of the objects of cached plans; `null` where all fields are open. */
  readonly guards = new WeakMap<ObjectPlan, FieldGuard | null>();
  readonly #authorizer: Authorizer;
  readonly #reads = new Map<string, ReadDecision>();
  readonly #results = new Map<string, FieldAccess>();
  readonly #calls = new Map<string, CallDecision>();
  readonly #permissions = new Map<string, Permission>();

  constructor(authorizer: Authorizer, identity: Identity) {
    this.#authorizer = authorizer;
    this.identity = identity;
  }

  read(model: string, operation: ReadOperation): ReadDecision {
    return remembered(this.#reads, `${operation}:${model}`, () =>
      this.#authorizer.read(model, operation, this.identity),
    );
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
    return remembered(this.#permissions, `${typeName}.${fieldName}`, () =>
      this.#authorizer.permits(typeName, fieldName, this.identity),
    );
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
