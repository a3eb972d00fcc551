import type { CallSite } from '../call-site.ts';
import type { AuthProps } from './define-auth.ts';
import type { DataProps } from './define-data.ts';
import type { FunctionDefinition } from './define-function.ts';
import type { ReferenceAuthProps } from './reference-auth.ts';

/** What a `define…` function gives: its settings as plain data, and the shape a backend definition passes around. */
export interface Resource<D extends ResourceDefinition = ResourceDefinition> {
  readonly data: D;
  /** Asked for by cloud deployments only. */
  getInstance(): never;
}

export type ResourceDefinition =
  | { readonly kind: 'dataResource'; readonly props: DataProps; readonly site: CallSite }
  | { readonly kind: 'authResource'; readonly props: AuthProps; readonly site: CallSite }
  | { readonly kind: 'referencedAuth'; readonly props: ReferenceAuthProps; readonly site: CallSite }
  | FunctionDefinition
  | { readonly kind: 'storageResource'; readonly name: string; readonly site: CallSite };

export type ResourceKind = ResourceDefinition['kind'];

export function resource<D extends ResourceDefinition>(data: D): Resource<D> {
  return {
    data,
    getInstance() {
      throw new Error(
        'Resources are created when the backend is deployed to a cloud account, which does not happen here.',
      );
    },
  };
}

/** Whether a value was made by a `define…` function. */
function isResource(value: unknown): value is Resource {
  if (typeof value !== 'object' || value === null || !('data' in value)) return false;
  const { data } = value as { readonly data: unknown };
  return (
    typeof data === 'object' && data !== null && 'kind' in data && (kinds as readonly unknown[]).includes(data.kind)
  );
}

const kinds: readonly ResourceKind[] = [
  'dataResource',
  'authResource',
  'referencedAuth',
  'functionResource',
  'storageResource',
];

/** The resource as one of a kind, or `null`. */
export function resourceOfKind<K extends ResourceKind>(
  value: unknown,
  kind: K,
): Extract<ResourceDefinition, { kind: K }> | null {
  return isResource(value) && value.data.kind === kind
    ? (value.data as Extract<ResourceDefinition, { kind: K }>)
    : null;
}
