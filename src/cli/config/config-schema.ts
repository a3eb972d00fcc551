import * as v from 'valibot';
import { authorization } from './sections/authorization-section.ts';
import { dataSources } from './sections/data-sources-section.ts';
import { flag, text, texts, url, whole } from './sections/described-values.ts';
import { engine } from './sections/engine-section.ts';
import { functions } from './sections/functions-section.ts';
import { hooks } from './sections/hooks-section.ts';
import { limits } from './sections/limits-section.ts';
import { userPool } from './sections/user-pool-section.ts';

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
  aiRoutes: v.optional(
    v.pipe(
      v.picklist(['refuse', 'leaveOut']),
      v.description(
        'What becomes of `a.generation` and `a.conversation`, which need models in Amazon Bedrock: `refuse` (an error), or `leaveOut` (a warning, and the rest is served). Also read by `compile` and `generate`. Default: `refuse`.',
      ),
    ),
  ),
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

/** What a `preamp.config.ts` or `preamp.config.json` holds. */
export type PreampConfig = v.InferOutput<typeof configSchema>;
