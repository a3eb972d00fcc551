import type { DataSourceDefinition } from '../../functions/resolvers/data-source-definition.ts';
import { missingDataSourceAdvice } from '../../functions/resolvers/missing-data-source.ts';
import type { DataModel } from '../../ir/data-model.ts';
import type { PreampConfig } from '../config/config-schema.ts';
import type { DeclaredBackend } from '../project/declared-backend.ts';

/** The data sources a configuration names. */
export function configuredDataSources({ dataSources = {} }: PreampConfig): readonly DataSourceDefinition[] {
  return Object.entries(dataSources).map(([name, { http, table, function: called }]) => {
    if (called !== undefined) return { name, kind: 'lambda', function: called };
    if (table !== undefined) {
      const { tableName, region = null, endpoint = null } = table;
      return { name, kind: 'table', address: { tableName, region, endpoint } };
    }
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

/** All data sources beside the tables of models; of two of a name that of the configuration counts. */
export function allDataSources(
  { dataSources = [] }: DeclaredBackend,
  config: PreampConfig,
): readonly DataSourceDefinition[] {
  return [...dataSources, ...configuredDataSources(config)];
}

/** What to do about the data sources that resolvers name and there are not; `null` where all are there. */
export function missingDataSourcesText(
  model: DataModel,
  declared: DeclaredBackend,
  config: PreampConfig,
): string | null {
  const known = new Map(allDataSources(declared, config).map((each) => [each.name, each]));
  const tables = new Set(['NONE', 'NONE_DS', ...model.models.map(({ name }) => `${name}Table`)]);
  const named = model.operations
    .flatMap(({ handlers }) => handlers)
    .flatMap((handler) => (handler.kind === 'ResolverHandler' ? [handler.dataSource] : []));
  const missing = [...new Set(named)].flatMap((name) => {
    const definition = known.get(name);
    if (tables.has(name) || (definition !== undefined && definition.kind !== 'missing')) return [];
    return [`There is no data source '${name}' here. ${missingDataSourceAdvice(name, definition?.call ?? null)}`];
  });
  return missing.length === 0 ? null : missing.join('\n');
}
