import { useState } from 'react';
import { MyPosts } from './my-posts';
import type { Session } from './session';
import { SignIn } from './sign-in';

export function App() {
  const [session, setSession] = useState<Session | null>(null);
  return (
    <main>
      <header>
        <h1>My posts</h1>
        <p>{session === null ? 'Sign in to see what is yours.' : `Signed in as ${session.email}.`}</p>
      </header>
      {session === null ? <SignIn onSignedIn={setSession} /> : <MyPosts session={session} />}
    </main>
  );
}
