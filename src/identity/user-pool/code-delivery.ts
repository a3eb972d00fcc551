import type { UserRecord } from './user-record.ts';

/** A code on its way to a user. */
export interface CodeDelivery {
  readonly purpose: CodePurpose;
  readonly username: string;
  readonly attribute: DeliveryAttribute;
  /** The whole address: not for logs. */
  readonly destination: string;
  readonly code: string;
  /** What the project wants said instead of the usual words; the code stands in the message. */
  readonly subject?: string;
  readonly message?: string;
}

export type CodePurpose = 'confirmSignUp' | 'resetPassword' | 'verifyAttribute' | 'signIn' | 'invitation';
export type DeliveryAttribute = 'email' | 'phone_number';

/** `CodeDeliveryDetails` of Cognito's answers. */
export interface CodeDeliveryDetails {
  readonly AttributeName: DeliveryAttribute;
  readonly DeliveryMedium: 'EMAIL' | 'SMS';
  readonly Destination: string;
}

export function deliveryDetails(attribute: DeliveryAttribute, destination: string): CodeDeliveryDetails {
  return {
    AttributeName: attribute,
    DeliveryMedium: attribute === 'email' ? 'EMAIL' : 'SMS',
    Destination: maskDestination(destination),
  };
}

/** `a***@e***` and `+*******1234`. */
function maskDestination(destination: string): string {
  if (!destination.includes('@')) return `+${'*'.repeat(7)}${destination.slice(-4)}`;
  const [name, domain] = destination.split('@', 2) as [string, string];
  return `${name.slice(0, 1)}***@${domain.slice(0, 1)}***`;
}

/** Where a user's codes go: the e-mail address before the phone number; `null` where there is neither. */
export function deliveryAttribute(user: UserRecord, onlyVerified: boolean): DeliveryAttribute | null {
  for (const name of ['email', 'phone_number'] as const) {
    if (user.attributes[name] === undefined) continue;
    if (!onlyVerified || user.attributes[`${name}_verified`] === 'true') return name;
  }
  return null;
}
