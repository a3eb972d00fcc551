import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { PreampError } from '../../diagnostics/preamp-error.ts';
import type { ApiSettings } from '../../ir/data-model.ts';

const modes = v.picklist(['API_KEY', 'AMAZON_COGNITO_USER_POOLS', 'OPENID_CONNECT', 'AWS_IAM', 'AWS_LAMBDA']);

const schema = v.strictObject({
  defaultAuthMode: v.optional(modes),
  providers: v.optional(v.array(modes)),
  genericIamAccess: v.optional(v.boolean()),
  sandboxModeEnabled: v.optional(v.boolean()),
});

/** Reads the API settings of a JSON file with the official compiler's names. Throws `options-invalid`. */
export function readCompileSettings(file: string): Partial<ApiSettings> {
  const result = v.safeParse(schema, readJson(file));
  if (!result.success) {
    const problems = result.issues.map((issue) => `${v.getDotPath(issue) ?? 'the file'}: ${issue.message}`);
    throw new PreampError('options-invalid', `${file} does not hold compiler options.\n  ${problems.join('\n  ')}`, {
      hint: `It may hold ${Object.keys(schema.entries).join(', ')}.`,
    });
  }
  const { defaultAuthMode, providers, genericIamAccess, sandboxModeEnabled } = result.output;
  return {
    ...(defaultAuthMode === undefined ? {} : { defaultAuthMode }),
    ...(providers === undefined ? {} : { authModes: providers }),
    ...(genericIamAccess === undefined ? {} : { genericIamAccess }),
    ...(sandboxModeEnabled === undefined ? {} : { sandboxMode: sandboxModeEnabled }),
  };
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new PreampError('options-invalid', `${file} cannot be read as JSON.`, { cause: error });
  }
}
