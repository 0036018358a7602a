import { createHash, randomBytes } from 'node:crypto';
import process from 'node:process';
import { Browser } from '../../support/browser.ts';
import { CALLBACK, CLIENT, PERSON, RESOURCE, SCOPE } from './bank.ts';
import type { Measured } from './load.mjs';

interface SignInLoad {
  port: number;
  people: number;
  seconds: number;
}

/**
 * Full sign-ins, one after another by each of several people at once: authorization request, password, consent, code
 * and tokens, each with a browser that knows nothing yet.
 */
async function run({ port, people, seconds }: SignInLoad): Promise<Measured> {
  const times: number[] = [];
  const began = performance.now();
  const end = began + seconds * 1000;
  await Promise.all(
    Array.from({ length: people }, async () => {
      while (performance.now() < end) {
        const since = performance.now();
        await signIn(`http://localhost:${port}`);
        times.push(performance.now() - since);
      }
    }),
  );
  const elapsed = (performance.now() - began) / 1000;
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.floor(times.length * share)] ?? 0;
  return {
    requests: times.length,
    seconds: elapsed,
    rps: times.length / elapsed,
    p50: at(0.5),
    p99: at(0.99),
  };
}

async function signIn(issuer: string): Promise<void> {
  const verifier = randomBytes(32).toString('base64url');
  const query = new URLSearchParams({
    client_id: CLIENT.id,
    response_type: 'code',
    redirect_uri: CALLBACK,
    scope: `openid ${SCOPE}`,
    resource: RESOURCE,
    state: randomBytes(12).toString('base64url'),
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  });
  const browser = new Browser([CALLBACK]);
  let page = await browser.open(`${issuer}/auth?${query}`);
  while (page.forms.length > 0) {
    const asksPassword = 'password' in (page.forms[0]?.fields ?? {});
    const decision = page.forms[0]?.decisions.includes('allow') ? 'allow' : undefined;
    page = await browser.submit(page, asksPassword ? PERSON : {}, decision);
  }
  const code = new URL(page.url).searchParams.get('code');
  if (code === null) throw new Error(`no code: ${page.status} ${page.url} ${page.text.slice(0, 300)}`);
  const answer = await fetch(`${issuer}/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${CLIENT.id}:${CLIENT.secret}`)}` },
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      code,
      redirect_uri: CALLBACK,
      code_verifier: verifier,
      resource: RESOURCE,
    }),
  });
  const tokens = (await answer.json()) as { access_token?: string };
  if (tokens.access_token?.split('.').length !== 3) throw new Error('no signed access token');
}

process.on('message', (load: SignInLoad) => {
  run(load).then(
    (measured) => process.send?.({ measured }),
    (error: unknown) => process.send?.({ failed: String(error) }),
  );
});
process.on('disconnect', () => process.exit(0));
