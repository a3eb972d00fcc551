import { computeSignature } from '../../util/compute-signature.ts';
import { HandlerError } from '../handler-error.ts';
import type { AwsSigning } from './data-source-definition.ts';

interface UnsignedRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

/** Headers that what lies between us and the service may change. */
const unsigned: ReadonlySet<string> = new Set(['accept-encoding', 'connection', 'content-length', 'user-agent']);

/**
 * The headers of a request with its signature (AWS Signature Version 4). The credentials are this process' own, from the
 * environment: `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY` and, where there is one, `AWS_SESSION_TOKEN`.
 */
export function signAwsRequest(
  { method, url, headers, body }: UnsignedRequest,
  { region, service }: AwsSigning,
  now: number,
  environment: NodeJS.ProcessEnv,
): Record<string, string> {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secret, AWS_SESSION_TOKEN: token } = environment;
  if (!accessKeyId || !secret) {
    throw new HandlerError(
      'Requests to this data source are signed, and there are no credentials: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.',
      { errorType: 'HttpRequest:Unsigned' },
    );
  }
  const time = `${new Date(now).toISOString().replace(/[-:]|\.\d+/g, '')}`;
  const sent: Record<string, string> = {
    ...headers,
    host: url.host,
    'x-amz-date': time,
    ...(token ? { 'x-amz-security-token': token } : {}),
  };
  const date = time.slice(0, 8);
  const signedHeaders = Object.keys(sent)
    .filter((name) => !unsigned.has(name))
    .toSorted();
  const request = { method, path: url.pathname + url.search, headers: sent, body: body ?? '' };
  const signature = computeSignature(request, { date, region, service, signedHeaders }, secret);
  const scope = `${accessKeyId}/${date}/${region}/${service}/aws4_request`;
  sent.authorization = `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=${signedHeaders.join(';')}, Signature=${signature}`;
  return sent;
}
