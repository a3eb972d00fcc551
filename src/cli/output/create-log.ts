import type { Log, LogFields } from '../../diagnostics/log.ts';
import type { Style } from './style.ts';
import type { Terminal } from './terminal.ts';

type Level = 'debug' | 'info' | 'warn' | 'error';

const levels: readonly Level[] = ['debug', 'info', 'warn', 'error'];

/** A log on standard error: lines for people, or JSON lines with a time. */
export function createLog(terminal: Terminal, options: { readonly json: boolean; readonly level: Level }): Log {
  const lowest = levels.indexOf(options.level);
  const write = (level: Level, message: string, fields: LogFields = {}) => {
    if (levels.indexOf(level) < lowest) return;
    terminal.note(
      options.json
        ? JSON.stringify({ time: new Date().toISOString(), level, message, ...fields })
        : lineOf(level, message, fields, terminal.noteStyle),
    );
  };
  return {
    debug: (message, fields) => write('debug', message, fields),
    info: (message, fields) => write('info', message, fields),
    warn: (message, fields) => write('warn', message, fields),
    error: (message, fields) => write('error', message, fields),
  };
}

function lineOf(level: Level, message: string, fields: LogFields, style: Style): string {
  const mark = {
    debug: style('dim', '·'),
    info: style('dim', '·'),
    warn: style('yellow', '⚠'),
    error: style('red', '✖'),
  };
  const details = Object.entries(fields).map(([name, value]) => `${name}=${value}`);
  return `${mark[level]} ${[message, ...details].join(' ')}`;
}
