import type { Api } from '../../api/api.ts';
import { clientTypes } from '../client-types.ts';
import type { GeneratedFile } from '../generated-file.ts';
import { angularService } from './angular-service.ts';
import { flowModernTypes } from './flow-modern-types.ts';
import { flowTypes } from './flow-types.ts';
import { jsonTypes } from './json-types.ts';
import type { StatementOptions } from './operation-statement.ts';

/** Languages of the types of what statements send and receive. */
export const typeTargets = ['typescript', 'flow', 'flow-modern', 'angular', 'json'] as const;
export type TypeTarget = (typeof typeTargets)[number];

/** The types of what statements send and receive. `options` are those of the statements. */
export function typesFor(api: Api, target: TypeTarget, options: StatementOptions): readonly GeneratedFile[] {
  switch (target) {
    case 'typescript':
      return [clientTypes(api, options)];
    case 'flow':
      return [flowTypes(api, options)];
    case 'flow-modern':
      return flowModernTypes(api, options);
    case 'angular':
      return [angularService(api, options)];
    case 'json':
      return [jsonTypes(api, options)];
  }
}
