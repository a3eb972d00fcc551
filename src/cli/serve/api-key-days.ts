import type { PreampConfig } from '../config/config-schema.ts';
import type { DeclaredBackend } from '../project/declared-backend.ts';

/** Amplify's own default. */
const defaultDays = 7;

/** Days until the key that is made for clients expires. */
export function apiKeyDays(config: PreampConfig, declared: DeclaredBackend): number {
  return config.authorization?.apiKeyDays ?? declared.apiKeyDays ?? defaultDays;
}
