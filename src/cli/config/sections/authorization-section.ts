import * as v from 'valibot';
import { policyField } from '../../../identity/field-policy.ts';
import { flag, text, url, whole } from './described-values.ts';

const authModes = ['API_KEY', 'AMAZON_COGNITO_USER_POOLS', 'OPENID_CONNECT', 'AWS_IAM', 'AWS_LAMBDA'] as const;
const anyMode = v.pipe(v.picklist(authModes), v.title('mode'));
const mode = (description: string) => v.pipe(anyMode, v.description(description));

const apiKeys = v.pipe(
  v.array(
    v.strictObject({
      name: text('What the key is called in lists and logs.'),
      key: text('The key itself. Take it from the environment rather than writing it down.'),
    }),
  ),
  v.description('Keys that are accepted besides those made with `preamp keys add`.'),
);

const issuers = v.pipe(
  v.array(
    v.strictObject({
      mode: v.pipe(
        v.picklist(['OPENID_CONNECT', 'AMAZON_COGNITO_USER_POOLS']),
        v.description('Which rules its tokens are for: those of an OIDC provider or those of a user pool.'),
      ),
      issuer: url(
        'The `iss` of its tokens; a real Cognito pool is `https://cognito-idp.<region>.amazonaws.com/<pool id>`.',
      ),
      clientIds: v.optional(
        v.pipe(v.array(v.string()), v.description('Accepted `aud` or `client_id` values. Default: any.')),
      ),
      jwksUrl: v.optional(
        url(
          'Where its keys are. Default: what its `/.well-known/openid-configuration` says; for a user pool `<issuer>/.well-known/jwks.json`.',
        ),
      ),
    }),
  ),
  v.description('Whose tokens are accepted. A user pool among them takes the place of the embedded one.'),
);

const principals = v.pipe(
  v.array(
    v.strictObject({
      name: text('Name that rules, handlers and logs see.'),
      accessKeyId: text('The access key id that signs requests.'),
      secretAccessKey: text('Its secret. Take it from the environment.'),
      sessionToken: v.optional(text('For temporary credentials: the session token that requests must carry.')),
      kind: v.optional(
        v.pipe(
          v.picklist(['role', 'authenticated', 'unauthenticated', 'group', 'service', 'admin']),
          v.description(
            "Whom it stands for: a `role` of the account, the identity pool's role of signed-in users (`authenticated`, or the role of a `group` of them) or of guests (`unauthenticated`), a `service` that no rule binds, or an `admin`, which may also administer users. Default: `role`.",
          ),
        ),
      ),
      roleArn: v.optional(
        v.pipe(
          v.string(),
          v.regex(/^arn:aws[\w-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/, 'must be the ARN of an IAM role'),
          v.description('The role it has assumed, as `arn:aws:iam::<account>:role/<role>`. Default: by its kind.'),
        ),
      ),
      allow: v.optional(
        v.pipe(
          v.array(
            v.pipe(
              v.string(),
              v.check(
                (value) => policyField(value) !== null,
                'must be of the form `types/<Type>/fields/<field>` or `types/<Type>/*`',
              ),
            ),
          ),
          v.description(
            'What its policy lets it call, as `types/Query/*` or `types/Mutation/fields/createPost`. Default: everything.',
          ),
        ),
      ),
    }),
  ),
  v.description('Callers that sign their requests with AWS Signature Version 4.'),
);

export const authorization = v.pipe(
  v.strictObject({
    defaultMode: v.optional(mode('Mode of rules that name none. Default: as the resource file says, else `API_KEY`.')),
    modes: v.optional(
      v.pipe(
        v.array(v.picklist(authModes)),
        v.description('Every mode the API accepts. Default: as the schema needs.'),
      ),
    ),
    genericIamAccess: v.optional(
      flag(
        'Whether any IAM principal outside an identity pool passes every rule. Default: true for Gen 2, else false.',
      ),
    ),
    sandboxMode: v.optional(flag('Whether API keys may do everything on models without rules. Default: false.')),
    apiKeys: v.optional(apiKeys),
    apiKeyDays: v.optional(whole('Days until the first API key expires, 1 to 365. Default: 7, as in Amplify.', 1, 365)),
    issuers: v.optional(issuers),
    principals: v.optional(principals),
    adminRoles: v.optional(
      v.pipe(
        v.array(text('')),
        v.description(
          'Parts of role names: principals whose ARN holds one pass every rule, as with `custom-roles.json`, which is read in Gen 1 projects. Default: none.',
        ),
      ),
    ),
    lambdaAuthorizer: v.optional(
      v.pipe(
        v.strictObject({
          function: text('Name of the function that decides.'),
          cacheSeconds: v.optional(whole('How long an answer holds, 0 to 3600. Default: 300.', 0, 3600)),
          tokenPattern: v.optional(
            text('Regular expression a token must match as a whole. Default: any token is asked.'),
          ),
        }),
        v.description('A function that decides about requests with a token of no known issuer.'),
      ),
    ),
  }),
  v.description('Who may call, beyond the rules in the data model.'),
);
