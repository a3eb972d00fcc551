/** The data model of `own-schema.ts`, written with the official builder. Types are compared, nothing is run. */
import { a, type ClientSchema } from '@aws-amplify/data-schema';

const schema = a
  .schema({
    Status: a.enum(['A', 'B']),
    Geo: a.customType({
      lat: a.float().required(),
      tags: a.string().array(),
      st: a.ref('Status'),
      in: a.customType({ z: a.json() }),
    }),
    Team: a
      .model({
        name: a.string().required(),
        kind: a.enum(['x', 'y']),
        geo: a.ref('Geo'),
        geos: a.ref('Geo').required().array().required(),
        members: a.hasMany('Member', 'teamId'),
        st: a.ref('Status').required(),
        n: a.integer().default(3),
        l: a.string().array().required(),
        j: a.json(),
        jr: a.json().required(),
        inl: a.customType({ q: a.integer().required() }),
        ow: a.string().authorization((allow) => allow.ownersDefinedIn('xs')),
      })
      .secondaryIndexes((index) => [
        index('name'),
        index('name').sortKeys(['n', 'kind']).queryField('byName'),
        index('st').sortKeys(['n']),
      ])
      .authorization((allow) => [allow.owner(), allow.groupsDefinedIn('gs')]),
    Member: a
      .model({
        teamId: a.id(),
        team: a.belongsTo('Team', 'teamId'),
        prof: a.hasOne('Prof', ['a', 'b']),
        p: a.string().required(),
        q: a.integer().required(),
      })
      .identifier(['p', 'q'])
      .disableOperations(['update', 'subscriptions']),
    Prof: a.model({
      id: a.id().required(),
      createdAt: a.string(),
      a: a.string(),
      b: a.integer(),
      m: a.belongsTo('Member', ['a', 'b']),
    }),
    Tri: a
      .model({ p: a.string().required(), q: a.integer().required(), r: a.datetime().required() })
      .identifier(['p', 'q', 'r']),
    echo: a
      .query()
      .arguments({ m: a.string().required(), g: a.ref('Geo'), l: a.integer().array() })
      .returns(a.ref('Team'))
      .authorization((allow) => allow.authenticated())
      .handler(a.handler.function('x')),
    plain: a
      .query()
      .returns(a.string())
      .authorization((allow) => allow.authenticated())
      .handler(a.handler.function('x')),
    many: a
      .query()
      .returns(a.ref('Geo').array())
      .authorization((allow) => allow.authenticated())
      .handler(a.handler.function('x')),
    inl: a
      .mutation()
      .returns(a.customType({ ok: a.boolean().required(), w: a.string() }))
      .authorization((allow) => allow.authenticated())
      .handler(a.handler.function('x')),
    asy: a
      .mutation()
      .arguments({ i: a.id() })
      .authorization((allow) => allow.authenticated())
      .handler(a.handler.function('x').async()),
    sub: a
      .subscription()
      .for(a.ref('echoM'))
      .authorization((allow) => allow.authenticated())
      .handler(a.handler.custom({ entry: './x.js' })),
    subm: a
      .subscription()
      .for(a.ref('Prof').mutations(['create']))
      .authorization((allow) => allow.authenticated())
      .handler(a.handler.custom({ entry: './x.js' })),
    echoM: a
      .mutation()
      .returns(a.ref('Geo'))
      .authorization((allow) => allow.authenticated())
      .handler(a.handler.custom({ entry: './x.js' })),
  })
  .authorization((allow) => [allow.publicApiKey(), allow.ownerDefinedIn('boss')]);
export type OfficialSchema = ClientSchema<typeof schema>;
