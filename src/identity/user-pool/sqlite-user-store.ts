import { chmodSync, closeSync, openSync } from 'node:fs';
import { plainSqlite, type SqliteDriver } from '../../util/sqlite-driver.ts';
import type { UserRecord } from './user-record.ts';
import type { CodeRecord, GroupRecord, SessionRecord, UserStore } from './user-store.ts';

const schema = `
  CREATE TABLE IF NOT EXISTS users (
    sub TEXT PRIMARY KEY, username TEXT NOT NULL UNIQUE, email TEXT, phone_number TEXT,
    enabled INTEGER NOT NULL, created_at INTEGER NOT NULL, document TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS users_email ON users (email, created_at);
  CREATE INDEX IF NOT EXISTS users_phone_number ON users (phone_number, created_at);
  CREATE TABLE IF NOT EXISTS groups (
    name TEXT PRIMARY KEY, precedence INTEGER, document TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS members (
    name TEXT NOT NULL REFERENCES groups ON DELETE CASCADE, sub TEXT NOT NULL REFERENCES users ON DELETE CASCADE,
    PRIMARY KEY (name, sub)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS members_sub ON members (sub);
  CREATE TABLE IF NOT EXISTS sessions (
    origin_jti TEXT PRIMARY KEY, sub TEXT NOT NULL REFERENCES users ON DELETE CASCADE, refresh_hash TEXT NOT NULL UNIQUE,
    expires_at INTEGER NOT NULL, document TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS sessions_sub ON sessions (sub);
  CREATE TABLE IF NOT EXISTS codes (
    sub TEXT NOT NULL REFERENCES users ON DELETE CASCADE, purpose TEXT NOT NULL,
    expires_at INTEGER NOT NULL, document TEXT NOT NULL, PRIMARY KEY (sub, purpose)
  ) STRICT, WITHOUT ROWID;
`;

/**
 * Keeps users in an SQLite file that only its owner can read, or in memory where `path` is `:memory:`.
 *
 * @param driver how the file is opened; plain unless given
 */
