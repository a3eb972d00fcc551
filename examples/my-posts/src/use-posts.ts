import { skipToken, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Client } from 'preamp/client';
import { useEffect, useState } from 'react';
import type { Schema } from '../../posts/amplify/data/resource';

export type Post = Schema['Post']['type'];

const key = ['posts'];

/**
 * One's own posts in TanStack Query's cache, newest first. `observeQuery` fills it and keeps it current, also after the
 * connection was lost, so that the cache never fetches by itself.
 */
export function usePosts(client: Client<Schema>) {
  const cache = useQueryClient();
  const { data: posts } = useQuery<readonly Post[]>({ queryKey: key, queryFn: skipToken });
  const [failure, setFailure] = useState<string | null>(null);

  useEffect(() => {
    const query = client.models.Post.observeQuery().subscribe({
      next: ({ items }) =>
        cache.setQueryData<readonly Post[]>(
          key,
          items.toSorted((a, b) => b.createdAt.localeCompare(a.createdAt)),
        ),
      error: () => setFailure('The posts cannot be read.'),
    });
    return () => query.unsubscribe();
  }, [client, cache]);

  const create = useMutation({
    mutationFn: (post: Schema['Post']['createType']) => settled(client.models.Post.create(post)),
  });
  const remove = useMutation({
    mutationFn: (post: Post) => settled(client.models.Post.delete({ id: post.id })),
    // Gone at once; back again should the server refuse.
    onMutate: (post) => {
      const before = cache.getQueryData<readonly Post[]>(key);
      cache.setQueryData<readonly Post[]>(key, (shown) => shown?.filter(({ id }) => id !== post.id));
      return { before };
    },
    onError: (_error, _post, context) => cache.setQueryData(key, context?.before),
  });
  const problem = failure ?? create.error?.message ?? remove.error?.message ?? null;
  return { posts, problem, create, remove };
}

/** TanStack Query knows a failure by a rejection; the client resolves with `errors`. */
async function settled<Data>(
  request: Promise<{ readonly data: Data; readonly errors?: readonly { readonly message: string }[] }>,
): Promise<Data> {
  const { data, errors } = await request;
  if (errors !== undefined) throw new Error(errors[0]?.message);
  return data;
}
