import { GraphQLError } from 'graphql';
import { ownProperty } from '../../util/own-property.ts';
import { fieldErrorEntry, nullErrorEntry, serializationErrorEntry } from '../errors/error-entries.ts';
import { FieldError } from '../errors/field-error.ts';
import { unauthorized } from '../errors/unauthorized.ts';
import type { AbstractPlan, FieldPlan, LeafPlan, ListPlan, ObjectPlan, ValuePlan } from '../plan/operation-plan.ts';
import { isHidden } from '../run/field-guard.ts';
import { typeNameOf } from '../run/load-values.ts';
import type { RequestRun } from '../run/request-run.ts';
import { acceptsLeaf } from './accepts-leaf.ts';
import { compileObject, type Member, type ObjectShape } from './compile-object.ts';
import { shownOwner } from './shown-owner.ts';

/**
 * Makes the response's value of what was loaded. `undefined`: it is null where null may not stand, and the error is
 * noted; the object or list around it becomes null. While it works, the run's path leads to the value.
 */
export type Shape = (run: RequestRun, value: unknown) => unknown;

/** Compiles the shape steps of the root fields. The shape takes the run's root object. */
export function compileRootShape(roots: readonly FieldPlan[], rootType: string): ObjectShape {
  return compileObject(roots.map((field) => memberOf(field, rootType)));
}

function compileValue(plan: ValuePlan, parentType: string): Shape {
  const shape = compilePresent(plan, parentType);
  if (!plan.nonNull)
    return (run, value) => (value === null || value === undefined ? null : (shape(run, value) ?? null));
  const typeText = typeTextOf(plan);
  return (run, value) => {
    if (value !== null && value !== undefined) return shape(run, value);
    run.errors.push(nullErrorEntry([...run.path], typeText, parentType));
    return undefined;
  };
}

/** A shape for values that are not null. */
function compilePresent(plan: ValuePlan, parentType: string): Shape {
  switch (plan.kind) {
    case 'leaf':
      return leafShape(plan, parentType);
    case 'list':
      return listShape(plan, parentType);
    case 'object':
      return objectShape(plan);
    case 'abstract':
      return abstractShape(plan);
    case 'introspection':
      return (_run, value) => value;
  }
}

function leafShape(plan: LeafPlan, parentType: string): Shape {
  const accepts = acceptsLeaf(plan.type);
  return (run, value) => {
    if (accepts(value)) return value;
    try {
      return plan.type.coerceOutputValue(value);
    } catch (error) {
      const reason = error instanceof GraphQLError ? error.message : 'The value is not of the type.';
      run.errors.push(serializationErrorEntry([...run.path], reason));
    }
    if (plan.nonNull) run.errors.push(nullErrorEntry([...run.path], plan.type.name, parentType));
    return undefined;
  };
}

function listShape(plan: ListPlan, parentType: string): Shape {
  const shape = compileValue(plan.of, parentType);
  return (run, value) => {
    if (!Array.isArray(value)) return mismatch(run, plan.nonNull, 'LIST', plan.typeText, parentType);
    const { path } = run;
    const depth = path.push(0);
    const elements: unknown[] = [];
    for (let index = 0; index < value.length; index += 1) {
      path[depth - 1] = index;
      const element = shape(run, value[index]);
      if (element === undefined) break;
      elements.push(element);
    }
    path.length = depth - 1;
    return elements.length === value.length ? elements : undefined;
  };
}

function abstractShape(plan: AbstractPlan): Shape {
  const shapes = new Map([...plan.possible].map(([name, object]) => [name, objectShape(object)]));
  return (run, value) => {
    const shape = shapes.get(typeNameOf(value));
    if (shape !== undefined) return shape(run, value);
    return mismatch(
      run,
      plan.nonNull,
      `one of ${[...shapes.keys()].join(', ')} by its __typename`,
      plan.type,
      plan.type,
    );
  };
}

