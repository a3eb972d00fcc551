import { generateClient } from 'aws-amplify/data';
import { useEffect, useMemo, useState } from 'react';
import type { Schema } from '../amplify/data/resource';

export type Post = Schema['Post']['type'];

interface Posts {
  /** Newest first; `null` until the first page is here. */
  readonly posts: readonly Post[] | null;
  readonly problem: string | null;
  create(caption: string, email: string): Promise<void>;
  rename(post: Post, caption: string): Promise<void>;
  remove(post: Post): Promise<void>;
}

/** The posts of the backend, kept up to date by its subscriptions. */
export function usePosts(): Posts {
  const client = useMemo(() => generateClient<Schema>(), []);
  const [posts, setPosts] = useState<readonly Post[] | null>(null);
  const [problem, setProblem] = useState<string | null>(null);

  useEffect(() => {
    const query = client.models.Post.observeQuery().subscribe({
      next: ({ items }) => setPosts([...items].sort((a, b) => b.createdAt.localeCompare(a.createdAt))),
      error: (error: unknown) => setProblem(messageOf(error)),
    });
    return () => query.unsubscribe();
  }, [client]);

  async function settle(
    request: Promise<{ readonly errors?: readonly { readonly message: string }[] }>,
  ): Promise<void> {
    try {
      const { errors } = await request;
      setProblem(errors?.[0]?.message ?? null);
    } catch (error) {
      setProblem(messageOf(error));
    }
  }

  return {
    posts,
    problem,
    create: (caption, email) =>
      settle(client.models.Post.create({ caption, email: email || null, date: new Date().toISOString() })),
    rename: (post, caption) => settle(client.models.Post.update({ id: post.id, caption })),
    remove: (post) => settle(client.models.Post.delete({ id: post.id })),
  };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : 'The backend cannot be reached.';
}
