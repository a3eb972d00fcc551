import * as v from 'valibot';
import { whole } from './described-values.ts';

const most = 2_147_483_647;
export const limits = v.pipe(
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
    maxInputDepth: v.optional(
      whole('Levels of lists and objects within each other, in variables and in literals. Default: 100.', 1, 500),
    ),
    maxPageSize: v.optional(whole('Items of a page. Default: 10000.', 1, most)),
    maxItems: v.optional(whole('Items one request may load. Default: 100000.', 1, most)),
    timeout: v.optional(whole('Milliseconds an operation may take. Default: 30000.', 1, most)),
    maxCachedText: v.optional(whole('Characters of documents the plan cache keeps. Default: 4000000.', 0, most)),
  }),
  v.description('What a client may ask for at most.'),
);
