import { type ClientSchema as OfficialClientSchema, a as official } from '@aws-amplify/data-schema';
import { generateClient as generateOfficialClient } from 'aws-amplify/data';
import { generateClient } from '../../src/client/index.ts';
import { a, type ClientSchema } from '../../src/index.ts';
import { check, type Equal } from './equal.ts';

/* Generations and conversations run in the cloud only; programs that use them compile against both clients. */

const input = { aiModel: a.ai.model('Claude 3 Haiku'), systemPrompt: 'Be kind.' };
const schema = a.schema({
  Recipe: a.customType({ name: a.string().required(), steps: a.string().array() }),
  cook: a
    .generation(input)
    .arguments({ about: a.string().required() })
    .returns(a.ref('Recipe'))
    .authorization((allow) => allow.authenticated()),
  chat: a.conversation(input).authorization((allow) => allow.owner()),
});
type Own = ClientSchema<typeof schema>;

const officialInput = { aiModel: official.ai.model('Claude 3 Haiku'), systemPrompt: 'Be kind.' };
const officialSchema = official.schema({
  chat: official.conversation(officialInput).authorization((allow) => allow.owner()),
});
type Official = OfficialClientSchema<typeof officialSchema>;

check<
  [
    Equal<Own['cook']['__entityType'], 'customGeneration'>,
    Equal<Own['chat']['__entityType'], Official['chat']['__entityType']>,
    Equal<keyof Own['chat'], keyof Official['chat']>,
    Equal<keyof Own['chat']['type'], keyof Official['chat']['type']>,
    Equal<keyof Own['chat']['messageType'], keyof Official['chat']['messageType']>,
    Equal<Own['chat']['messageType']['role'], Official['chat']['messageType']['role']>,
  ]
>();
export const takesOfficial = (message: Official['chat']['messageType']): Own['chat']['messageType'] => message;
export const takesEvent = (event: Official['chat']['streamEventType']): Own['chat']['streamEventType'] => event;
export const takesConversation = (chat: Official['chat']['type']): Own['chat']['type'] => chat;

export async function own(): Promise<void> {
  const client = generateClient<Own>({ outputs: {} });
  (await client.generations.cook({ about: 'soup' })).data?.name satisfies string | undefined;
  const { data: chat } = await client.conversations.chat.create({ name: 'Dinner', metadata: { a: 1 } });
  const { data: message } = await chat!.sendMessage('Hello');
  message!.content[0]!.text satisfies string | undefined;
  await chat!.sendMessage({ content: [{ text: 'Hello' }], aiContext: { a: 1 } });
  chat!.onStreamEvent({
    next: ({ text }) => text satisfies string | undefined,
    error: ({ errors }) => errors[0]?.message,
  });
  (await client.conversations.chat.list({ limit: 3 })).data[0]?.id satisfies string | undefined;
  // @ts-expect-error: an argument is missing
  await client.generations.cook({});
  // @ts-expect-error: no such conversation
  client.conversations.cook;
  // @ts-expect-error: no such generation
  client.generations.chat;
  // @ts-expect-error: a content has one kind
  await chat!.sendMessage({ content: [{ text: 'a', toolUse: {} }] });
}

export async function officialClient(): Promise<void> {
  const client = generateOfficialClient<Own>();
  (await client.generations.cook({ about: 'soup' })).data?.name satisfies string | undefined;
  const { data: chat } = await client.conversations.chat.create({ name: 'Dinner' });
  (await chat!.sendMessage('Hello')).data?.role satisfies 'user' | 'assistant' | undefined;
}
