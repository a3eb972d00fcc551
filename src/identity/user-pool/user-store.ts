import type { UserRecord } from './user-record.ts';

/** Where a user pool keeps its state. Synchronous: every implementation is embedded. Times in milliseconds since 1970. */
export interface UserStore {
  /** Runs `work` atomically; nests. */
  transaction<Result>(work: () => Result): Result;

  insertUser(user: UserRecord): void;
  updateUser(user: UserRecord): void;
  /** Also ends the user's sessions, codes and memberships. */
  deleteUser(sub: string): void;
  userBySub(sub: string): UserRecord | null;
  /** Case does not count. */
  userByUsername(username: string): UserRecord | null;
  /** The user whose attribute has this value; case does not count. The one created first where there are several. */
  userByAttribute(name: 'email' | 'phone_number', value: string): UserRecord | null;
  /** In order of username, from after `after`. */
  listUsers(after: string | null, limit: number): readonly UserRecord[];

  putGroup(group: GroupRecord): void;
  deleteGroup(name: string): void;
  group(name: string): GroupRecord | null;
  /** In order of precedence, then name. */
  listGroups(): readonly GroupRecord[];
  addMember(group: string, sub: string): void;
  removeMember(group: string, sub: string): void;
  /** In order of precedence, then name. */
  groupsOf(sub: string): readonly GroupRecord[];
  /** In order of username, from after `after`. */
  membersOf(group: string, after: string | null, limit: number): readonly UserRecord[];

  putSession(session: SessionRecord): void;
  session(originJti: string): SessionRecord | null;
  sessionByRefreshHash(hash: string): SessionRecord | null;
  /** Whether a session stands and its user is enabled. */
  isSessionLive(originJti: string, sub: string): boolean;
  deleteSession(originJti: string): void;
  deleteSessionsOf(sub: string): void;

  /** Another number whenever anybody, in this process or another, may have ended a session or disabled a user. */
  revision(): number;

  putCode(code: CodeRecord): void;
  code(sub: string, purpose: string): CodeRecord | null;
  deleteCode(sub: string, purpose: string): void;

  /** Drops sessions and codes that ended before `now`. */
  purge(now: number): void;
  close(): void;
}

export interface GroupRecord {
  readonly name: string;
  readonly description: string | null;
  /** Lower comes first; `null` comes last. */
  readonly precedence: number | null;
  readonly createdAt: number;
  readonly modifiedAt: number;
}

/** What one sign-in began: its tokens hold `originJti` and end with it. */
export interface SessionRecord {
  readonly originJti: string;
  readonly sub: string;
  readonly clientId: string;
  /** SHA-256 of the refresh token; the token itself is not kept. */
  readonly refreshHash: string;
  readonly authTime: number;
  readonly expiresAt: number;
}

export interface CodeRecord {
  readonly sub: string;
  readonly purpose: string;
  /** Keyed hash of the code. */
  readonly hash: string;
  readonly expiresAt: number;
  /** Wrong answers so far. */
  readonly attempts: number;
  /** When codes for this purpose were sent, latest last: the limit counts them. */
  readonly sentAt: readonly number[];
}
