import { GraphQLError } from 'graphql';
import { fieldErrorEntry, nullErrorEntry, serializationErrorEntry } from '../errors/error-entries.ts';
import { FieldError } from '../errors/field-error.ts';
import { unauthorized } from '../errors/unauthorized.ts';
import type { AbstractPlan, FieldPlan, LeafPlan, ListPlan, ObjectPlan, ValuePlan } from '../plan/operation-plan.ts';
import { isHidden } from '../run/field-guard.ts';
import { typeNameOf } from '../run/load-values.ts';
import type { RequestRun } from '../run/request-run.ts';
import { leafText } from './leaf-text.ts';
import { shownOwner } from './shown-owner.ts';

/**
 * Writes a value as JSON text. `undefined`: it is null where null may not stand, and the error is noted; the object or
 * list around it becomes null. While it runs, the run's path leads to the value.
 */
export type Writer = (run: RequestRun, value: unknown) => string | undefined;

/** Compiles the shape steps of root fields. The writer takes the run's root object. */
export function compileRootWriter(roots: readonly FieldPlan[], rootType: string): Writer {
  return writeFields(roots, rootType, () => null);
}

function compileWriter(plan: ValuePlan, parentType: string): Writer {
  const write = compileNullable(plan, parentType);
  if (!plan.nonNull)
    return (run, value) => (value === null || value === undefined ? 'null' : (write(run, value) ?? 'null'));
  const typeText = typeTextOf(plan);
  return (run, value) => {
    if (value !== null && value !== undefined) return write(run, value);
    run.errors.push(nullErrorEntry([...run.path], typeText, parentType));
    return undefined;
  };
}

/** A writer for values that are not null. It notes errors by itself. */
function compileNullable(plan: ValuePlan, parentType: string): Writer {
  switch (plan.kind) {
    case 'leaf':
      return writeLeaf(plan, parentType);
    case 'list':
      return writeList(plan, parentType);
    case 'object':
      return writeObject(plan);
    case 'abstract':
      return writeAbstract(plan);
    case 'introspection':
      return (_run, value) => JSON.stringify(value);
  }
}

function writeLeaf(plan: LeafPlan, parentType: string): Writer {
  const fast = leafText(plan.type);
  return (run, value) => {
    const text = fast(value);
    if (text !== null) return text;
    try {
      return JSON.stringify(plan.type.coerceOutputValue(value));
    } catch (error) {
      const reason = error instanceof GraphQLError ? error.message : 'The value is not of the type.';
      run.errors.push(serializationErrorEntry([...run.path], reason));
    }
    if (plan.nonNull) run.errors.push(nullErrorEntry([...run.path], plan.type.name, parentType));
    return undefined;
  };
}

function writeList(plan: ListPlan, parentType: string): Writer {
  const write = compileWriter(plan.of, parentType);
  return (run, value) => {
    if (!Array.isArray(value)) return mismatch(run, plan.nonNull, 'LIST', plan.typeText, parentType);
    const { path } = run;
    const depth = path.push(0);
    let text = '[';
    for (let index = 0; index < value.length; index += 1) {
      path[depth - 1] = index;
      const element = write(run, value[index]);
      if (element === undefined) {
        path.length = depth - 1;
        return undefined;
      }
      text += index === 0 ? element : `,${element}`;
    }
    path.length = depth - 1;
    return `${text}]`;
  };
}

function writeAbstract(plan: AbstractPlan): Writer {
  const writers = new Map([...plan.possible].map(([name, object]) => [name, writeObject(object)]));
  return (run, value) => {
    const write = writers.get(typeNameOf(value));
    if (write !== undefined) return write(run, value);
    return mismatch(
      run,
      plan.nonNull,
      `one of ${[...writers.keys()].join(', ')} by its __typename`,
      plan.type,
      plan.type,
    );
  };
}

function writeObject(plan: ObjectPlan): Writer {
  const write = writeFields(plan.fields, plan.type, (run) => run.guard(plan));
  return (run, value) => {
    if (typeof value !== 'object') return mismatch(run, plan.nonNull, 'OBJECT', plan.type, plan.type);
    return write(run, value);
  };
}

function writeFields(
  fields: readonly FieldPlan[],
  typeName: string,
  guardOf: (run: RequestRun) => ReturnType<RequestRun['guard']>,
): Writer {
  const writers = fields.map((field) => writeField(field, typeName));
  const keys = fields.map(({ responseKey }, index) => `${index === 0 ? '' : ','}${JSON.stringify(responseKey)}:`);
  const count = fields.length;
  return (run, value) => {
    const source = value as object;
    const guard = guardOf(run);
    let text = '{';
    for (let index = 0; index < count; index += 1) {
      const field = fields[index]!;
      const hidden = guard !== null && isHidden(guard, field.name, source);
      const written = writers[index]!(run, hidden ? refusal(run, field, typeName) : source);
      if (written === undefined) return undefined;
      text += keys[index]! + written;
    }
    return `${text}}`;
  };
}

function refusal(run: RequestRun, field: FieldPlan, typeName: string): FieldError {
  const explanation = run.environment.models.has(typeName) ? run.explainRecord(typeName, 'get') : null;
  return unauthorized(field.name, typeName, explanation);
}

/** Takes the object that has the field, or the error that stands for the field's value. */
function writeField(field: FieldPlan, typeName: string): Writer {
  const write = compileWriter(field.value, typeName);
  const read = readerOf(field, typeName);
  const careful: Writer = (run, source) => {
    const { path } = run;
    const depth = path.push(field.responseKey);
    let value = source instanceof FieldError ? source : read(run, source as object);
    if (value instanceof FieldError) {
      run.errors.push(fieldErrorEntry(value, [...path], field.position));
      value = null;
    }
    const text = write(run, value);
    path.length = depth - 1;
    return text;
  };
  const { source: from, value: plan } = field;
  if (from.kind !== 'attribute' || from.owner || plan.kind !== 'leaf') return careful;
  // Most fields: a leaf that is as expected. Only where it is not does the path matter.
  const { name } = from;
  const fast = leafText(plan.type);
  return (run, source) => {
    if (source instanceof FieldError) return careful(run, source);
    const value = (source as Record<string, unknown>)[name];
    if ((value === null || value === undefined) && !plan.nonNull) return 'null';
    return fast(value) ?? careful(run, source);
  };
}

function readerOf({ source }: FieldPlan, typeName: string): (run: RequestRun, parent: object) => unknown {
  switch (source.kind) {
    case 'typeName':
      return () => typeName;
    case 'step': {
      const { slot } = source.step;
      return (run, parent) => run.results[slot]!.get(parent);
    }
    case 'attribute': {
      const { name } = source;
      if (source.owner) return (_run, parent) => shownOwner((parent as Record<string, unknown>)[name]);
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
