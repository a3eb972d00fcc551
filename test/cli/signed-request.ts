import { signRequest } from '@aws-amplify/core/internals/aws-client-utils';

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** Sends a document signed with SigV4, and gives the status with the response's JSON. */
export async function signedRequest(
  url: string,
  credentials: Credentials,
  query: string,
): Promise<{ readonly status: number; readonly body: unknown }> {
  const { headers } = signRequest(
    {
      method: 'POST',
      url: new URL(url),
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query }),
    },
    { credentials, signingDate: new Date(), signingRegion: 'us-east-1', signingService: 'appsync' },
  );
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify({ query }) });
  return { status: response.status, body: await response.json() };
}
