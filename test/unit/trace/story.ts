import type { EventType } from '../../../src-main/contract/event-types.ts';
import type { CapturedBody, Outcome, Reason, SandboxEvent } from '../../../src-main/contract/events.ts';
import type { JsonObject } from '../../../src-main/contract/json.ts';
import type { Participant } from '../../../src-main/contract/world.ts';

/** A handle as the vault writes it. */
export const handle = (kind: string, digit: string): string => `‹${kind}:${digit.repeat(16)}›`;

export const PARTICIPANTS: Participant[] = [
  { id: 'browser:alice', name: 'Alice’s browser', kind: 'browser' },
  { id: 'app:mobile-banking', name: 'Mobile Banking', kind: 'client' },
  { id: 'idp', name: 'Identity provider', kind: 'idp' },
  { id: 'gateway', name: 'Gateway', kind: 'gateway' },
  { id: 'api:accounts', name: 'Accounts API', kind: 'backend' },
];

type HopParts = {
  from: string;
  to: string;
  channel?: 'front' | 'back';
  method?: string;
  target: string;
  headers?: [string, string][];
  body?: CapturedBody;
};

/** Writes events in the shape of the log, one after another. */
export class StoryWriter {
  readonly events: SandboxEvent[] = [];
  #spans = 0;

  constructor(options: { flow?: string } = {}) {
    this.flow = options.flow ?? 'f000000000001';
  }

  flow: string;

  event(type: EventType, node: string, parts: Partial<SandboxEvent> = {}): SandboxEvent {
    const seq = this.events.length + 1;
    const event: SandboxEvent = {
      seq,
      id: `e${seq}`,
      vtime: 1_795_511_642_000 + seq * 100,
      wtime: 1_795_511_642_000 + seq * 100,
      type,
      actor: 'persona:alice',
      flow: this.flow,
      node,
      outcome: 'ok',
      reasons: [],
      data: {},
      redacted: [],
      ...parts,
    };
    this.events.push(event);
    return event;
  }

  request(parts: HopParts): string {
    this.#spans += 1;
    const span = this.#spans.toString(16).padStart(16, '0');
    const { from, to, channel = 'front', method = 'GET', target, headers = [], body } = parts;
    const data = { from, to, channel, method, url: `http://localhost:9400${target}`, target, headers };
    this.event('http.request', to, { span, data: (body ? { ...data, body } : data) as JsonObject });
    return span;
  }

  response(
    span: string,
    status: number,
    parts: { headers?: [string, string][]; body?: CapturedBody; outcome?: Outcome } = {},
  ) {
    const request = this.events.find((event) => event.span === span && event.type === 'http.request');
    const { from, to, channel } = request?.data ?? { from: 'x', to: 'y', channel: 'front' };
    const data = { from: to, to: from, channel, status, headers: parts.headers ?? [], durationMs: 12.4 };
    this.event('http.response', String(to), {
      span,
      outcome: parts.outcome ?? 'ok',
      data: (parts.body ? { ...data, body: parts.body } : data) as JsonObject,
    });
  }

  decide(
    type: EventType,
    node: string,
    span: string,
    outcome: Outcome,
    reasons: Reason[],
    data: JsonObject = {},
  ) {
    this.event(type, node, { span, outcome, reasons, data });
  }
}

export const form = (text: string): CapturedBody => ({
  type: 'application/x-www-form-urlencoded',
  size: text.length,
  text,
  cut: false,
});

export const json = (value: unknown): CapturedBody => {
  const text = JSON.stringify(value);
  return { type: 'application/json; charset=utf-8', size: text.length, text, cut: false };
};

/** The story of the reference picture: a sign-in with code and PKCE, then a call that lacks a scope. */
export function deniedCall(): StoryWriter {
  const story = new StoryWriter();
  const code = handle('code', 'c');
  const access = handle('access_token', 'a');
  const login = story.request({ from: 'browser:alice', to: 'app:mobile-banking', target: '/login' });
  story.response(login, 302, {
    headers: [
      [
        'location',
        'http://localhost:9400/auth?client_id=mobile-banking&code_challenge=x&code_challenge_method=S256',
      ],
    ],
  });
  const auth = story.request({
    from: 'browser:alice',
    to: 'idp',
    target: '/auth?response_type=code&client_id=mobile-banking&code_challenge=x&code_challenge_method=S256',
  });
  story.decide('idp.authorization.requested', 'idp', auth, 'allowed', [], { client: 'mobile-banking' });
  story.response(auth, 303, { headers: [['location', '/interaction/Xk29dkslQQzz81dkslwQ']] });
  const signIn = story.request({
    from: 'browser:alice',
    to: 'idp',
    method: 'POST',
    target: '/interaction/Xk29dkslQQzz81dkslwQ',
    body: form(`username=alice&password=${handle('password', 'b')}`),
  });
  story.event('idp.signin.succeeded', 'idp', { span: signIn, outcome: 'allowed', subject: 'alice' });
  story.response(signIn, 302, { headers: [['location', `http://127.0.0.1:9500/cb?code=${code}&state=s`]] });
  const callback = story.request({
    from: 'browser:alice',
    to: 'app:mobile-banking',
    target: `/cb?code=${code}&state=s`,
  });
  const token = story.request({
    from: 'app:mobile-banking',
    to: 'idp',
    channel: 'back',
    method: 'POST',
    target: '/token',
    headers: [['authorization', `Basic mobile-banking:${handle('client_secret', 'd')}`]],
    body: form(`grant_type=authorization_code&code=${code}&code_verifier=${handle('code_verifier', 'e')}`),
  });
  story.event('idp.token.issued', 'idp', {
    span: token,
    subject: 'alice',
    data: { kind: 'access', handle: access, format: 'jwt', client: 'mobile-banking', scope: 'accounts:list' },
  });
  story.response(token, 200, {
    body: json({
      access_token: access,
      id_token: handle('id_token', '1'),
      refresh_token: handle('refresh_token', '2'),
    }),
  });
  const call = story.request({
    from: 'app:mobile-banking',
    to: 'gateway',
    channel: 'back',
    target: '/accounts/1.0/4711',
    headers: [['authorization', `Bearer ${access}`]],
  });
  story.decide(
    'gw.request.denied',
    'gateway',
    call,
    'denied',
    [
      { rule: 'gw.token.signature', outcome: 'pass', seen: 'key k1, ES256' },
      { rule: 'gw.token.lifetime', outcome: 'pass', inputs: { exp: 1_795_511_913, now: 1_795_511_642 } },
      {
        rule: 'gw.scope.required',
        outcome: 'fail',
        path: 'token.scope',
        expected: ['accounts:read'],
        seen: ['accounts:list'],
        standard: 'RFC 6750 §3.1',
      },
    ],
    { api: 'accounts' },
  );
  story.response(call, 403, {
    headers: [['www-authenticate', 'Bearer error="insufficient_scope", scope="accounts:read"']],
  });
  story.response(callback, 200, {
    body: { type: 'text/html', size: 60, text: '<title>Accounts · Mobile Banking</title>', cut: false },
  });
  return story;
}
