import type { FieldAccess } from '../../auth/authorizer.ts';
import type { Item } from '../../ir/item.ts';
import type { ExecutionEnvironment } from '../execution-environment.ts';

/** Records as one caller sees them: without the fields that it may not read. For filters that are run here. */
export function visibleItem(environment: ExecutionEnvironment, fields: FieldAccess): (item: Item) => Item {
  if (fields.size === 0) return (item) => item;
  const hidden = [...fields].map(
    ([name, rule]) => [name, rule === 'deny' ? () => false : environment.predicateOf(rule)] as const,
  );
  return (item) => {
    const visible: Record<string, unknown> = { ...item };
    for (const [name, isReadable] of hidden) if (!isReadable(item)) delete visible[name];
    return visible;
  };
}
