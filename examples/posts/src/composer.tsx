import { type SubmitEvent, useState } from 'react';

interface ComposerProps {
  readonly onCreate: (caption: string, email: string) => Promise<void>;
}

export function Composer({ onCreate }: ComposerProps) {
  const [caption, setCaption] = useState('');
  const [email, setEmail] = useState('');

  async function submit(event: SubmitEvent) {
    event.preventDefault();
    if (caption.trim() === '') return;
    setCaption('');
    await onCreate(caption.trim(), email.trim());
  }

  return (
    <form className="composer" onSubmit={submit}>
      <input
        aria-label="Caption"
        placeholder="What did you see?"
        value={caption}
        onChange={(event) => setCaption(event.target.value)}
      />
      <input
        aria-label="E-mail"
        type="email"
        placeholder="you@example.com"
        value={email}
        onChange={(event) => setEmail(event.target.value)}
      />
      <button type="submit" disabled={caption.trim() === ''}>
        Post
      </button>
    </form>
  );
}
