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
        function: v.optional(text('A function, by name.')),
        none: v.optional(v.pipe(v.literal(true), v.title('true'), v.description('Gives the payload back.'))),
      }),
      v.check(
        ({ http, function: name, none }) => [http, name, none].filter((each) => each !== undefined).length === 1,
        'must have one of `http`, `function` and `none`',
      ),
    ),
  ),
  v.description('Data sources of `a.handler.custom` by name, beside the tables of the models and `NONE_DS`.'),
);
