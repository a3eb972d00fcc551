import * as v from 'valibot';
import { policyField } from '../../identity/field-policy.ts';
import type { CodeDelivery } from '../../identity/user-pool/code-delivery.ts';
import type { ModelHooks } from '../../runtime/hooks/hook-definitions.ts';

/** Brings a code to its user, or throws where that is not possible. */
export type DeliverCode = (delivery: CodeDelivery) => void | Promise<void>;

const authModes = ['API_KEY', 'AMAZON_COGNITO_USER_POOLS', 'OPENID_CONNECT', 'AWS_IAM', 'AWS_LAMBDA'] as const;

const text = (description: string) => v.pipe(v.string(), v.nonEmpty('must not be empty'), v.description(description));
const flag = (description: string) => v.pipe(v.boolean(), v.description(description));
const whole = (description: string, low: number, high: number) =>
  v.pipe(
    v.number(),
    v.integer('must be a whole number'),
    v.minValue(low, `must be at least ${low}`),
    v.maxValue(high, `must be at most ${high}`),
    v.description(description),
  );
const url = (description: string) => v.pipe(v.string(), v.url('must be a URL'), v.description(description));
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

const authorization = v.pipe(
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

const userPool = v.pipe(
  v.strictObject({
    signInWith: v.optional(
      v.pipe(
        v.array(v.picklist(['username', 'email', 'phone_number'])),
        v.nonEmpty('must not be empty'),
        v.description('What users sign in with. Default: as the resource file says, else `email`.'),
      ),
    ),
    confirmation: v.optional(
      v.pipe(
        v.picklist(['code', 'automatic']),
        v.description('Whether a sign-up waits for the code that was sent. Default: `code`.'),
      ),
    ),
    selfSignUp: v.optional(flag('Whether anyone may sign up. Default: true.')),
    allowGuests: v.optional(flag('Whether callers that have not signed in get credentials. Default: true.')),
    deliverCode: v.optional(
      v.pipe(
        v.function('must be a function'),
        v.transform((value) => value as DeliverCode),
        v.description(
          'Sends a code to its user. `sandbox` prints every code too; `start` without a way refuses what needs one.',
        ),
      ),
    ),
    printCodes: v.optional(
      flag('Whether `start` writes every code into its log. Default: true where the data is in memory, else false.'),
    ),
    webhook: v.optional(
      v.pipe(
        v.strictObject({
          url: url(
            'Where each code is posted, as JSON: `purpose`, `username`, `attribute`, `destination`, `code`, and `subject` and `message` where a trigger words them.',
          ),
          secret: v.optional(
            text('Signs the body: `x-preamp-signature` is `sha256=` and its HMAC-SHA256. Default: unsigned.'),
          ),
        }),
        v.description('Posts codes to an address.'),
      ),
    ),
    smtp: v.optional(
      v.pipe(
        v.strictObject({
          url: url('The mail server, as `smtps://user:password@mail.example.com`. Take it from the environment.'),
          from: text('The address that mails come from.'),
        }),
        v.description('Mails codes. Needs the package `nodemailer`.'),
      ),
    ),
  }),
  v.description('The embedded user pool.'),
);

const texts = (description: string) => v.pipe(v.record(v.string(), v.string()), v.description(description));

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

const functions = v.pipe(
  v.record(v.string(), functionConfig),
  v.description(
    'Functions by the name the schema uses: those that no `defineFunction` describes, and those that run elsewhere.',
  ),
);

type BeforeHook = NonNullable<ModelHooks['beforeCreate']>;
const beforeHook = (description: string) =>
  v.pipe(
    v.function('must be a function'),
    v.transform((value) => value as BeforeHook),
    v.description(description),
  );

const hooks = v.pipe(
  v.record(
    v.string(),
    v.strictObject({
      beforeCreate: v.optional(beforeHook('Asked before a record is created. Returns what it changes, or refuses.')),
      beforeUpdate: v.optional(beforeHook('Asked before a record changes. Returns what it changes, or refuses.')),
      beforeDelete: v.optional(beforeHook('Asked before a record is deleted. May refuse.')),
      afterCommit: v.optional(
        v.pipe(
          v.function('must be a function'),
          v.transform((value) => value as NonNullable<ModelHooks['afterCommit']>),
          v.description('Told of every change once it is durable.'),
        ),
      ),
    }),
  ),
  v.description('Functions around the generated mutations by model, or `*` for all. See the guide on functions.'),
);

const dataSources = v.pipe(
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

const http = v.pipe(
  v.strictObject({
    timeout: v.optional(whole('Milliseconds for one exchange. Default: 10000.', 1, 900_000)),
    maxResponseBytes: v.optional(whole('Bytes of an answer. Default: 1048576.', 1024, 104_857_600)),
    allowPrivateAddresses: v.optional(
      flag('Whether addresses on loopback, link-local and private networks may be called. Default: false.'),
    ),
  }),
  v.description('Bounds of calls to the outside: `@http`, HTTP data sources, functions behind endpoints.'),
);

const byModel = (value: string, description: string) =>
  v.pipe(v.record(v.string(), text(value)), v.description(description));

const engine = v.pipe(
  v.strictObject({
    type: v.pipe(v.picklist(['sqlite', 'dynamodb']), v.description('Which engine: `sqlite` or `dynamodb`.')),
    region: v.optional(
      text('DynamoDB: the region, as `eu-central-1`. Default: that of the environment or the AWS configuration.'),
    ),
    endpoint: v.optional(url('DynamoDB: another address of the service, as `http://localhost:8000`. Default: of AWS.')),
    prefix: v.optional(
      v.pipe(
        v.string(),
        v.description('DynamoDB: what stands before the model in names of tables; may be empty. Default: nothing.'),
      ),
    ),
    apiId: v.optional(
      text(
        'DynamoDB: the API in names of tables as Amplify has them, `<Model>-<apiId>-<env>`. Default: names end with the model.',
      ),
    ),
    env: v.optional(text('DynamoDB: the environment in these names. Default: `NONE`, as in Gen 2.')),
    tables: v.optional(
      byModel(
        '',
        'DynamoDB: names of tables by model, where they follow no rule. They come before prefix and `apiId`.',
      ),
    ),
    consistentReads: v.optional(
      flag(
        'DynamoDB: whether lists, relations and key queries of tables see every write that was answered, at twice the price. Default: true.',
      ),
    ),
    pointInTimeRecovery: v.optional(
      flag('DynamoDB: whether tables can be restored to any second of the last 35 days. Default: as they are.'),
    ),
    deletionProtection: v.optional(
      flag('DynamoDB: whether the service refuses to delete tables. Default: as they are.'),
    ),
    encryption: v.optional(
      text(
        'DynamoDB: `aws-owned`, `aws-managed` or a KMS key that encrypts tables. Default: as they are, `aws-owned` at first.',
      ),
    ),
    timeToLive: v.optional(
      byModel(
        '',
        'DynamoDB: by model, the field with the Unix time in seconds at which an item expires. Default: none expires.',
      ),
    ),
  }),
  v.description('Where items are kept. Default: SQLite in the data folder.'),
);

const outputs = v.pipe(
  v.strictObject({
    write: v.optional(flag('Whether `sandbox` writes the file. Default: true.')),
    path: v.optional(text('The file. Default: `amplify_outputs.json` in the app folder.')),
  }),
  v.description('The client configuration.'),
);

const compatibility = v.pipe(
  v.strictObject({
    appsyncPages: v.optional(
      flag(
        'Whether `limit` counts the items read, before filter and rules, and a page that stops at it always has a token. Default: false: pages are full.',
      ),
    ),
    appsyncRedaction: v.optional(
      flag(
        'Whether results of mutations leave out checked fields and relations, whoever asks. Default: false: callers see what they may read.',
      ),
    ),
    subscriptionFilterLimits: v.optional(
      flag(
        'Whether filters of subscriptions have the limits of AppSync: five fields, ten combinations, five values. Default: false: a thousand comparisons.',
      ),
    ),
  }),
  v.description('Official behaviour that a test suite may rely on, and that is off because it serves clients worse.'),
);

const realtime = v.pipe(
  v.strictObject({
    redis: v.optional(
      url(
        'Redis that carries events between nodes, as `redis://host:6379`. Needs the package `ioredis`. Default: none.',
      ),
    ),
    stream: v.optional(text('The stream that nodes of one cluster share. Default: `preamp:events`.')),
  }),
  v.description('Events between several processes.'),
);

const metrics = v.pipe(
  v.strictObject({
    port: whole('Port of `GET /metrics`, 0 to 65535; 0 takes a free one.', 0, 65535),
    host: v.optional(text('Address it listens on. Default: `127.0.0.1`.')),
  }),
  v.description('Metrics for Prometheus, on a port of their own. Default: off.'),
);

const backups = v.pipe(
  v.strictObject({
    folder: text('Where they are kept, relative to the configuration file; best on another disk.'),
    everyHours: v.optional(whole('Hours between two backups, 1 to 8760. Default: 24.', 1, 8760)),
    keep: v.optional(whole('How many are kept, 1 to 1000. Default: 7.', 1, 1000)),
  }),
  v.description('Backups that `start` makes while it serves. Default: none.'),
);

const archive = v.pipe(
  v.strictObject({
    folder: text('Where it is kept, relative to the configuration file; best on another disk.'),
    everyHours: v.optional(whole('Hours after which a new copy begins, 1 to 8760. Default: 24.', 1, 8760)),
    keepDays: v.optional(whole('Days that can be brought back, 1 to 3650. Default: 7.', 1, 3650)),
  }),
  v.description('Every commit, shipped while `start` serves, to restore any moment from. Default: none.'),
);

const encryption = v.pipe(
  v.strictObject({
    keyFile: v.optional(text('File with the key, relative to the configuration file.')),
    keyCommand: v.optional(text('Command of the shell that prints the key, such as one that asks a key service.')),
  }),
  v.description(
    'Encrypts the data folder. The environment goes before: `PREAMP_ENCRYPTION_KEY`, `…_KEY_FILE`, `…_KEY_COMMAND`. Default: plain files.',
  ),
);

const most = 2_147_483_647;
const limits = v.pipe(
  v.strictObject({
    maxBodyBytes: v.optional(whole('Bytes of a request body. Default: 1048576.', 1024, most)),
    requestTimeout: v.optional(whole('Milliseconds a request may take to arrive. Default: 30000.', 1, most)),
    keepAliveTimeout: v.optional(whole('Milliseconds an idle connection is kept. Default: 65000.', 1, most)),
    maxSockets: v.optional(whole('Open WebSockets. Default: 20000.', 1, most)),
    maxMessageBytes: v.optional(whole('Bytes of one WebSocket message. Default: 262144.', 1024, most)),
    heartbeatInterval: v.optional(whole('Milliseconds between heartbeats of a socket. Default: 30000.', 1000, 60_000)),
    drainTimeout: v.optional(whole('Milliseconds running requests get at the end. Default: 10000.', 0, most)),
    maxSubscriptionsPerConnection: v.optional(whole('Live subscriptions of one WebSocket. Default: 200.', 1, most)),
    maxSubscriptionsPerIdentity: v.optional(whole('Live subscriptions of one caller. Default: 1000.', 1, most)),
    maxTokens: v.optional(whole('Tokens of a GraphQL document. Default: 20000.', 1, most)),
    maxDepth: v.optional(whole('Levels of nested fields. Default: 30.', 1, most)),
    maxFields: v.optional(whole('Fields of an operation, fragments spread. Default: 10000.', 1, most)),
    maxAliases: v.optional(whole('Aliases of an operation, fragments spread. Default: 500.', 0, most)),
    maxPageSize: v.optional(whole('Items of a page. Default: 10000.', 1, most)),
    maxItems: v.optional(whole('Items one request may load. Default: 100000.', 1, most)),
    timeout: v.optional(whole('Milliseconds an operation may take. Default: 30000.', 1, most)),
    maxCachedText: v.optional(whole('Characters of documents the plan cache keeps. Default: 4000000.', 0, most)),
  }),
  v.description('What a client may ask for at most.'),
);

/** The whole configuration file: the one place that knows its keys, their types and what they mean. */
export const configSchema = v.strictObject({
  schema: v.optional(
    text('The data model: a GraphQL file, a module or a folder. Default: found as in Amplify projects.'),
  ),
  dataDir: v.optional(text('Folder of the data, or `:memory:`. Default: `.preamp`.')),
  host: v.optional(text('Address to listen on. Default: `127.0.0.1`.')),
  port: v.optional(whole('Port to listen on, 0 to 65535; 0 takes a free one. Default: 20002.', 0, 65535)),
  backups: v.optional(backups),
  archive: v.optional(archive),
  encryption: v.optional(encryption),
  outputs: v.optional(outputs),
  authorization: v.optional(authorization),
  userPool: v.optional(userPool),
  engine: v.optional(engine),
  functions: v.optional(functions),
  dataSources: v.optional(dataSources),
  hooks: v.optional(hooks),
  resolverEnvironment: v.optional(texts('What JavaScript resolvers find in `ctx.env`.')),
  environmentName: v.optional(
    text('What `${env}` stands for in names of functions and URLs. Default: that of the Gen 1 project, else `dev`.'),
  ),
  http: v.optional(http),
  origins: v.optional(v.pipe(v.array(v.string()), v.description('Web origins whose pages may call. Default: any.'))),
  tls: v.optional(
    v.pipe(
      v.strictObject({
        certificate: text('PEM file with the certificate and its chain.'),
        key: text('PEM file with its private key.'),
      }),
      v.description('Answers TLS on the same port, beside plain HTTP. Default: plain HTTP only.'),
    ),
  ),
  trustProxy: v.optional(flag('Whether `x-forwarded-for` is believed. Default: false.')),
  limits: v.optional(limits),
  compatibility: v.optional(compatibility),
  realtime: v.optional(realtime),
  metrics: v.optional(metrics),
  explain: v.optional(
    flag('Whether refusals tell the client which rules were tried. Default: true for `sandbox`, false for `start`.'),
  ),
});

export type FunctionConfig = v.InferOutput<typeof functionConfig>;

/** What a `preamp.config.ts` or `preamp.config.json` holds. */
export type PreampConfig = v.InferOutput<typeof configSchema>;