export function createSqliteUserStore(path: string, driver: SqliteDriver = plainSqlite): UserStore {
  const isFile = path !== ':memory:';
  // The file exists with its mode before SQLite opens it: the journal files take theirs from it.
  if (isFile) {
    closeSync(openSync(path, 'a', 0o600));
    chmodSync(path, 0o600);
  }
  const database = driver.open(path);
  if (isFile) {
    database.pragma('journal_mode = WAL');
    database.pragma('synchronous = FULL');
  }
  database.pragma('foreign_keys = ON');
  database.pragma('busy_timeout = 5000');
  database.exec(schema);

  type Row = { readonly document: string };
  const read = <Record>(sql: string) => {
    const statement = database.prepare<unknown[], Row>(sql);
    return {
      one: (...values: readonly unknown[]): Record | null => {
        const row = statement.get(...values);
        return row === undefined ? null : (JSON.parse(row.document) as Record);
      },
      all: (...values: readonly unknown[]): readonly Record[] =>
        statement.all(...values).map((row) => JSON.parse(row.document) as Record),
    };
  };
  const run = (sql: string) => {
    const statement = database.prepare<unknown[]>(sql);
    return (...values: readonly unknown[]) => {
      statement.run(...values);
    };
  };

  const insertUser = run('INSERT INTO users VALUES (?, ?, ?, ?, ?, ?, ?)');
  const updateUser = run('UPDATE users SET email = ?, phone_number = ?, enabled = ?, document = ? WHERE sub = ?');
  const deleteUser = run('DELETE FROM users WHERE sub = ?');
  const userBySub = read<UserRecord>('SELECT document FROM users WHERE sub = ?');
  const userByUsername = read<UserRecord>('SELECT document FROM users WHERE username = ?');
  const byAttribute = (name: string) =>
    read<UserRecord>(`SELECT document FROM users WHERE ${name} = ? ORDER BY created_at LIMIT 1`);
  const userByAttribute = { email: byAttribute('email'), phone_number: byAttribute('phone_number') };
  const listUsers = read<UserRecord>('SELECT document FROM users WHERE username > ? ORDER BY username LIMIT ?');

  const groupOrder = 'ORDER BY groups.precedence IS NULL, groups.precedence, groups.name';
  const putGroup = run(
    'INSERT INTO groups VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET precedence = excluded.precedence, document = excluded.document',
  );
  const deleteGroup = run('DELETE FROM groups WHERE name = ?');
  const group = read<GroupRecord>('SELECT document FROM groups WHERE name = ?');
  const listGroups = read<GroupRecord>(`SELECT document FROM groups ${groupOrder}`);
  const addMember = run('INSERT OR IGNORE INTO members VALUES (?, ?)');
  const removeMember = run('DELETE FROM members WHERE name = ? AND sub = ?');
  const groupsOf = read<GroupRecord>(
    `SELECT groups.document FROM groups JOIN members USING (name) WHERE sub = ? ${groupOrder}`,
  );
  const membersOf = read<UserRecord>(
    'SELECT users.document FROM users JOIN members USING (sub) WHERE name = ? AND username > ? ORDER BY username LIMIT ?',
  );

  const putSession = run('INSERT OR REPLACE INTO sessions VALUES (?, ?, ?, ?, ?)');
  const session = read<SessionRecord>('SELECT document FROM sessions WHERE origin_jti = ?');
  const sessionByRefreshHash = read<SessionRecord>('SELECT document FROM sessions WHERE refresh_hash = ?');
  const liveSession = database
    .prepare<unknown[], number>(
      `SELECT 1 FROM sessions JOIN users USING (sub)
       WHERE origin_jti = ? AND sub = ? AND enabled = 1`,
    )
    .pluck();
  const deleteSession = run('DELETE FROM sessions WHERE origin_jti = ?');
  const deleteSessionsOf = run('DELETE FROM sessions WHERE sub = ?');

  // Counts what other connections committed; our own changes are counted here. Both only grow.
  const otherChanges = database.prepare<unknown[], number>('PRAGMA data_version').pluck();
  let revision = 0;

  const putCode = run('INSERT OR REPLACE INTO codes VALUES (?, ?, ?, ?)');
  const code = read<CodeRecord>('SELECT document FROM codes WHERE sub = ? AND purpose = ?');
  const deleteCode = run('DELETE FROM codes WHERE sub = ? AND purpose = ?');
  const purgeSessions = run('DELETE FROM sessions WHERE expires_at < ?');
  const purgeCodes = run('DELETE FROM codes WHERE expires_at < ?');

  return {
    transaction: (work) => database.transaction(work).immediate(),
    insertUser: (user) => {
      const { sub, username, attributes, enabled, createdAt } = user;
      const { email, phone_number: phone } = attributes;
      insertUser(sub, fold(username), fold(email), fold(phone), enabled ? 1 : 0, createdAt, JSON.stringify(user));
    },
    updateUser: (user) => {
      const { email, phone_number: phone } = user.attributes;
      updateUser(fold(email), fold(phone), user.enabled ? 1 : 0, JSON.stringify(user), user.sub);
      revision += 1;
    },
    deleteUser: (sub) => {
      deleteUser(sub);
      revision += 1;
    },
    userBySub: (sub) => userBySub.one(sub),
    userByUsername: (username) => userByUsername.one(fold(username)),
    userByAttribute: (name, value) => userByAttribute[name].one(fold(value)),
    listUsers: (after, limit) => listUsers.all(fold(after ?? ''), limit),

    putGroup: (record) => putGroup(record.name, record.precedence, JSON.stringify(record)),
    deleteGroup,
    group: (name) => group.one(name),
    listGroups: () => listGroups.all(),
    addMember,
    removeMember,
    groupsOf: (sub) => groupsOf.all(sub),
    membersOf: (name, after, limit) => membersOf.all(name, fold(after ?? ''), limit),

    putSession: (record) =>
      putSession(record.originJti, record.sub, record.refreshHash, record.expiresAt, JSON.stringify(record)),
    session: (originJti) => session.one(originJti),
    sessionByRefreshHash: (hash) => sessionByRefreshHash.one(hash),
    isSessionLive: (originJti, sub) => liveSession.get(originJti, sub) !== undefined,
    deleteSession: (originJti) => {
      deleteSession(originJti);
      revision += 1;
    },
    deleteSessionsOf: (sub) => {
      deleteSessionsOf(sub);
      revision += 1;
    },
    revision: () => revision + (otherChanges.get() ?? 0),

    putCode: (record) => putCode(record.sub, record.purpose, record.expiresAt, JSON.stringify(record)),
    code: (sub, purpose) => code.one(sub, purpose),
    deleteCode,

    purge: (now) => {
      purgeSessions(now);
      purgeCodes(now);
    },
    close: () => {
      database.close();
    },
  };
}

/** Names and addresses that differ only in case are the same. */
function fold(text: string): string;
function fold(text: string | undefined): string | null;
function fold(text: string | undefined): string | null {
  return text === undefined ? null : text.normalize('NFKC').toLowerCase();
}
