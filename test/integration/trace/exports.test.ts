import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { MethodOutput, MethodParams } from '../../../src-main/contract/methods.ts';
import { hashPassword } from '../../../src-main/identity/directory/password.ts';
import { Accounts } from '../../../src-main/store/accounts.ts';
import type { OtlpSpan, OtlpTraces } from '../../../src-main/trace/otlp-types.ts';
import { createTraceQueries } from '../../../src-main/trace/trace-queries.ts';
import { leaks } from '../../support/canaries.ts';
import { harErrors, parseMermaid, throughProtobuf } from '../../support/export-readers.ts';
import { CALLBACK, CARE_DESK, signIn, startIdentity, type TestIdentity } from '../../support/identity.ts';

const FORMATS = ['har', 'otlp', 'mermaid', 'curl'] as const;
type Ask = Pick<MethodParams<'traces.export'>, 'format' | 'secrets' | 'span'>;

/** A sign-in with secrets that occur nowhere else, the tokens used, asked about and revoked, and a replay refused. */
class Story {
  readonly secrets = new Map<string, string>([
    ['password', 'Canary pass/word+"é" 4711'],
    ['client secret', 'canary~client-secret~8812~0123456789'],
    ['verifier', `canary.verifier.${'v'.repeat(40)}`],
  ]);
  readonly identity: TestIdentity;
  flow = '';

  constructor(identity: TestIdentity) {
    this.identity = identity;
  }

  secret(name: string): string {
    return this.secrets.get(name) ?? '';
  }

  async play(): Promise<this> {
    const { core, issuer, browser } = this.identity;
    const accounts = new Accounts(core.store);
    const alice = accounts.get('alice');
    if (alice) accounts.save({ ...alice, passwordHash: await hashPassword(this.secret('password')) });
    this.identity.changeClient(CARE_DESK.id, { client_secret: this.secret('client secret') });
    const person = browser();
    const parameters = {
      client_id: CARE_DESK.id,
      redirect_uri: CALLBACK,
      response_type: 'code',
      scope: 'openid profile email',
      code_challenge: createHash('sha256').update(this.secret('verifier')).digest('base64url'),
      code_challenge_method: 'S256',
      state: 'state-of-this-test',
    };
    const address = `${issuer}/auth?${new URLSearchParams(parameters)}`;
    const end = await signIn(person, address, 'alice', this.secret('password'));
    for (const cookie of await person.jar.getCookies(issuer))
      this.secrets.set(`cookie ${cookie.key}`, cookie.value);
    this.secrets.set('code', new URL(end.url).searchParams.get('code') ?? '');
    const exchange = {
      grant_type: 'authorization_code',
      code: this.secret('code'),
      redirect_uri: CALLBACK,
      code_verifier: this.secret('verifier'),
    };
    const tokens = (await (await this.post('/token', exchange)).json()) as Record<string, string>;
    for (const kind of ['access_token', 'id_token', 'refresh_token'])
      this.secrets.set(kind, tokens[kind] ?? '');
    // The parts of a JWT are secrets too: the signature makes the rest worth something.
    this.secrets.set('signature', tokens.id_token?.split('.')[2] ?? '');
    const bearer = { authorization: `Bearer ${tokens.access_token}` };
    expect((await fetch(`${issuer}/me`, { headers: bearer })).status).toBe(200);
    await this.post('/token/introspection', { token: this.secret('access_token') });
    await this.post('/token/revocation', { token: this.secret('refresh_token') });
    expect((await this.post('/token', exchange)).status).toBe(400);
    await core.recorder.committed();
    this.flow = core.log.list({ limit: 1 })[0]?.flow ?? '';
    for (const [name, value] of this.secrets) expect(value.length, name).toBeGreaterThan(15);
    return this;
  }

  post(path: string, form: Record<string, string>): Promise<Response> {
    const pair = `${CARE_DESK.id}:${encodeURIComponent(this.secret('client secret'))}`;
    return fetch(`${this.identity.issuer}${path}`, {
      method: 'POST',
      body: new URLSearchParams(form),
      headers: { authorization: `Basic ${Buffer.from(pair).toString('base64')}` },
    });
  }

  get queries() {
    return createTraceQueries(this.identity.core, () => [], '0.1.0');
  }

  file(ask: Ask): MethodOutput<'traces.export'> {
    return this.queries.export({ flow: this.flow, ...ask });
  }
}

const spansOf = (traces: OtlpTraces): OtlpSpan[] =>
  traces.resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans));

const attribute = (of: Pick<OtlpSpan, 'attributes'>, key: string) =>
  of.attributes.find((entry) => entry.key === key)?.value;

