import { isRecord } from '../../util/is-record.ts';
import { CognitoError } from './cognito-error.ts';
import type { UserPoolSettings } from './user-pool-settings.ts';
import type { UserRecord } from './user-record.ts';

/** Cognito's Lambda triggers that a pool here has. */
export type TriggerName =
  | 'preSignUp'
  | 'postConfirmation'
  | 'preAuthentication'
  | 'postAuthentication'
  | 'preTokenGeneration'
  | 'customMessage';

/** The functions behind triggers. `invoke` is called only for those that `has` names. */
export interface TriggerFunctions {
  has(name: TriggerName): boolean;
  invoke(name: TriggerName, event: TriggerEvent): Promise<unknown>;
}

/** What a trigger's function gets, and gives back with its `response` changed. */
export interface TriggerEvent {
  readonly version: '1';
  /** What happened, as `PreSignUp_SignUp`. */
  readonly triggerSource: string;
  readonly region: string;
  readonly userPoolId: string;
  readonly userName: string;
  readonly callerContext: { readonly awsSdkVersion: string; readonly clientId: string };
  readonly request: Readonly<Record<string, unknown>>;
  readonly response: Readonly<Record<string, unknown>>;
}

export interface TriggerCall {
  /** What happened, after the trigger's name: `SignUp` of `PreSignUp_SignUp`. */
  readonly source: string;
  readonly user: Pick<UserRecord, 'sub' | 'username' | 'attributes' | 'status'> | null;
  /** For a user that does not exist. */
  readonly userName?: string;
  readonly clientId: string;
  readonly request?: Readonly<Record<string, unknown>>;
  readonly response?: Readonly<Record<string, unknown>>;
}

export interface PoolTriggers {
  /**
   * The response of the trigger's function; `null` where there is none. Throws `UserLambdaValidationException` with the
   * function's own message where it fails.
   */
  run(name: TriggerName, call: TriggerCall): Promise<Readonly<Record<string, unknown>> | null>;
}

const labels: Readonly<Record<TriggerName, string>> = {
  preSignUp: 'PreSignUp',
  postConfirmation: 'PostConfirmation',
  preAuthentication: 'PreAuthentication',
  postAuthentication: 'PostAuthentication',
  preTokenGeneration: 'PreTokenGeneration',
  customMessage: 'CustomMessage',
};

/** What sources begin with; otherwise the label. */
const prefixes: Partial<Record<TriggerName, string>> = { preTokenGeneration: 'TokenGeneration' };

export function createPoolTriggers(settings: UserPoolSettings, functions: TriggerFunctions | undefined): PoolTriggers {
  const { userPoolId } = settings;
  return {
    run: async (name, { source, user, userName = '', clientId, request = {}, response = {} }) => {
      if (functions === undefined || !functions.has(name)) return null;
      const event: TriggerEvent = {
        version: '1',
        triggerSource: `${prefixes[name] ?? labels[name]}_${source}`,
        region: userPoolId.slice(0, userPoolId.indexOf('_')),
        userPoolId,
        userName: user?.username ?? userName,
        callerContext: { awsSdkVersion: 'preamp', clientId },
        request: { userAttributes: user === null ? {} : attributesOf(user), ...request },
        response,
      };
      const result = await functions.invoke(name, event).catch((error: unknown) => {
        const message = error instanceof Error ? error.message : 'unknown';
        throw new CognitoError('UserLambdaValidationException', `${labels[name]} failed with error ${message}.`);
      });
      const answer = isRecord(result) ? result.response : undefined;
      if (!isRecord(answer)) throw new CognitoError('InvalidLambdaResponseException', 'Unrecognizable lambda output');
      return answer;
    },
  };
}

function attributesOf({ sub, attributes, status }: Pick<UserRecord, 'sub' | 'attributes' | 'status'>) {
  return { sub, 'cognito:user_status': status, ...attributes };
}
