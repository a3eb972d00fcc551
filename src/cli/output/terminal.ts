import { type Style, styleFor } from './style.ts';

/**
 * Where a command writes. What was asked for goes to `out`, all else (progress, notes, errors) to `note`: the output of
 * a command can then be piped whatever it says on the way.
 */
export interface Terminal {
  /** Writes a line to standard output. */
  out(line: string): void;
  /** Writes a line to standard error. */
  note(line: string): void;
  /** Colours for standard output. */
  readonly style: Style;
  /** Colours for standard error. */
  readonly noteStyle: Style;
}

export function createTerminal(): Terminal {
  return {
    out: (line) => void process.stdout.write(`${line}\n`),
    note: (line) => void process.stderr.write(`${line}\n`),
    style: styleFor(process.stdout),
    noteStyle: styleFor(process.stderr),
  };
}
