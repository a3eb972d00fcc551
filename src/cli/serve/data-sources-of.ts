import type { DataSourceDefinition } from '../../functions/resolvers/data-source-definition.ts';
import type { PreampConfig } from '../config/config-schema.ts';

/** The data sources a configuration names. */
export function configuredDataSources({ dataSources = {} }: PreampConfig): readonly DataSourceDefinition[] {
  return Object.entries(dataSources).map(([name, { http, function: called }]) => {
    if (called !== undefined) return { name, kind: 'lambda', function: called };
    if (http === undefined) return { name, kind: 'none' };
    const { url, authorizationConfig: signing } = http;
    return {
      name,
      kind: 'http',
      url,
      signing: signing === undefined ? null : { region: signing.signingRegion, service: signing.signingServiceName },
    };
  });
}

/**
 * Backends of the cloud ask their stack for its region, and what stands in for the stack answers with where it was asked:
 * `https://bedrock-runtime.[backend.stack.region].amazonaws.com`. Here the region is this backend's.
 */
export function inRegion(definition: DataSourceDefinition, region: string): DataSourceDefinition {
  if (definition.kind !== 'http') return definition;
  const fill = (text: string) => text.replace(/\[[^\]]*\.region\]/g, region);
  const { url, signing } = definition;
  return {
    ...definition,
    url: fill(url),
    signing: signing && { region: fill(signing.region), service: signing.service },
  };
}
