import { Amplify, type ResourcesConfig } from 'aws-amplify';
import {
  confirmSignUp,
  fetchAuthSession,
  fetchUserAttributes,
  getCurrentUser,
  signIn,
  signOut,
  signUp,
} from 'aws-amplify/auth';
import { generateClient } from 'aws-amplify/data';

interface Result {
  readonly data: unknown;
  readonly errors?: readonly { readonly message: string }[];
}
interface DiaryModel {
  create(input: { text: string }): Promise<Result & { readonly data: { readonly id: string; readonly owner: string } }>;
  update(input: { id: string; text: string }): Promise<Result>;
  delete(input: { id: string }): Promise<Result>;
  list(options?: {
    authMode: 'identityPool';
  }): Promise<Result & { readonly data: readonly { readonly text: string }[] }>;
}

const diary = () => (generateClient() as unknown as { readonly models: { readonly Diary: DiaryModel } }).models.Diary;
const errorName = (error: unknown) => (error instanceof Error ? error.name : String(error));

/** What a user of an app does, with the unmodified client: the same in Node and in a browser. Values are JSON. */
export const steps = {
  configure: async (outputs: unknown) => Amplify.configure(outputs as ResourcesConfig),
  /** As a guest, before anybody has signed in. */
  readAsGuest: async () => (await diary().list({ authMode: 'identityPool' })).data,
  signUp: async (username: string, password: string, attributes: Record<string, string>) => {
    try {
      const { nextStep } = await signUp({
        username,
        password,
        options: { userAttributes: { email: username, ...attributes } },
      });
      return nextStep.signUpStep;
    } catch (error) {
      return errorName(error);
    }
  },
  confirm: async (username: string, confirmationCode: string) =>
    (await confirmSignUp({ username, confirmationCode })).nextStep.signUpStep,
  signIn: async (username: string, password: string) => {
    try {
      return (await signIn({ username, password })).nextStep.signInStep;
    } catch (error) {
      return errorName(error);
    }
  },
  whoAmI: async () => {
    const { signInDetails } = await getCurrentUser();
    return { login: signInDetails?.loginId, attributes: await fetchUserAttributes() };
  },
  create: async (text: string) => (await diary().create({ text })).data,
  texts: async () => (await diary().list()).data.map(({ text }) => text),
  update: async (id: string, text: string) => (await diary().update({ id, text })).errors ?? [],
  remove: async (id: string) => (await diary().delete({ id })).errors ?? [],
  accessToken: async () => String((await fetchAuthSession()).tokens?.accessToken ?? ''),
  refreshedToken: async () => String((await fetchAuthSession({ forceRefresh: true })).tokens?.accessToken ?? ''),
  signOut: async () => {
    await signOut();
    return (await fetchAuthSession()).tokens === undefined;
  },
};

export type Steps = typeof steps;
