import type { SignatureScope } from '../../util/compute-signature.ts';

/** The parts of an `Authorization: AWS4-HMAC-SHA256 …` header. */
export interface SigV4Authorization extends SignatureScope {
  readonly accessKeyId: string;
  /** 64 hexadecimal digits. */
  readonly signature: string;
}

const form =
  /^AWS4-HMAC-SHA256 Credential=([\w.-]{1,128})\/(\d{8})\/([a-z0-9-]{1,32})\/([a-z0-9-]{1,32})\/aws4_request, ?SignedHeaders=([a-z0-9;-]{1,1024}), ?Signature=([0-9a-f]{64})$/;

/** `null` where the text is not of this form. */
export function parseAuthorization(header: string): SigV4Authorization | null {
  const match = form.exec(header);
  if (match === null) return null;
  const [, accessKeyId, date, region, service, signedHeaders, signature] = match as unknown as string[];
  return {
    accessKeyId: accessKeyId!,
    date: date!,
    region: region!,
    service: service!,
    signedHeaders: signedHeaders!.split(';'),
    signature: signature!,
  };
}
