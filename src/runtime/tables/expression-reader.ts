import { isRecord } from '../../util/is-record.ts';
import { plainValue } from './attribute-values.ts';
import { RequestProblem } from './request-problem.ts';

/** Attribute names, and positions in lists, from an item down to a value. */
export type AttributePath = readonly [string, ...(string | number)[]];

const token = /\s*(?:(#[\w-]+|:[\w-]+|[A-Za-z_][\w]*|\d+)|(<>|<=|>=|[=<>()+\-,.[\]]))/y;
const maxLength = 4096;

/** Reads the tokens of one DynamoDB expression, and what its placeholders stand for. */
export class ExpressionReader {
  readonly #tokens: readonly string[];
  readonly #names: Readonly<Record<string, unknown>>;
  readonly #values: Readonly<Record<string, unknown>>;
  #position = 0;
  #depth = 0;

  /** @param source `{ expression, expressionNames?, expressionValues? }` */
  constructor(source: unknown) {
    if (!isRecord(source) || typeof source.expression !== 'string') {
      throw new RequestProblem("An expression is an object with an 'expression'.");
    }
    this.#tokens = tokensOf(source.expression);
    this.#names = isRecord(source.expressionNames) ? source.expressionNames : {};
    this.#values = isRecord(source.expressionValues) ? source.expressionValues : {};
  }

  get atEnd(): boolean {
    return this.#position >= this.#tokens.length;
  }

  next(): string {
    const found = this.#tokens[this.#position];
    if (found === undefined) throw new RequestProblem('Invalid expression: it ends too early');
    this.#position += 1;
    return found;
  }

  /** Whether a word (in any case) or sign comes next; reads it if so. */
  takes(word: string, before: string | null = null): boolean {
    const found = this.#tokens[this.#position];
    if (found?.toUpperCase() !== word) return false;
    if (before !== null && this.#tokens[this.#position + 1] !== before) return false;
    this.#position += 1;
    return true;
  }

  needs(word: string): void {
    if (!this.takes(word)) throw this.unexpected();
  }

  isValue(): boolean {
    return this.#tokens[this.#position]?.startsWith(':') ?? false;
  }

  value(): unknown {
    const name = this.next();
    if (!name.startsWith(':')) throw this.unexpected(name);
    if (!Object.hasOwn(this.#values, name)) {
      throw new RequestProblem(`Invalid expression: an attribute value used in it is not defined: ${name}`);
    }
    return plainValue(this.#values[name]);
  }

  path(): AttributePath {
    const path: [string, ...(string | number)[]] = [this.#name()];
    for (;;) {
      if (this.takes('.')) path.push(this.#name());
      else if (this.takes('[')) {
        const index = this.next();
        if (!/^\d+$/.test(index)) throw this.unexpected(index);
        path.push(Number(index));
        this.needs(']');
      } else return path;
    }
  }

  /** Reads something nested, which may not be nested without end. */
  nested<T>(read: () => T): T {
    this.#depth += 1;
    if (this.#depth > 100) throw new RequestProblem('Invalid expression: it is nested too deeply');
    const result = read();
    this.#depth -= 1;
    return result;
  }

  unexpected(found: string = this.#tokens[this.#position] ?? 'its end'): RequestProblem {
    return new RequestProblem(`Invalid expression: '${found}' was not expected`);
  }

  #name(): string {
    const name = this.next();
    if (name.startsWith('#')) {
      const resolved = Object.hasOwn(this.#names, name) ? this.#names[name] : undefined;
      if (typeof resolved === 'string') return resolved;
      throw new RequestProblem(`Invalid expression: an attribute name used in it is not defined: ${name}`);
    }
    if (!/^[A-Za-z_]/.test(name)) throw this.unexpected(name);
    return name;
  }
}

function tokensOf(text: string): readonly string[] {
  if (text.length > maxLength) throw new RequestProblem('Invalid expression: it is longer than 4096 characters');
  const tokens: string[] = [];
  const end = text.trimEnd().length;
  token.lastIndex = 0;
  for (let position = 0; position < end; position = token.lastIndex) {
    token.lastIndex = position;
    const match = token.exec(text);
    if (match === null)
      throw new RequestProblem(`Invalid expression: '${text.slice(position).trim().slice(0, 10)}' is no token`);
    tokens.push(match[1] ?? match[2]!);
  }
  return tokens;
}
