import { Amplify } from 'aws-amplify';
import { generateClient } from 'aws-amplify/data';

/** A program of its own, started with `NODE_EXTRA_CA_CERTS`: prints one event it gets from the endpoint in `argv`. */
const [, , endpoint = '', apiKey = ''] = process.argv;
Amplify.configure({ API: { GraphQL: { endpoint, apiKey, defaultAuthMode: 'apiKey' } } });

const client = generateClient() as unknown as {
  graphql(options: object): Promise<unknown> & { subscribe(observer: object): void };
};
client.graphql({ query: 'subscription { onCreateNote { id } }' }).subscribe({
  next: (value: unknown) => {
    console.log(JSON.stringify(value));
    process.exit(0);
  },
  error: (error: unknown) => {
    console.log(JSON.stringify(error));
    process.exit(1);
  },
});
// Until the subscription is there, nobody hears of what is created.
for (;;) {
  await new Promise((resolve) => setTimeout(resolve, 200));
  await client.graphql({ query: 'mutation { createNote(input: {}) { id } }' });
}