describe('exports of a real story', () => {
  const played = async () => new Story(await startIdentity()).play();

  test('hold none of its secrets, however they are written', async () => {
    const story = await played();
    for (const format of FORMATS)
      expect(leaks(story.file({ format, secrets: 'redacted' }).text, story.secrets), format).toEqual([]);
    // The log itself holds none either: what is not there cannot be exported.
    expect(leaks(JSON.stringify(story.identity.events()), story.secrets)).toEqual([]);
  });

  test('hold them where a person asked for them, as far as they are kept', async () => {
    const story = await played();
    for (const format of ['har', 'otlp', 'curl'] as const) {
      const found = leaks(story.file({ format, secrets: 'included' }).text, story.secrets);
      expect(found, format).toEqual(
        expect.arrayContaining(['verifier', 'code', 'access_token', 'refresh_token']),
      );
      // Passwords and client secrets are never kept.
      expect(found).not.toContain('password');
      expect(found).not.toContain('client secret');
    }
    expect(leaks(story.file({ format: 'mermaid', secrets: 'included' }).text, story.secrets)).toEqual([]);
  });

  test.each(['redacted', 'included'] as const)(
    'HAR is what the published schema says (%s)',
    async (secrets) => {
      const story = await played();
      const { text, name } = story.file({ format: 'har', secrets });
      expect(name).toMatch(/\.har$/);
      expect(harErrors(text)).toEqual([]);
      const broken = JSON.parse(text) as { log: { entries: { request: { method?: string } }[] } };
      delete broken.log.entries[0]?.request.method;
      expect(harErrors(JSON.stringify(broken))).not.toEqual([]);
    },
  );

  test.each(['redacted', 'included'] as const)(
    'OTLP survives the protocol’s own definitions (%s)',
    async (secrets) => {
      const story = await played();
      const { text } = story.file({ format: 'otlp', secrets });
      const read = throughProtobuf(text);
      // Nothing was lost: the definitions know every member, and each has the type that they give it.
      expect(read).toEqual(JSON.parse(text));
    },
  );

  test('OTLP is one trace: a root, a span for each hop, decisions as events, refusals as errors', async () => {
    const story = await played();
    const traces = throughProtobuf(story.file({ format: 'otlp', secrets: 'redacted' }).text);
    const view = story.queries.view(story.flow);
    const spans = spansOf(traces);
    expect(new Set(spans.map(({ traceId }) => traceId)).size).toBe(1);
    expect(new Set(spans.map(({ spanId }) => spanId)).size).toBe(spans.length);
    const ids = new Set(spans.map(({ spanId }) => spanId));
    const roots = spans.filter(({ parentSpanId }) => parentSpanId === undefined);
    expect(roots).toHaveLength(1);
    for (const span of spans) if (span.parentSpanId) expect(ids).toContain(span.parentSpanId);
    for (const hop of view.hops) expect(ids).toContain(hop.span);
    const services = traces.resourceSpans.map(({ resource }) => attribute(resource, 'service.name'));
    expect(services).toContainEqual({ stringValue: 'idp' });
    const events = spans.flatMap((span) => span.events ?? []);
    expect(events).toHaveLength(view.decisions.length);
    const refused = events.find((event) => event.name === 'idp.token.refused');
    expect(refused && attribute(refused, 'gatehouse.rule')).toEqual({ stringValue: 'idp.code.unused' });
    const replay = spans.find((span) => span.events?.includes(refused ?? (undefined as never)));
    expect(replay?.status?.code).toBe(2);
    expect(replay && attribute(replay, 'http.response.status_code')).toEqual({ intValue: '400' });
  });

  test('Mermaid’s own parser reads the diagram, of the flow and of one hop', async () => {
    const story = await played();
    const { text } = story.file({ format: 'mermaid', secrets: 'redacted' });
    expect(await parseMermaid(text)).toBe('sequence');
    expect(text).toContain('idp.code.unused');
    const span = story.queries.view(story.flow).hops.at(-1)?.span;
    const one = story.file({ format: 'mermaid', secrets: 'redacted', ...(span && { span }) }).text;
    expect(await parseMermaid(one)).toBe('sequence');
    expect(one.match(/->>/g)).toHaveLength(1);
    await expect(parseMermaid(`${text}\n  p1->>`)).rejects.toThrow();
  });

  test('a shell runs the curl command, and the sandbox answers as it did', async () => {
    const story = await played();
    const hop = story.queries.view(story.flow).hops.find(({ target }) => target === '/me');
    const ask = { format: 'curl', ...(hop && { span: hop.span }) } as const;
    const run = (secrets: Ask['secrets']) => {
      const { text } = story.file({ ...ask, secrets });
      return curl(text);
    };
    // The token was revoked with its grant: the provider knows it, and says so.
    const known = await run('included');
    expect(JSON.parse(known)).toMatchObject({ error: 'invalid_token' });
    await story.identity.core.recorder.committed();
    expect(story.identity.events('idp.request.refused').at(-1)?.data.rule).toBe('idp.token.unrevoked');
    await run('redacted');
    await story.identity.core.recorder.committed();
    expect(story.identity.events('idp.request.refused').at(-1)?.data.rule).not.toBe('idp.token.unrevoked');
  });
});

/** Runs a script in a POSIX shell without blocking this process, in which the provider lives. */
function curl(script: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = execFile('/bin/sh', ['-s'], (error, stdout) => (error ? reject(error) : resolve(stdout)));
    child.stdin?.end(script);
  });
}
