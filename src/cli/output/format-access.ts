import type { AccessSummary, SummaryRow } from '../../auth/access-summary.ts';
import type { AuthOperation } from '../../ir/auth-rule.ts';

export const accessFormats = ['text', 'markdown', 'json'] as const;
export type AccessFormat = (typeof accessFormats)[number];

/** The truth table of a data model's rules, ending with a newline. */
export function formatAccess(summary: AccessSummary, format: AccessFormat): string {
  if (format === 'json') return `${JSON.stringify(summary, null, 2)}\n`;
  const heading = (text: string) => (format === 'markdown' ? `## ${text}` : text);
  const table = format === 'markdown' ? markdownTable : textTable;
  const parts = summary.models.map(({ model, operations, rows }) =>
    rows.length === 0
      ? `${heading(model)}\n\nNo rule admits anybody.`
      : `${heading(model)}\n\n${table([['role', 'fields', ...operations], ...rows.map((row) => cells(row, operations))])}`,
  );
  if (summary.operations.length > 0) {
    const rows = summary.operations.map(({ operation, roles }) => [operation, roles.join('; ') || 'nobody']);
    parts.push(`${heading('Custom operations')}\n\n${table([['operation', 'roles'], ...rows])}`);
  }
  if (summary.unbound.length > 0) {
    const rows = summary.unbound.map(({ caller, boundBy }) => [caller, boundBy]);
    parts.push(`${heading('Callers that no rule binds')}\n\n${table([['caller', 'bound by'], ...rows])}`);
  }
  const key = 'all: every record. record: records that name the caller. -: refused.';
  return `${[...parts, key].join('\n\n')}\n`;
}

function cells({ role, fields, rights }: SummaryRow, operations: readonly AuthOperation[]): readonly string[] {
  return [role, fields.join(' '), ...operations.map((operation) => rights[operation] ?? '-')];
}

function markdownTable([head, ...rows]: readonly (readonly string[])[]): string {
  const line = (row: readonly string[]) => `| ${row.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head!), line(head!.map(() => '---')), ...rows.map(line)].join('\n');
}

function textTable(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows
    .map((row) =>
      row
        .map((cell, n) => cell.padEnd(widths[n]!))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
