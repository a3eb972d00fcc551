import type { Identity } from '../ir/identity.ts';
import type { Permission } from './authorizer.ts';

const rootTypes: ReadonlySet<string> = new Set(['Query', 'Mutation', 'Subscription']);

/** What the credential itself allows: an IAM policy speaks about root fields, `deniedFields` about any. */
export function permits(typeName: string, fieldName: string, identity: Identity): Permission {
  if (identity.mode === 'AWS_LAMBDA') {
    return identity.deniedFields.includes(`${typeName}.${fieldName}`) ? 'deniedField' : 'permitted';
  }
  if (identity.mode !== 'AWS_IAM' || identity.allowedFields === null || !rootTypes.has(typeName)) return 'permitted';
  const allowed = identity.allowedFields;
  const permitted = allowed.includes(`${typeName}.${fieldName}`) || allowed.includes(`${typeName}.*`);
  return permitted ? 'permitted' : 'outsidePolicy';
}

/** Whether the caller is an IAM principal that no rule binds: only its policy does. */
export function isUnbound(identity: Identity, genericIamAccess: boolean): boolean {
  if (identity.mode !== 'AWS_IAM') return false;
  return identity.principal === 'service' || (identity.principal === 'role' && genericIamAccess);
}
