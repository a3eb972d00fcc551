import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import type { FunctionDefinition } from '../../functions/function-definition.ts';

/** What Gen 1's own templates set. */
const timeoutSeconds = 25;
const memoryMB = 128;

/** The parts of a function's CloudFormation template that are values and not references into the account. */
const template = v.object({
  Resources: v.object({
    LambdaFunction: v.object({
      Properties: v.object({
        Handler: v.optional(v.unknown()),
        Timeout: v.optional(v.unknown()),
        MemorySize: v.optional(v.unknown()),
        Environment: v.optional(v.object({ Variables: v.optional(v.record(v.string(), v.unknown()), {}) })),
      }),
    }),
  }),
});

type Properties = v.InferOutput<typeof template>['Resources']['LambdaFunction']['Properties'];

/**
 * The functions of a Gen 1 project: each folder of `amplify/backend/function` with `src/index.js` or what its template
 * names as the handler. `ENV` and `REGION` are theirs as in the cloud, and so are the variables that the template writes
 * out.
 */
export function gen1Functions(
  root: string,
  environment: { env: string; region: string },
): readonly FunctionDefinition[] {
  const folder = join(root, 'amplify', 'backend', 'function');
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) => {
      const properties = readTemplate(join(folder, name, `${name}-cloudformation-template.json`));
      const entry = entryOf(join(folder, name, 'src'), properties?.Handler);
      if (entry === null) return [];
      return [
        {
          kind: 'local' as const,
          names: [name],
          entry,
          environment: {
            ENV: environment.env,
            REGION: environment.region,
            ...texts(properties?.Environment?.Variables),
          },
          timeoutSeconds: numberOf(properties?.Timeout, timeoutSeconds),
          memoryMB: numberOf(properties?.MemorySize, memoryMB),
        },
      ];
    });
}

function readTemplate(file: string): Properties | null {
  if (!existsSync(file)) return null;
  try {
    const result = v.safeParse(template, JSON.parse(readFileSync(file, 'utf8')));
    return result.success ? result.output.Resources.LambdaFunction.Properties : null;
  } catch {
    // The template is for the cloud; what it does not say here has a default.
    return null;
  }
}

function entryOf(folder: string, handler: unknown): string | null {
  const module = typeof handler === 'string' ? /^([\w./-]+)\.\w+$/.exec(handler)?.[1] : undefined;
  const named = module === undefined ? [] : [`${module}.js`, `${module}.mjs`, `${module}.ts`];
  const names = [...named, 'index.js', 'index.mjs', 'index.ts', 'app.js'];
  return names.map((name) => join(folder, name)).find((file) => existsSync(file)) ?? null;
}

function numberOf(value: unknown, otherwise: number): number {
  const number = typeof value === 'string' ? Number(value) : value;
  return typeof number === 'number' && Number.isInteger(number) && number > 0 ? number : otherwise;
}

function texts(variables: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(variables).filter((pair): pair is [string, string] => typeof pair[1] === 'string'),
  );
}
