import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';
import { expect, it, onTestFinished } from 'vitest';
import { createFolder, type Ready, spawnPreamp, startPreamp } from './preamp-process.ts';

const schema = 'type Note @model @auth(rules: [{ allow: owner }]) { id: ID! text: String }';
const Username = 'ann@example.com';

function projectWith(userPool: object): string {
  return createFolder({ 'schema.graphql': schema, 'preamp.config.json': JSON.stringify({ userPool }) });
}

async function call(ready: Pick<Ready, 'url'>, operation: string, body: object) {
  const response = await fetch(new URL('/', ready.url), {
    method: 'POST',
    headers: {
      'x-amz-target': `AWSCognitoIdentityProviderService.${operation}`,
      'content-type': 'application/x-amz-json-1.1',
    },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as unknown };
}

/** Signs up, and confirms with the code that `received` gives. */
async function signUpWith(ready: Ready, received: () => string): Promise<void> {
  const ClientId = ready.userPoolClientId;
  expect(await call(ready, 'SignUp', { ClientId, Username, Password: 'Passw0rd!' })).toMatchObject({
    status: 200,
    body: { UserConfirmed: false, CodeDeliveryDetails: { Destination: 'a***@e***' } },
  });
  expect(await call(ready, 'ConfirmSignUp', { ClientId, Username, ConfirmationCode: received() })).toMatchObject({
    status: 200,
  });
}

it('posts codes to a webhook, signed', async () => {
  const posts: { headers: IncomingHttpHeaders; body: string }[] = [];
  const server = createServer(async (request, response) => {
    posts.push({ headers: request.headers, body: await text(request) });
    response.end();
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(() => void server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/codes`;
  const { ready } = await startPreamp(projectWith({ webhook: { url, secret: 'shared' } }));
  await signUpWith(ready, () => (JSON.parse(posts[0]!.body) as { code: string }).code);
  expect(JSON.parse(posts[0]!.body)).toEqual({
    purpose: 'confirmSignUp',
    username: expect.any(String),
    attribute: 'email',
    destination: Username,
    code: expect.stringMatching(/^\d{6}$/),
  });
  const signature = createHmac('sha256', 'shared').update(posts[0]!.body).digest('hex');
  expect(posts[0]!.headers['x-preamp-signature']).toBe(`sha256=${signature}`);
});

it('mails codes', async () => {
  const mails: { from: string; to: readonly string[]; content: string }[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    onData: (stream, session, done) => {
      const { mailFrom, rcptTo } = session.envelope;
      void text(stream).then((content) => {
        mails.push({
          from: mailFrom === false ? '' : mailFrom.address,
          to: rcptTo.map(({ address }) => address),
          content,
        });
        done();
      });
    },
  });
  const port = await new Promise<number>((done) => {
    const listening = server.listen(0, '127.0.0.1', () => done((listening.address() as AddressInfo).port));
  });
  onTestFinished(() => new Promise<void>((done) => server.close(() => done())));
  const { ready } = await startPreamp(
    projectWith({ smtp: { url: `smtp://127.0.0.1:${port}`, from: 'Notes <no-reply@example.com>' } }),
  );
  await signUpWith(ready, () => /Your code is (\d{6})/.exec(mails[0]!.content)![1]!);
  expect(mails).toMatchObject([{ from: 'no-reply@example.com', to: [Username] }]);
  expect(mails[0]!.content).toContain('Subject: Confirm your account');
});

it('refuses the sign-up, and says why in the log, where a code cannot be brought', async () => {
  const { ready, until } = await startPreamp(projectWith({ webhook: { url: 'http://127.0.0.1:1/' } }));
  const body = { ClientId: ready.userPoolClientId, Username, Password: 'Passw0rd!' };
  expect(await call(ready, 'SignUp', body)).toEqual({
    status: 400,
    body: { __type: 'CodeDeliveryFailureException', message: 'The code could not be delivered.' },
  });
  const [line] = await until(/^\{.*user pool failed.*\}$/m);
  expect(JSON.parse(line)).toMatchObject({ error: 'The webhook for codes cannot be reached.' });

  const plain = await startPreamp(projectWith({}));
  expect(await call(plain.ready, 'SignUp', { ...body, ClientId: plain.ready.userPoolClientId })).toMatchObject({
    body: { __type: 'CodeDeliveryFailureException' },
  });
  await plain.until(/There is no way to bring a code to its user\./);
});

it('writes codes into the log where data is in memory, or where it is told to', async () => {
  for (const [userPool, ...args] of [[{}, '--data', ':memory:'], [{ printCodes: true }]] as const) {
    const { ready, until, out } = await startPreamp(projectWith(userPool), ...args);
    const ClientId = ready.userPoolClientId;
    expect(await call(ready, 'SignUp', { ClientId, Username, Password: 'Passw0rd!' })).toMatchObject({ status: 200 });
    const [line] = await until(/^\{.*"message":"code".*\}$/m);
    const { code, ...rest } = JSON.parse(line) as { code: string };
    expect(rest).toMatchObject({ purpose: 'confirmSignUp', attribute: 'email', destination: Username });
    expect(await call(ready, 'ConfirmSignUp', { ClientId, Username, ConfirmationCode: code })).toMatchObject({
      status: 200,
    });
    expect(out().trim().split('\n')).toHaveLength(1);
  }
  const silent = await startPreamp(projectWith({ printCodes: false }), '--data', ':memory:');
  expect(
    await call(silent.ready, 'SignUp', { ClientId: silent.ready.userPoolClientId, Username, Password: 'Passw0rd!' }),
  ).toMatchObject({ body: { __type: 'CodeDeliveryFailureException' } });
});

it('prints codes in the sandbox', async () => {
  const folder = projectWith({});
  const sandbox = spawnPreamp(folder, 'sandbox', '--port', '0');
  const [, url] = await sandbox.until(/GraphQL +(http\S+)/);
  const outputs = JSON.parse(readFileSync(`${folder}/amplify_outputs.json`, 'utf8')) as {
    auth: { user_pool_client_id: string };
  };
  const ClientId = outputs.auth.user_pool_client_id;
  await call({ url: url! }, 'SignUp', { ClientId, Username, Password: 'Passw0rd!' });
  const [, code] = await sandbox.until(/Code for ann@example\.com \(confirmSignUp\): (\d{6})/);
  const confirmed = await call({ url: url! }, 'ConfirmSignUp', { ClientId, Username, ConfirmationCode: code });
  expect(confirmed.status).toBe(200);
});
