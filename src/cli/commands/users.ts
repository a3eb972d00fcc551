import { text } from 'node:stream/consumers';
import { PreampError } from '../../diagnostics/preamp-error.ts';
import { CognitoError } from '../../identity/user-pool/cognito-error.ts';
import type { UserPoolAdmin } from '../../identity/user-pool/user-pool-admin.ts';
import type { UserRecord } from '../../identity/user-pool/user-record.ts';
import type { Terminal } from '../output/terminal.ts';
import { openDeclaredPool } from '../serve/open-declared-pool.ts';
import { openData, readProject, type ServeFlags } from './serve-command.ts';

export interface AddUser {
  /** What the user signs in with. */
  readonly name: string;
  /** `null`: a temporary one is made and printed. */
  readonly password: string | null;
  /** Whether the password is read from standard input. */
  readonly passwordStdin: boolean;
  /** `name=value` each. */
  readonly attributes: readonly string[];
  readonly groups: readonly string[];
  readonly json: boolean;
}

export async function addUser(flags: ServeFlags, command: AddUser, terminal: Terminal): Promise<void> {
  const password = command.passwordStdin ? (await text(process.stdin)).replace(/\r?\n$/, '') : command.password;
  await administer(flags, terminal, async (admin) => {
    for (const name of command.groups) if (admin.group(name) === null) admin.createGroup({ name });
    const { user, temporaryPassword } = await admin.createUser({
      name: command.name,
      ...(password === null ? {} : { password }),
      attributes: Object.fromEntries(command.attributes.map(attributeOf)),
      groups: command.groups,
    });
    if (command.json) {
      terminal.out(
        JSON.stringify({ ...shown(user, admin), ...(temporaryPassword === null ? {} : { temporaryPassword }) }),
      );
      return;
    }
    terminal.note(`Made the user ${command.name}.`);
    if (temporaryPassword !== null) {
      terminal.out(temporaryPassword);
      terminal.note('This password must be changed at the first sign-in. It is not shown again.');
    }
  });
}

export async function listUsers(
  flags: ServeFlags,
  { json }: { readonly json: boolean },
  terminal: Terminal,
): Promise<void> {
  await administer(flags, terminal, async (admin) => {
    const users = [...allUsers(admin)].map((user) => shown(user, admin));
    if (json) {
      terminal.out(JSON.stringify(users));
      return;
    }
    for (const { name, status, enabled, groups } of users) {
      terminal.out([name, enabled ? status : 'DISABLED', groups.join(',')].join('\t').trimEnd());
    }
    if (users.length === 0) terminal.note('There are no users yet. Make one with `preamp users add`.');
  });
}

/** Puts a user into groups, which are made where they are missing, or takes them out. */
export async function changeGroups(
  flags: ServeFlags,
  command: { readonly name: string; readonly add: readonly string[]; readonly remove: readonly string[] },
  terminal: Terminal,
): Promise<void> {
  await administer(flags, terminal, async (admin) => {
    for (const group of command.add) {
      if (admin.group(group) === null) admin.createGroup({ name: group });
      admin.addToGroup(command.name, group);
    }
    for (const group of command.remove) admin.removeFromGroup(command.name, group);
    const groups = admin.groupsOf(command.name).map(({ name }) => name);
    terminal.note(`${command.name} is in ${groups.join(', ') || 'no group'}.`);
  });
}

export async function setEnabled(
  flags: ServeFlags,
  { name, enabled }: { readonly name: string; readonly enabled: boolean },
  terminal: Terminal,
): Promise<void> {
  await administer(flags, terminal, async (admin) => {
    if (enabled) admin.enableUser(name);
    else admin.disableUser(name);
    terminal.note(`${name} ${enabled ? 'may sign in again' : 'can no longer sign in, and is signed out'}.`);
  });
}

/** Prints a token as a sign-in would give: the access token, or with `json` all of them. */
export async function issueToken(
  flags: ServeFlags,
  command: { readonly name: string; readonly id: boolean; readonly seconds: number | null; readonly json: boolean },
  terminal: Terminal,
): Promise<void> {
  await administer(flags, terminal, async (admin) => {
    const tokens = await admin.issueTokens(command.name, command.seconds === null ? {} : { seconds: command.seconds });
    if (command.json) terminal.out(JSON.stringify(tokens));
    else terminal.out(command.id ? tokens.IdToken : tokens.AccessToken);
  });
}

/** Opens the user pool of the data folder, which a server may be using, for one task. */
async function administer(
  flags: ServeFlags,
  terminal: Terminal,
  task: (admin: UserPoolAdmin) => Promise<void>,
): Promise<void> {
  const { result } = await readProject(flags);
  if ('error' in result) throw result.error;
  const { config, project } = result;
  const data = await openData(flags, config);
  const { pool, close } = await openDeclaredPool(data, config.config, project.declared, terminal);
  try {
    await task(pool.admin);
  } catch (error) {
    if (!(error instanceof CognitoError)) throw error;
    throw new PreampError('users-refused', error.message, { cause: error });
  } finally {
    close();
  }
}

const pageSize = 60;

function* allUsers(admin: UserPoolAdmin): Generator<UserRecord> {
  for (let after: string | undefined; ; ) {
    const page = admin.listUsers({ limit: pageSize, ...(after === undefined ? {} : { after }) });
    yield* page;
    if (page.length < pageSize) return;
    after = page.at(-1)!.username;
  }
}

function shown({ sub, username, attributes, status, enabled }: UserRecord, admin: UserPoolAdmin) {
  const name = attributes.email ?? attributes.phone_number ?? username;
  return { name, sub, status, enabled, groups: admin.groupsOf(sub).map((group) => group.name) };
}

function attributeOf(text: string): readonly [string, string] {
  const at = text.indexOf('=');
  if (at > 0) return [text.slice(0, at), text.slice(at + 1)];
  throw new PreampError('attribute-invalid', `'${text}' is not an attribute.`, { hint: 'Write it as name=value.' });
}
