import type { DocumentNode, OperationDefinitionNode } from 'graphql';
import { requestErrorEntry } from '../errors/error-entries.ts';
import type { GraphQLErrorEntry } from '../graphql-error-entry.ts';
import { conditionVariables } from '../plan/condition-variables.ts';
import type { OperationPlan } from '../plan/operation-plan.ts';
import { type PlannedSchema, planOperation } from '../plan/plan-operation.ts';
import type { ObjectShape } from '../shape/compile-object.ts';
import { compileRootShape } from '../shape/compile-shape.ts';
import { chooseOperation } from './choose-operation.ts';
import { variableErrors } from './variable-errors.ts';
import { VariableReader } from './variable-reader.ts';
import type { Variables } from './variables.ts';

export interface CompiledOperation {
  readonly plan: OperationPlan;
  readonly shape: ObjectShape;
}

export type PreparedOperation =
  | { readonly status: 'ready'; readonly compiled: CompiledOperation; readonly variables: Variables }
  | { readonly status: 'invalid'; readonly errors: readonly GraphQLErrorEntry[] };

interface Operation {
  readonly definition: OperationDefinitionNode;
  /** `null` where it has no variables. */
  readonly variables: VariableReader | null;
  /** One for each combination of the conditions' values that was asked for. */
  readonly variants: Map<string, CompiledOperation>;
}

/** Combinations of conditions that are kept; further ones are compiled each time. */
const maxVariants = 32;

const noVariables: Variables = Object.freeze({ sources: Object.freeze({}), coerced: Object.freeze({}) });

/** A valid document with the plans of its operations, made as they are asked for. */
export class CompiledDocument {
  readonly #planned: PlannedSchema;
  readonly #document: DocumentNode;
  readonly #conditions: readonly string[];
  readonly #operations = new Map<string, Operation>();

  constructor(planned: PlannedSchema, document: DocumentNode) {
    this.#planned = planned;
    this.#document = document;
    this.#conditions = conditionVariables(document);
  }

  prepare(operationName: string | null, inputs: Readonly<Record<string, unknown>> | null): PreparedOperation {
    const operation = this.#operation(operationName ?? '');
    if (typeof operation === 'string') return { status: 'invalid', errors: [requestErrorEntry(operation, null)] };
    const given = inputs ?? {};
    const variables = operation.variables === null ? noVariables : operation.variables.read(given);
    if (variables === null) {
      return { status: 'invalid', errors: variableErrors(this.#planned.schema, operation.definition, given) };
    }
    return { status: 'ready', compiled: this.#variant(operation, variables), variables };
  }

  #operation(name: string): Operation | string {
    const known = this.#operations.get(name);
    if (known !== undefined) return known;
    const definition = chooseOperation(this.#document, name);
    if (typeof definition === 'string') return definition;
    const { variableDefinitions = [] } = definition;
    const reader =
      variableDefinitions.length === 0 ? null : new VariableReader(this.#planned.schema, variableDefinitions);
    const operation: Operation = { definition, variables: reader, variants: new Map() };
    this.#operations.set(name, operation);
    return operation;
  }

  #variant(operation: Operation, variables: Variables): CompiledOperation {
    let key = '';
    for (const name of this.#conditions) key += variables.coerced[name] === true ? '1' : '0';
    const known = operation.variants.get(key);
    if (known !== undefined) return known;
    const conditions = new Map(this.#conditions.map((name, index) => [name, key[index] === '1']));
    const plan = planOperation(this.#planned, this.#document, operation.definition, conditions);
    const compiled = { plan, shape: compileRootShape(plan.roots, plan.rootType) };
    if (operation.variants.size < maxVariants) operation.variants.set(key, compiled);
    return compiled;
  }
}
