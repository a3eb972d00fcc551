import type { Item } from '../../ir/item.ts';
import type { Key, WriteOperation } from '../../storage/storage-engine.ts';
import { changesOfInput } from '../input/changes-of-input.ts';
import { checkInput } from '../input/check-input.ts';
import { checkKey } from '../input/check-key.ts';
import { compositeAttributes, compositeChanges } from '../input/composite-attributes.ts';
import { newItem } from '../input/new-item.ts';
import { unchangedFilter } from '../input/unchanged-filter.ts';
import { updatedAt } from '../input/updated-at.ts';
import { withoutNulls } from '../input/without-nulls.ts';
import type { ModelFacts } from '../model-facts.ts';
import type { RequestRun } from '../run/request-run.ts';
import { keyOf } from '../steps/load-get.ts';
import type { HookTransaction } from './write-hooks.ts';

/** A write that a hook asked for. */
interface Asked {
  readonly kind: 'create' | 'update' | 'delete';
  readonly facts: ModelFacts;
  readonly values: Item;
}

/** An operation beside the write itself, with what it was asked as. */
export interface JointOperation {
  readonly operation: WriteOperation;
  /** `null` for a record that was only read. */
  readonly kind: 'create' | 'update' | 'delete' | null;
  /** Position of the check that the record is still what was read; -1 where it was not read. */
  readonly guard: number;
}

/** With the write itself as many as the engines take in one step: each record that is read or written is one of them. */
const maxRecords = 99;

/** What the hooks about one write read and want written with it. */
export class HookWrites implements HookTransaction {
  readonly #run: RequestRun;
  /** The record of the write itself, which is not this object's to write or to guard. */
  readonly #own: string;
  readonly #read = new Map<string, { readonly facts: ModelFacts; readonly key: Key; readonly item: Item }>();
  readonly #asked = new Map<string, Asked>();

  constructor(run: RequestRun, facts: ModelFacts, key: Item) {
    this.#run = run;
    this.#own = keyText(facts, key);
  }

  async get(model: string, key: Key): Promise<Item | null> {
    const facts = this.#facts(model);
    const place = keyText(facts, key);
    const known = this.#read.get(place);
    if (known !== undefined) return known.item;
    this.#checkRoom(place);
    const item = await this.#run.environment.store.get(model, keyOf(facts, key));
    this.#run.countItems(1);
    if (item !== null) this.#read.set(place, { facts, key: keyOf(facts, key), item });
    return item;
  }

  create(model: string, values: Item): void {
    const { clock, ids } = this.#run.environment;
    const facts = this.#facts(model);
    const { sent } = newItem(facts, values, new Date(clock()).toISOString(), ids);
    this.#ask({ kind: 'create', facts, values: sent });
  }

  update(model: string, values: Item): void {
    this.#ask({ kind: 'update', facts: this.#facts(model), values });
  }

  delete(model: string, key: Key): void {
    this.#ask({ kind: 'delete', facts: this.#facts(model), values: key });
  }

  /** The operations beside the write itself. */
  async operations(): Promise<readonly JointOperation[]> {
    const writes: JointOperation[] = [];
    for (const asked of this.#asked.values()) writes.push(await this.#operation(asked));
    const guards = [...this.#read].filter(([place]) => place !== this.#own && !this.#asked.has(place));
    return [
      ...writes,
      ...guards.map(([, { facts, key, item }]): JointOperation => {
        const checks = [unchangedFilter(facts, item)];
        const operation = { kind: 'update', model: facts.model.name, key, set: {}, remove: [], checks } as const;
        return { kind: null, guard: 0, operation };
      }),
    ];
  }

  #facts(model: string): ModelFacts {
    const facts = this.#run.environment.models.get(model);
    if (facts === undefined) throw new TypeError(`A hook names the model '${model}', which there is not.`);
    return facts;
  }

  #checkRoom(place: string): void {
    const places = new Set([...this.#read.keys(), ...this.#asked.keys(), place]);
    places.delete(this.#own);
    if (places.size > maxRecords) throw new TypeError(`A hook reads and writes more than ${maxRecords} records.`);
  }

  #ask(asked: Asked): void {
    const { facts, values } = asked;
    const { name } = facts.model;
    const unknown = Object.keys(values).find((field) => !facts.fields.has(field));
    if (unknown !== undefined) throw new TypeError(`A hook writes ${name}.${unknown}, which there is not.`);
    checkKey(facts, values, this.#run.request.requestId);
    const place = keyText(facts, values);
    if (place === this.#own) throw new TypeError(`A hook writes the ${name} it is about: return the change instead.`);
    if (this.#asked.has(place)) throw new TypeError(`A hook writes one ${name} twice.`);
    this.#checkRoom(place);
    this.#asked.set(place, asked);
  }

  async #operation({ kind, facts, values }: Asked): Promise<JointOperation> {
    const model = facts.model.name;
    if (kind === 'create') {
      checkInput(facts, values);
      const item = withoutNulls(values);
      const whole = { ...item, ...compositeAttributes(facts, item, new Set(facts.fields.keys())) };
      return { kind, guard: -1, operation: { kind, model, item: whole, checks: [] } };
    }
    const key = keyOf(facts, values);
    const touchesIndex = facts.keys.some(
      ({ index, composite, sortFields }) =>
        index !== null && composite !== null && sortFields.some((field) => values[field] !== undefined),
    );
    // A part of a composite attribute needs the others, and those must still be there when it is written.
    if (kind === 'update' && touchesIndex) await this.get(model, key);
    const current = this.#read.get(keyText(facts, key))?.item ?? null;
    const checks = current === null ? [] : [unchangedFilter(facts, current)];
    const guard = checks.length - 1;
    if (kind === 'delete') return { kind, guard, operation: { kind, model, key, checks } };
    checkInput(facts, values);
    const { set, remove } = changesOfInput(facts, values);
    const composite = current === null ? { set: {}, remove: [] } : compositeChanges(facts, values, current);
    const stamped = updatedAt(facts, values, this.#run.environment.clock());
    return {
      kind,
      guard,
      operation: {
        kind,
        model,
        key,
        set: { ...set, ...stamped, ...composite.set },
        remove: [...remove.filter((name) => !Object.hasOwn(stamped, name)), ...composite.remove],
        checks,
      },
    };
  }
}

function keyText(facts: ModelFacts, key: Item): string {
  return JSON.stringify([facts.model.name, ...facts.primaryKey.fields.map((field) => key[field])]);
}
