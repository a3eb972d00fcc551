import { type SubmitEvent, useState } from 'react';
import { confirmSignUp, type Session, signIn, signUp } from './session';

interface SignInProps {
  readonly onSignedIn: (session: Session) => void;
}

/** Signs in, or signs up, with a code in between. */
export function SignIn({ onSignedIn }: SignInProps) {
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);

  async function attempt(step: () => Promise<void>) {
    try {
      setProblem(null);
      await step();
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    }
  }

  const enter = async () => onSignedIn(await signIn(email, password));

  function submit(event: SubmitEvent) {
    event.preventDefault();
    void attempt(async () => {
      if (code !== null) await confirmSignUp(email, code);
      await enter();
    });
  }

  return (
    <form className="composer" onSubmit={submit}>
      <input
        aria-label="E-mail"
        type="email"
        placeholder="you@example.com"
        autoComplete="username"
        value={email}
        onChange={(event) => setEmail(event.target.value)}
      />
      <input
        aria-label="Password"
        type="password"
        placeholder="Password"
        autoComplete="current-password"
        value={password}
        onChange={(event) => setPassword(event.target.value)}
      />
      {code !== null && (
        <input
          aria-label="Code"
          placeholder="The code that the sandbox has printed"
          autoComplete="one-time-code"
          value={code}
          onChange={(event) => setCode(event.target.value)}
        />
      )}
      <button type="submit">{code === null ? 'Sign in' : 'Confirm'}</button>
      {code === null && (
        <button
          type="button"
          onClick={() =>
            void attempt(async () => {
              await signUp(email, password);
              setCode('');
            })
          }
        >
          Sign up
        </button>
      )}
      {problem !== null && (
        <p className="problem" role="alert">
          {problem}
        </p>
      )}
    </form>
  );
}
