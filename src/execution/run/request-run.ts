import type { Explanation, ReadDecision, ReadOperation } from '../../auth/authorizer.ts';
import type { AuthOperation } from '../../ir/auth-rule.ts';
import type { Variables } from '../document/variables.ts';
import { FieldError } from '../errors/field-error.ts';
import type { ExecutionEnvironment } from '../execution-environment.ts';
import type { ExecutionRequest } from '../executor.ts';
import type { GraphQLErrorEntry } from '../graphql-error-entry.ts';
import type { ObjectPlan, OperationPlan } from '../plan/operation-plan.ts';
import { type FieldGuard, guardOf } from './field-guard.ts';
import type { IdentityDecisions } from './identity-decisions.ts';

/** The state of one request from its plan to its response. */
export class RequestRun {
  readonly environment: ExecutionEnvironment;
  readonly request: ExecutionRequest;
  readonly plan: OperationPlan;
  readonly variables: Variables;
  readonly decisions: IdentityDecisions;
  /** The parent of the root fields. */
  readonly root: object = {};
  /** What each step yielded for each parent: a value, or the {@link FieldError} that came instead. */
  readonly results: Map<object, unknown>[];
  readonly errors: GraphQLErrorEntry[] = [];
  /** Errors that stand beside a step's value for a parent; `null` while there are none. */
  appended: Map<object, { readonly slot: number; readonly error: FieldError }[]> | null = null;
  /** Headers that handlers want in the response, names in lower case; `null` while there are none. */
  responseHeaders: Record<string, string> | null = null;
  /** Where the response is being written; changes while writing. */
  readonly path: (string | number)[] = [];
  /** Milliseconds since the epoch after which the request gives up. */
  readonly deadline: number;
  readonly #guards: (FieldGuard | null | undefined)[];
  #items = 0;

  constructor(environment: ExecutionEnvironment, request: ExecutionRequest, plan: OperationPlan, variables: Variables) {
    this.environment = environment;
    this.request = request;
    this.plan = plan;
    this.variables = variables;
    this.decisions = environment.decisionsOf(request.identity);
    this.results = [];
    for (let slot = 0; slot < plan.slots; slot += 1) this.results.push(new Map());
    this.#guards = new Array(plan.objects.length);
    this.deadline = environment.clock() + environment.limits.timeout;
  }

  guard(plan: ObjectPlan): FieldGuard | null {
    let guard = this.#guards[plan.id];
    if (guard === undefined) {
      guard = guardOf(this.environment, this.decisions, plan);
      this.#guards[plan.id] = guard;
    }
    return guard;
  }

  read(model: string, operation: ReadOperation): ReadDecision {
    return this.decisions.read(model, operation);
  }

  /** The explanation of a decision, where the server explains. */
  explained(explanation: Explanation): Explanation | null {
    return this.environment.explain ? explanation : null;
  }

  /** Why this caller is refused a record that others may have, where the server explains. */
  explainRecord(model: string, operation: AuthOperation): Explanation | null {
    if (!this.environment.explain) return null;
    return this.environment.authorizer.explain(model, operation, this.request.identity);
  }

  /** Notes an error that a step had for a parent beside its value. */
  append(slot: number, parent: object, error: FieldError): void {
    this.appended ??= new Map();
    const noted = this.appended.get(parent) ?? [];
    noted.push({ slot, error });
    this.appended.set(parent, noted);
  }

  /** Throws once the request has used up its time. */
  checkDeadline(): void {
    if (this.environment.clock() > this.deadline) throw timedOut();
  }

  /** Counts loaded items against the request's limit. */
  countItems(count: number): void {
    this.#items += count;
    const { maxItems } = this.environment.limits;
    if (this.#items > maxItems) throw tooManyItems(`The request loads more than ${maxItems} items.`);
  }

  /** Whether that many items are within the request's limit, so that they need not be counted as they are loaded. */
  mayLoad(most: number): boolean {
    return most <= this.environment.limits.maxItems;
  }

  /** Refuses a batch of pages that, all full, would be far beyond the limit, before they are loaded. */
  checkPages(model: string, pages: number, limit: number): void {
    const possible = pages * limit;
    const allowed = this.environment.limits.maxItems * pageOverdraft;
    if (pages > 1 && possible > allowed) {
      throw tooManyItems(`The request could load ${possible} items of ${model}; at most ${allowed} are allowed.`);
    }
  }
}

/** How far pages may promise more than a request may load: most are not full. */
const pageOverdraft = 10;

export function timedOut(): FieldError {
  return new FieldError('Execution timed out.', 'ExecutionTimeout');
}

function tooManyItems(message: string): FieldError {
  return new FieldError(message, 'RequestLimitExceeded', {
    errorInfo: 'Ask for smaller pages, or for fewer levels of relations.',
  });
}
