import type { Identity } from '../ir/identity.ts';
import type { Permission } from './authorizer.ts';

const rootTypes: ReadonlySet<string> = new Set(['Query', 'Mutation', 'Subscription']);

/**
 * What the credential itself allows. An IAM policy must name a root field; fields of another type are open until it names
 * one of that type. `deniedFields` speak about any.
 */
export function permits(typeName: string, fieldName: string, identity: Identity): Permission {
  if (identity.mode === 'AWS_LAMBDA') {
    return identity.deniedFields.includes(`${typeName}.${fieldName}`) ? 'deniedField' : 'permitted';
  }
  if (identity.mode !== 'AWS_IAM' || identity.allowedFields === null) return 'permitted';
  const allowed = identity.allowedFields;
  const isOpen = !rootTypes.has(typeName) && !allowed.some((entry) => entry.startsWith(`${typeName}.`));
  const permitted = isOpen || allowed.includes(`${typeName}.${fieldName}`) || allowed.includes(`${typeName}.*`);
  return permitted ? 'permitted' : 'outsidePolicy';
}

/** Whether the caller is an IAM principal that no rule binds: only its policy does. */
export function isUnbound(identity: Identity, genericIamAccess: boolean): boolean {
  if (identity.mode !== 'AWS_IAM') return false;
  return identity.principal === 'service' || (identity.principal === 'role' && genericIamAccess);
}
