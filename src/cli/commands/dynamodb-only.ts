import { PreampError } from '../../diagnostics/preamp-error.ts';
import type { DynamodbSettings, EngineSettings } from '../serve/engine-settings.ts';

/** The settings of DynamoDB. @throws PreampError `deploy-without-tables` where the engine is another */
export function dynamodbOnly(engine: EngineSettings): DynamodbSettings {
  if (engine.type === 'dynamodb') return engine;
  throw new PreampError('deploy-without-tables', 'SQLite has no tables to deploy: `start` and `sandbox` make them.', {
    hint: 'Add --engine dynamodb, or set engine.type in the configuration.',
  });
}
