import type { DataModel } from '../../ir/data-model.ts';
import type { LoadedConfig } from '../config/load-config.ts';
import type { DataDirectory } from '../data/data-directory.ts';
import type { DeclaredBackend } from '../project/declared-backend.ts';
import { missingDataSourcesText } from './data-sources-of.ts';
import { missingFunctionsText } from './missing-functions.ts';
import { missingSecretsText } from './secret-values.ts';

/** What handlers ask for and there is not, each with what to do about it. The backend starts without. */
export function missingParts(
  model: DataModel,
  declared: DeclaredBackend,
  config: LoadedConfig,
  data: DataDirectory,
): readonly string[] {
  return [
    missingSecretsText(declared, data),
    missingDataSourcesText(model, declared, config.config),
    missingFunctionsText(model, declared, config),
  ].filter((text) => text !== null);
}
