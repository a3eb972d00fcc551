import * as v from 'valibot';
import { text, texts, url, whole } from './described-values.ts';

const functionConfig = v.pipe(
  v.strictObject({
    entry: v.optional(text('Module that exports `handler`, relative to the configuration file.')),
    lambda: v.optional(
      v.pipe(
        v.strictObject({
          functionName: text('Name or ARN of the function.'),
          qualifier: v.optional(text('Version or alias. Default: the newest code.')),
          region: v.optional(text('Its region. Default: that of the ARN, else as the AWS SDK finds it.')),
          endpoint: v.optional(url('Another service that speaks the protocol of Lambda. Default: AWS.')),
        }),
        v.description(
          'A deployed AWS Lambda in place of a module. Needs the package `@aws-sdk/client-lambda`, whose own chain finds the credentials.',
        ),
      ),
    ),
    endpoint: v.optional(
      v.pipe(
        v.strictObject({
          url: url('Where each event is posted, as JSON; the answer is the result.'),
          headers: v.optional(texts('Headers of the request. Take secrets from the environment.')),
        }),
        v.description('An HTTP endpoint in place of a module. `http` has its bounds.'),
      ),
    ),
    timeoutSeconds: v.optional(whole('Longest run, 1 to 900. Default: 3, and 30 for what runs elsewhere.', 1, 900)),
    memoryMB: v.optional(whole('Largest heap, 128 to 10240. Default: 512.', 128, 10240)),
    environment: v.optional(texts('Variables the handler finds in `process.env`.')),
  }),
  v.check(
    ({ entry, lambda, endpoint }) => [entry, lambda, endpoint].filter((each) => each !== undefined).length === 1,
    'must have one of `entry`, `lambda` and `endpoint`',
  ),
);

export const functions = v.pipe(
  v.record(v.string(), functionConfig),
  v.description(
    'Functions by the name the schema uses: those that no `defineFunction` describes, and those that run elsewhere.',
  ),
);

export type FunctionConfig = v.InferOutput<typeof functionConfig>;
