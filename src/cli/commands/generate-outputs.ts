import { resolve } from 'node:path';
import { publishedApiKey } from '../data/api-key-file.ts';
import { openInstance } from '../data/instance-file.ts';
import { displayPath } from '../output/display-path.ts';
import { formatOutputs, type OutputsFormat, outputsExtension, outputsShape } from '../output/format-outputs.ts';
import type { Terminal } from '../output/terminal.ts';
import { apiKeyDays } from '../serve/api-key-days.ts';
import { backendOutputs } from '../serve/backend-outputs.ts';
import { portChoice } from '../serve/listen.ts';
import { writeGenerated } from '../serve/outputs-file.ts';
import { poolSettings } from '../serve/pool-settings.ts';
import { openData, readProject, type ServeFlags } from './serve-command.ts';

export interface GenerateOutputsCommand extends ServeFlags {
  readonly format: OutputsFormat;
  /** Folder of the file. */
  readonly outDir: string;
  /** The GraphQL endpoint as clients reach it; `null` is the one on this machine. */
  readonly url: string | null;
}

/** Writes the client configuration of a backend, whether or not it runs. */
export async function runGenerateOutputs(command: GenerateOutputsCommand, { note }: Terminal): Promise<void> {
  const { result } = await readProject(command);
  if ('error' in result) throw result.error;
  const { config, project, model } = result;
  const data = await openData(command, config);
  const instance = openInstance(data);
  const { declared } = project;
  const days = apiKeyDays(config.config, declared);
  const apiKey = model.settings.authModes.includes('API_KEY') ? publishedApiKey(data, days, Date.now).key : null;
  const outputs = backendOutputs({
    model,
    declared,
    graphqlUrl: command.url ?? `http://localhost:${portChoice(command.port ?? config.config.port, false).port}/graphql`,
    region: instance.region,
    apiKey,
    userPool: declared.userPool && poolSettings(instance, declared.userPool, config.config),
    shape: outputsShape(command.format),
  });
  const file = resolve(command.outDir, `amplify_outputs.${outputsExtension(command.format)}`);
  writeGenerated(file, formatOutputs(outputs, command.format));
  note(`File written: ${displayPath(file)}`);
}
