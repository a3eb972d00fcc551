import Database from 'better-sqlite3';
import { authors, comments, posts, type Row } from './records.ts';

/** Fills a new SQLite file with plain tables and the indexes that the operations need, for the servers to compare with. */
export function createFloorData(file: string): void {
  const db = new Database(file);
  db.pragma('journal_mode = WAL');
  db.exec(`
    CREATE TABLE Author (id TEXT PRIMARY KEY, name TEXT, createdAt TEXT, updatedAt TEXT) WITHOUT ROWID;
    CREATE TABLE Post (id TEXT PRIMARY KEY, title TEXT, body TEXT, status TEXT, score INTEGER, rating REAL,
      published INTEGER, authorId TEXT, createdAt TEXT, updatedAt TEXT) WITHOUT ROWID;
    CREATE TABLE Comment (id TEXT PRIMARY KEY, text TEXT, postId TEXT, createdAt TEXT, updatedAt TEXT) WITHOUT ROWID;
    CREATE INDEX post_by_status ON Post (status, score);
    CREATE INDEX post_by_author ON Post (authorId);
    CREATE INDEX comment_by_post ON Comment (postId);
  `);
  const fill = (table: string, rows: Iterable<Row>) => {
    for (const row of rows) {
      const names = Object.keys(row);
      db.prepare(
        `INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map((name) => `@${name}`).join(', ')})`,
      ).run(
        Object.fromEntries(
          Object.entries(row).map(([name, value]) => [name, typeof value === 'boolean' ? Number(value) : value]),
        ),
      );
    }
  };
  db.transaction(() => {
    fill('Author', authors());
    fill('Post', posts());
    fill('Comment', comments());
  })();
  db.close();
}
