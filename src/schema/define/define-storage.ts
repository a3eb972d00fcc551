import { type CallSite, callSiteOf } from '../call-site.ts';
import type { CloudMember } from './cloud-member.ts';
import { collect } from './collect-backend.ts';
import { checkResourceName } from './define-error.ts';
import type { FunctionDefinition } from './define-function.ts';
import { type Resource, resource } from './resource.ts';

export interface StorageProps {
  readonly name: string;
  readonly isDefault?: boolean;
  readonly versioned?: boolean;
  readonly access?: (allow: CloudMember) => Readonly<Record<string, unknown>>;
  readonly triggers?: Partial<Readonly<Record<'onDelete' | 'onUpload', Resource<FunctionDefinition>>>>;
}

/** `defineStorage({ name: 'photos' })`. A bucket of the cloud account: accepted, and without effect here. */
export function defineStorage(
  props: StorageProps,
): Resource<{ readonly kind: 'storageResource'; readonly name: string; readonly site: CallSite }> {
  checkResourceName(props.name);
  return collect(resource({ kind: 'storageResource', name: props.name, site: callSiteOf(defineStorage) }), null);
}
