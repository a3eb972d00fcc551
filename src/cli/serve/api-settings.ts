import type { ApiSettings } from '../../ir/data-model.ts';
import type { PreampConfig } from '../config/config-schema.ts';

/**
 * Settings of the API that is served: what the configuration says, else the resource file, else Amplify's defaults. Only
 * Gen 2 lets any IAM principal of the account in.
 */
export function apiSettings(
  config: PreampConfig,
  declared: Partial<ApiSettings>,
  kind: 'module' | 'sdl',
): Partial<ApiSettings> {
  const { defaultMode, modes, genericIamAccess, sandboxMode } = config.authorization ?? {};
  return {
    ...(kind === 'sdl' ? { genericIamAccess: false } : {}),
    ...declared,
    ...(defaultMode === undefined ? {} : { defaultAuthMode: defaultMode }),
    ...(modes === undefined ? {} : { authModes: modes }),
    ...(genericIamAccess === undefined ? {} : { genericIamAccess }),
    ...(sandboxMode === undefined ? {} : { sandboxMode }),
  };
}
