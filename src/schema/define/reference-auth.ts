import { type CallSite, callSiteOf } from '../call-site.ts';
import type { CloudMember } from './cloud-member.ts';
import { collect } from './collect-backend.ts';
import { type Resource, resource } from './resource.ts';

export interface ReferenceAuthProps {
  readonly userPoolId: string;
  readonly userPoolClientId: string;
  readonly identityPoolId: string;
  readonly authRoleArn: string;
  readonly unauthRoleArn: string;
  /** Group name → ARN of its role. */
  readonly groups?: Readonly<Record<string, string>>;
  readonly access?: (allow: CloudMember) => unknown;
}

/** `referenceAuth({ userPoolId, … })`: users of an existing pool. Once in a backend, instead of `defineAuth`. */
export function referenceAuth(
  props: ReferenceAuthProps,
): Resource<{ readonly kind: 'referencedAuth'; readonly props: ReferenceAuthProps; readonly site: CallSite }> {
  return collect(resource({ kind: 'referencedAuth', props, site: callSiteOf(referenceAuth) }), 'referenceAuth');
}
