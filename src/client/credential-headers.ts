import type { CallOptions } from './call-options.ts';
import type { ClientConfig } from './client-config.ts';
import { signRequest } from './sign-request.ts';

/** What identifies the caller, beside the options of a call. */
export interface CredentialSource {
  readonly config: ClientConfig;
  /** Options of the client, which those of a call override. */
  readonly defaults: CallOptions;
}

/** What a signature covers. */
export interface Signed {
  readonly suffix: '' | '/connect';
  readonly body: string;
}

/** Credentials as headers. Rejects before any request when the mode lacks what it needs. */
export async function credentialHeaders(
  { config, defaults }: CredentialSource,
  options: CallOptions,
  signed: Signed,
): Promise<Record<string, string>> {
  const mode = options.authMode ?? defaults.authMode ?? config.defaultAuthMode;
  if (mode === 'iam' || mode === 'identityPool') return signedHeaders(mode, { config, defaults }, options, signed);
  const token = options.authToken ?? defaults.authToken;
  const headers: Record<string, string> = {};
  if (mode === 'apiKey') {
    const apiKey = options.apiKey ?? defaults.apiKey ?? config.apiKey;
    if (apiKey === null) throw new Error('NoApiKey: the outputs hold no API key for authMode apiKey.');
    headers['x-api-key'] = apiKey;
  } else if (mode !== 'none' && token === undefined) {
    throw new Error(`NoValidAuthTokens: authMode ${mode} needs an authToken.`);
  }
  if (token !== undefined) headers.Authorization = typeof token === 'function' ? await token() : token;
  return headers;
}

async function signedHeaders(
  mode: string,
  { config, defaults }: CredentialSource,
  options: CallOptions,
  signed: Signed,
): Promise<Record<string, string>> {
  const given = options.credentials ?? defaults.credentials;
  if (given === undefined) throw new Error(`NoCredentials: authMode ${mode} needs credentials.`);
  const { endpoint, region } = config;
  if (region === null) throw new Error(`The outputs name no region (data.aws_region), which authMode ${mode} needs.`);
  const credentials = typeof given === 'function' ? await given() : given;
  return signRequest({ endpoint, region, credentials, now: Date.now(), ...signed });
}

/** Whether the credential is asked for anew each time, so that the next one may be accepted where this one was not. */
export function isRenewable({ config, defaults }: CredentialSource, options: CallOptions): boolean {
  const mode = options.authMode ?? defaults.authMode ?? config.defaultAuthMode;
  const isSigned = mode === 'iam' || mode === 'identityPool';
  const given = isSigned ? (options.credentials ?? defaults.credentials) : (options.authToken ?? defaults.authToken);
  return typeof given === 'function';
}
