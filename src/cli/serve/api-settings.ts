import type { ApiSettings } from '../../ir/data-model.ts';
import type { PreampConfig } from '../config/config-schema.ts';

/** Settings of the API that is served: what the configuration says, else the resource file, else Amplify's defaults. */
export function apiSettings(config: PreampConfig, declared: Partial<ApiSettings>): Partial<ApiSettings> {
  const { defaultMode, modes, genericIamAccess, sandboxMode } = config.authorization ?? {};
  return {
    ...declared,
    ...(defaultMode === undefined ? {} : { defaultAuthMode: defaultMode }),
    ...(modes === undefined ? {} : { authModes: modes }),
    ...(genericIamAccess === undefined ? {} : { genericIamAccess }),
    ...(sandboxMode === undefined ? {} : { sandboxMode }),
  };
}
