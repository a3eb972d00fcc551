import { type SubmitEvent, useState } from 'react';
import type { Post } from './use-posts';

interface PostCardProps {
  readonly post: Post;
  readonly onRename: (post: Post, caption: string) => Promise<void>;
  readonly onRemove: (post: Post) => Promise<void>;
}

export function PostCard({ post, onRename, onRemove }: PostCardProps) {
  const [draft, setDraft] = useState<string | null>(null);

  async function save(event: SubmitEvent) {
    event.preventDefault();
    const caption = draft?.trim() ?? '';
    setDraft(null);
    if (caption !== '' && caption !== post.caption) await onRename(post, caption);
  }

  return (
    <li className="post">
      <div className="cover" style={{ '--hue': hueOf(post.id) } as React.CSSProperties} aria-hidden="true" />
      {draft === null ? (
        <h2>{post.caption}</h2>
      ) : (
        <form onSubmit={save}>
          <input
            aria-label="New caption"
            // biome-ignore lint/a11y/noAutofocus: the field appears because its owner asked to type in it
            autoFocus
            value={draft}
            onChange={(event) => setDraft(event.target.value)}
            onKeyDown={(event) => event.key === 'Escape' && setDraft(null)}
          />
          <button type="submit">Save</button>
        </form>
      )}
      <footer>
        <span>
          {post.email ?? 'somebody'} · {new Date(post.date ?? post.createdAt).toLocaleString()}
        </span>
        <button type="button" onClick={() => setDraft(post.caption ?? '')}>
          Edit
        </button>
        <button type="button" onClick={() => onRemove(post)}>
          Delete
        </button>
      </footer>
    </li>
  );
}

/** A colour that stays with a post. */
function hueOf(id: string): number {
  return [...id].reduce((hue, letter) => (hue * 31 + letter.charCodeAt(0)) % 360, 7);
}
