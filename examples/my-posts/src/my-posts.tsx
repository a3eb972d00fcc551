import { generateClient } from 'preamp/client';
import { type SubmitEvent, useEffect, useMemo, useState } from 'react';
import type { Schema } from '../../posts/amplify/data/resource';
import outputs from '../../posts/amplify_outputs.json';
import type { Session } from './session';
import { usePosts } from './use-posts';

export function MyPosts({ session }: { readonly session: Session }) {
  const client = useMemo(
    () => generateClient<Schema>({ outputs, authMode: 'userPool', authToken: session.token }),
    [session],
  );
  useEffect(() => () => client.close(), [client]);
  const { posts, problem, create, remove } = usePosts(client);
  const [caption, setCaption] = useState('');

  function submit(event: SubmitEvent) {
    event.preventDefault();
    setCaption('');
    create.mutate({ caption, email: session.email, date: new Date().toISOString() });
  }

  return (
    <>
      <form className="composer" onSubmit={submit}>
        <input
          aria-label="Caption"
          placeholder="What did you see?"
          value={caption}
          onChange={(event) => setCaption(event.target.value)}
        />
        <button type="submit" disabled={caption.trim() === ''}>
          Post
        </button>
      </form>
      {problem !== null && (
        <p className="problem" role="alert">
          {problem}
        </p>
      )}
      {posts === undefined && problem === null && <p className="quiet">Loading…</p>}
      {posts?.length === 0 && <p className="quiet">You have no posts yet.</p>}
      <ul className="posts">
        {posts?.map((post) => (
          <li className="post" key={post.id}>
            <h2>{post.caption}</h2>
            <footer>
              <span>{new Date(post.createdAt).toLocaleString()}</span>
              <button type="button" onClick={() => remove.mutate(post)}>
                Delete
              </button>
            </footer>
          </li>
        ))}
      </ul>
    </>
  );
}
