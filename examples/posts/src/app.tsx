import { Composer } from './composer';
import { PostCard } from './post-card';
import { usePosts } from './use-posts';

export function App() {
  const { posts, problem, create, rename, remove } = usePosts();
  return (
    <main>
      <header>
        <h1>Posts</h1>
        <p>Open this page twice: what you write in one appears in the other.</p>
      </header>
      <Composer onCreate={create} />
      {problem !== null && (
        <p className="problem" role="alert">
          {problem}
        </p>
      )}
      {posts === null && problem === null && <p className="quiet">Loading…</p>}
      {posts?.length === 0 && <p className="quiet">No posts yet. Write the first one.</p>}
      <ul className="posts">
        {posts?.map((post) => (
          <PostCard key={post.id} post={post} onRename={rename} onRemove={remove} />
        ))}
      </ul>
    </main>
  );
}
