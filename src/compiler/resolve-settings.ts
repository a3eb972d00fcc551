import type { ApiSettings, AuthMode } from '../ir/data-model.ts';
import type { Source } from '../sdl/source.ts';

const everyMode: readonly AuthMode[] = [
  'API_KEY',
  'AMAZON_COGNITO_USER_POOLS',
  'OPENID_CONNECT',
  'AWS_IAM',
  'AWS_LAMBDA',
];

/**
 * Settings with their defaults: every authorization mode, API keys by default, generic IAM access where IAM is among
 * the modes, no sandbox. The default mode is always among the modes. Function grants are those of the settings and of the sources.
 */
export function resolveSettings(sources: readonly Source[], given: Partial<ApiSettings>): ApiSettings {
  const authModes = given.authModes ?? everyMode;
  const defaultAuthMode = given.defaultAuthMode ?? authModes[0] ?? 'API_KEY';
  const grants = sources.flatMap((source) => ('document' in source ? (source.functionAccess ?? []) : []));
  const modes = authModes.includes(defaultAuthMode) ? authModes : [defaultAuthMode, ...authModes];
  return {
    defaultAuthMode,
    authModes: modes,
    genericIamAccess: (given.genericIamAccess ?? true) && modes.includes('AWS_IAM'),
    sandboxMode: given.sandboxMode ?? false,
    functionAccess: [...(given.functionAccess ?? []), ...grants],
  };
}
