import { fileURLToPath } from 'node:url';
import type { SourceLocation } from '../diagnostics/diagnostic.ts';

/** The stack frame of the user's code that called a builder function, as the engine prints it. Parsed when needed. */
export type CallSite = string | null;

/**
 * The frame that called `builder`. Taken at once, because the frames of a bundled module name the user's files only
 * while the module is being evaluated; one frame deep, because it is taken for every declared field.
 */
export function callSiteOf(builder: (...parameters: never[]) => unknown): CallSite {
  const limit = Error.stackTraceLimit;
  const holder: { stack?: string } = {};
  Error.stackTraceLimit = 1;
  Error.captureStackTrace(holder, builder);
  Error.stackTraceLimit = limit;
  const frame = holder.stack?.slice(holder.stack.indexOf('\n') + 1).trim();
  return frame?.startsWith('at ') ? frame : null;
}

/** A call site as a location; `null` where the frame names no file. */
export function locationOfCallSite(site: CallSite): SourceLocation | null {
  const match = site === null ? null : /^at (?:.*\()?([^()]+):(\d+):(\d+)\)?$/.exec(site);
  if (match === null) return null;
  const path = match[1]!;
  if (path.startsWith('node:') || path === 'native' || path.startsWith('data:')) return null;
  const line = Number(match[2]);
  const column = Number(match[3]);
  // Test runners join a source map's URL to the folder of the bundle as if it were a path.
  const url = path.indexOf('file:/');
  const file = url === -1 ? path : fileURLToPath(path.slice(url));
  return { file, line, column, endLine: line, endColumn: column + 1 };
}