function objectShape(plan: ObjectPlan): Shape {
  const members = plan.fields.map((field) => memberOf(field, plan.type));
  const open = compileObject(members);
  return (run, value) => {
    if (typeof value !== 'object' || value === null) {
      return mismatch(run, plan.nonNull, 'OBJECT', plan.type, plan.type);
    }
    return run.guard(plan) === null ? open(run, value) : guardedObject(run, plan, members, value);
  };
}

/** An object of which the caller may not see all fields. */
function guardedObject(run: RequestRun, plan: ObjectPlan, members: readonly Member[], source: object): unknown {
  const guard = run.guard(plan);
  const entries: [string, unknown][] = [];
  for (const [index, field] of plan.fields.entries()) {
    const hidden = guard !== null && isHidden(guard, field.name, source);
    const value = hidden ? refuse(run, plan, field) : members[index]!.shape(run, source);
    if (value === undefined) return undefined;
    entries.push([field.responseKey, value]);
  }
  return Object.fromEntries(entries);
}

function refuse(run: RequestRun, plan: ObjectPlan, field: FieldPlan): null | undefined {
  const explanation = plan.access.kind === 'model' ? run.explainRecord(plan.type, 'get') : null;
  const path = [...run.path, field.responseKey];
  run.errors.push(fieldErrorEntry(unauthorized(field.name, plan.type, explanation), path, field.position));
  if (!field.value.nonNull) return null;
  run.errors.push(nullErrorEntry(path, typeTextOf(field.value), plan.type));
  return undefined;
}

function memberOf(field: FieldPlan, typeName: string): Member {
  const { responseKey, source, value: plan } = field;
  const shape = compileValue(plan, typeName);
  const read = readerOf(field, typeName);
  return {
    responseKey,
    direct:
      source.kind === 'attribute' && !source.owner && plan.kind === 'leaf' && !(source.name in Object.prototype)
        ? { attribute: source.name, accepts: acceptsLeaf(plan.type), nonNull: plan.nonNull }
        : null,
    shape: (run, parent) => {
      const { path } = run;
      const depth = path.push(responseKey);
      let value = read(run, parent);
      if (run.appended !== null && source.kind === 'step') {
        for (const { slot, error } of run.appended.get(parent) ?? []) {
          if (slot === source.step.slot) run.errors.push(fieldErrorEntry(error, [...path], field.position));
        }
      }
      if (value instanceof FieldError) {
        run.errors.push(fieldErrorEntry(value, [...path], field.position));
        value = null;
      }
      const shaped = shape(run, value);
      path.length = depth - 1;
      return shaped;
    },
  };
}

function readerOf({ source }: FieldPlan, typeName: string): (run: RequestRun, parent: object) => unknown {
  switch (source.kind) {
    case 'typeName':
      return () => typeName;
    case 'redacted': {
      const value = source.isConnection ? { items: [], nextToken: null } : null;
      return () => value;
    }
    case 'step': {
      const { slot } = source.step;
      return (run, parent) => run.results[slot]!.get(parent);
    }
    case 'attribute': {
      const { name } = source;
      if (source.owner) return (_run, parent) => shownOwner((parent as Record<string, unknown>)[name]);
      // Fields may have the names of what every object inherits: `constructor`, `toString`.
      if (name in Object.prototype) return (_run, parent) => ownProperty(parent as Record<string, unknown>, name);
      return (_run, parent) => (parent as Record<string, unknown>)[name];
    }
  }
}

function mismatch(
  run: RequestRun,
  nonNull: boolean,
  expected: string,
  typeText: string,
  parentType: string,
): undefined {
  const path = [...run.path];
  run.errors.push(serializationErrorEntry(path, `The value is not ${expected}.`));
  if (nonNull) run.errors.push(nullErrorEntry(path, typeText, parentType));
  return undefined;
}

function typeTextOf(plan: ValuePlan): string {
  switch (plan.kind) {
    case 'leaf':
      return plan.type.name;
    case 'list':
      return plan.typeText;
    case 'introspection':
      return '__Schema';
    default:
      return plan.type;
  }
}
