import * as v from 'valibot';
import { text, url } from './described-values.ts';

export const dataSources = v.pipe(
  v.record(
    v.pipe(v.string(), v.regex(/^[A-Za-z_]\w*$/, 'must hold letters, digits and underscores')),
    v.pipe(
      v.strictObject({
        http: v.optional(
          v.pipe(
            v.strictObject({
              url: url('Base URL, without a path.'),
              authorizationConfig: v.optional(
                v.pipe(
                  v.strictObject({
                    signingRegion: text('Region of the service.'),
                    signingServiceName: text('Its name in signatures, as `bedrock`.'),
                  }),
                  v.description(
                    'Signs requests for a service of AWS, with the credentials in `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY` and `AWS_SESSION_TOKEN`.',
                  ),
                ),
              ),
            }),
            v.description('An HTTP endpoint.'),
          ),
        ),
        table: v.optional(
          v.pipe(
            v.strictObject({
              tableName: text('Its name.'),
              region: v.optional(text('Its region. Default: as the AWS SDK finds it.')),
              endpoint: v.optional(url('Another service that speaks the protocol of DynamoDB. Default: AWS.')),
            }),
            v.description(
              'A table of DynamoDB that no model is kept in. Needs the package `@aws-sdk/client-dynamodb`, whose own chain finds the credentials.',
            ),
          ),
        ),
        function: v.optional(text('A function, by name.')),
        none: v.optional(v.pipe(v.literal(true), v.title('true'), v.description('Gives the payload back.'))),
      }),
      v.check(
        ({ http, table, function: name, none }) =>
          [http, table, name, none].filter((each) => each !== undefined).length === 1,
        'must have one of `http`, `table`, `function` and `none`',
      ),
    ),
  ),
  v.description('Data sources of `a.handler.custom` by name, beside the tables of the models and `NONE_DS`.'),
);
