import type { GraphQLErrorEntry } from '../graphql-error-entry.ts';
import type { FieldError } from './field-error.ts';

export type ResponsePath = readonly (string | number)[];

export interface SourcePosition {
  readonly line: number;
  readonly column: number;
}

/** The entry of a field that failed. `reference/runtime.md` section 1.3. */
export function fieldErrorEntry(error: FieldError, path: ResponsePath, position: SourcePosition): GraphQLErrorEntry {
  return {
    path,
    data: error.data,
    errorType: error.errorType,
    errorInfo: error.errorInfo,
    locations: [{ line: position.line, column: position.column, sourceName: null }],
    message: error.message,
    ...(error.extensions === null ? {} : { extensions: error.extensions }),
  };
}

/** The entry of a null in a non-null position. */
export function nullErrorEntry(path: ResponsePath, type: string, parentType: string): GraphQLErrorEntry {
  return {
    path,
    locations: null,
    message: `Cannot return null for non-nullable type: '${type}' within parent '${parentType}' (${pathText(path)})`,
  };
}

/** The entry of a stored or returned value that is not of its field's type. `reason` is a sentence with its full stop. */
export function serializationErrorEntry(path: ResponsePath, reason: string): GraphQLErrorEntry {
  return { path, locations: null, message: `Can't serialize value (${pathText(path)}) : ${reason}` };
}

/** The entry of a request that failed as a whole. */
export function requestErrorEntry(message: string, positions: readonly SourcePosition[] | null): GraphQLErrorEntry {
  return {
    path: null,
    locations: positions?.map(({ line, column }) => ({ line, column, sourceName: null })) ?? null,
    message,
  };
}

/** A path as messages show it: `/listPosts/items[0]/author`. */
function pathText(path: ResponsePath): string {
  return path.map((part) => (typeof part === 'number' ? `[${part}]` : `/${part}`)).join('');
}
