import { a, type ClientSchema, defineData } from '@aws-amplify/backend';

const schema = a.schema({
  Post: a
    .model({
      caption: a.string(),
      email: a.string(),
      userId: a.string(),
      date: a.string(),
      imagePath: a.string(),
    })
    // Anyone with the API key may do everything, so that the page works before anyone signs in. Who signs in, as in
    // examples/my-posts, gets and changes only their own.
    .authorization((allow) => [allow.publicApiKey(), allow.owner()]),
});

export const data = defineData({
  schema,
  authorizationModes: { defaultAuthorizationMode: 'apiKey' },
});

export type Schema = ClientSchema<typeof schema>;
