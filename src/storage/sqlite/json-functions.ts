import type Database from 'better-sqlite3';
import type { SqlValue } from '../sql/encode-value.ts';

/** Name of the registered function that calls one of the current statement's functions, by its position. */
export const jsonCallFunction = 'preamp_json';
/** Name of the registered function that ends a statement with {@link UnfitValue}. */
export const unfitFunction = 'preamp_unfit';

/** Makes JSON text of SQL values. */
export type JsonFunction = (...values: SqlValue[]) => string;

/** A value that its shape does not allow. */
export class UnfitValue extends Error {
  override readonly name = 'UnfitValue';

  constructor() {
    super('A value is not of the form in which it is to be shown.');
  }
}

/** What statements that write JSON call back for: values of unusual form, and positions of pages. */
export class JsonFunctions {
  #current: readonly JsonFunction[] = [];

  constructor(database: Database.Database) {
    database.function(jsonCallFunction, { varargs: true }, (position, ...values) =>
      this.#current[position as number]!(...(values as SqlValue[])),
    );
    database.function(unfitFunction, () => {
      throw new UnfitValue();
    });
  }

  /** Runs a statement that may call the functions; `undefined` where it met a value that its shape does not allow. */
  during<T>(functions: readonly JsonFunction[], work: () => T): T | undefined {
    this.#current = functions;
    try {
      return work();
    } catch (error) {
      if (error instanceof UnfitValue) return undefined;
      throw error;
    } finally {
      this.#current = [];
    }
  }
}
