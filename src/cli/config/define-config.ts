import type { PreampConfig } from './config-schema.ts';

/**
 * Types a configuration file.
 *
 * @example
 * // preamp.config.ts
 * import { defineConfig } from 'preamp';
 * export default defineConfig({ port: 4000, dataDir: '/var/lib/posts' });
 */
export function defineConfig(config: PreampConfig): PreampConfig {
  return config;
}
