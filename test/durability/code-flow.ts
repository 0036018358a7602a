import { createHash, randomBytes } from 'node:crypto';
import { Browser } from '../support/browser.ts';
import type { ReadyLine } from './sandbox-process.ts';

const REDIRECT = 'http://127.0.0.1:9/callback';

export interface CodeFlowTokens {
  access_token: string;
  refresh_token: string;
}

/** What the application asks for, and at which API it will be used. */
interface Asked {
  scope: string;
  api: (candidate: { resource: string }, index: number) => boolean;
}

const ACCOUNTS: Asked = { scope: 'openid offline_access accounts:list', api: (_, index) => index === 0 };

/** Signs a persona in at the workbench application: authorization code with PKCE (RFC 7636), consent, exchange. */
export async function signInWithCode(
  line: Pick<ReadyLine, 'issuer' | 'apis' | 'personas'>,
  persona: string,
  { scope, api }: Asked = ACCOUNTS,
): Promise<CodeFlowTokens> {
  const verifier = randomBytes(32).toString('base64url');
  const request = new URLSearchParams({
    client_id: 'workbench',
    response_type: 'code',
    redirect_uri: REDIRECT,
    scope,
    resource: line.apis.find(api)?.resource ?? '',
    prompt: 'consent',
    state: randomBytes(8).toString('hex'),
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  });
  const browser = new Browser([REDIRECT]);
  let page = await browser.open(`${line.issuer}/auth?${request}`);
  for (let step = 0; step < 4 && page.status === 200 && page.forms.length > 0; step += 1) {
    const asksPassword = 'password' in (page.forms[0]?.fields ?? {});
    const password = line.personas.find(({ username }) => username === persona)?.password ?? '';
    page = await browser.submit(page, asksPassword ? { username: persona, password } : {}, 'allow');
  }
  const code = new URL(page.url).searchParams.get('code');
  if (!code) throw new Error(`no code: ${page.status} ${page.url} ${page.text.slice(0, 300)}`);
  const response = await fetch(`${line.issuer}/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa('workbench:workbench-sandbox-secret')}` },
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      code,
      redirect_uri: REDIRECT,
      code_verifier: verifier,
    }),
  });
  if (response.status !== 200) throw new Error(`exchange: ${response.status} ${await response.text()}`);
  return (await response.json()) as CodeFlowTokens;
}
