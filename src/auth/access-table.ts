import type { AuthOperation } from '../ir/auth-rule.ts';
import type { AccessRow } from './authorizer.ts';
import type { ModelAccess, RolesByProvider } from './model-access.ts';
import { isPerRecord } from './role.ts';

const operations: readonly AuthOperation[] = ['create', 'get', 'list', 'listen', 'search', 'sync', 'update', 'delete'];

/** The rights of every role of a model, operation by operation; `delete` only for roles that can delete a record. */
export function accessTable(access: ModelAccess): readonly AccessRow[] {
  const fields = access.classes.flatMap((entry) => entry.fields);
  return operations.flatMap((operation) =>
    flatten(operation === 'delete' ? access.fullDelete : access.gates[operation]).map((role): AccessRow => {
      const granted = access.classes.filter((entry) => entry.roles[operation][role.provider].some(isSame(role.key)));
      const held = new Set(granted.flatMap((entry) => entry.fields));
      return {
        role: role.label,
        operation,
        perRecord: isPerRecord(role),
        fields: fields.filter((field) => held.has(field)),
        otherFields: fields.filter((field) => !held.has(field)),
      };
    }),
  );
}

function isSame(key: string) {
  return (role: { readonly key: string }) => role.key === key;
}

function flatten(roles: RolesByProvider) {
  return Object.values(roles).flat();
}
