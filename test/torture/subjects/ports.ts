import type { SandboxEvent } from '../../../src-main/contract/events.ts';
import { assertForm } from '../answer-form.ts';
import type { Ground, Port } from '../ground.ts';
import { hammered } from '../hammer.ts';
import { type Answer, type Exchange, send, valuesOf } from '../raw-http.ts';
import { bytesOf, type HttpCase, httpCases, isUnfinished, type PortFlavour } from '../shapes/http-case.ts';
import { portCorpus } from '../shapes/http-corpus.ts';
import { FORM_BODIES, JSON_BODIES } from '../shapes/http-tricks.ts';
import { type Ending, type Subject, Violation } from '../verdict.ts';

/** What a part must never do, whatever it is sent. */
type Rule = (answer: Answer, value: HttpCase, events: SandboxEvent[]) => void;

/**
 * One subject for each listening port. Oracles for every request: the sandbox lives; the answer is well-formed and in
 * the standard's own form; it left an entry in the log; what was refused has changed nothing; nothing that hid inside
 * another request was carried out; and the port's own rule holds.
 */
export function portSubjects(ground: Ground): Subject[] {
  const flavours: Record<string, [PortFlavour, Rule]> = {
    ui: [
      {
        targets: UI_TARGETS,
        bodies: JSON_BODIES,
        lines: [`x-gatehouse-secret: ${ground.sandbox.ready.control.secret}`],
      },
      uiRule,
    ],
    idp: [
      {
        targets: IDP_TARGETS,
        bodies: [...FORM_BODIES, ...JSON_BODIES],
        lines: ['Authorization: Basic d29ya2JlbmNoOndyb25n'],
      },
      idpRule,
    ],
    gateway: [
      { targets: GATEWAY_TARGETS, bodies: JSON_BODIES, lines: ['Authorization: Bearer TOKEN'] },
      gatewayRule,
    ],
    app: [{ targets: APP_TARGETS, bodies: FORM_BODIES }, () => undefined],
    api: [{ targets: API_TARGETS, bodies: JSON_BODIES }, backendRule],
  };
  return ground.ports.map((port) => {
    const [flavour, rule] = flavours[port.node.split(':')[0] ?? ''] ?? [{ targets: ['/'] }, () => undefined];
    return hammered({
      name: `port ${port.node}`,
      shape: httpCases(flavour),
      corpus: portCorpus(flavour),
      strike: (value) => strike(ground, port, value, rule),
      show: (value) => JSON.stringify(bytesOf(value, port.host).toString('latin1')),
    });
  });
}

async function strike(ground: Ground, port: Port, value: HttpCase, rule: Rule): Promise<Ending> {
  const bytes = bytesOf(value, port.host, await ground.token());
  const before = ground.stateDigest();
  const exchange = await send(port.port, bytes, {
    unfinished: isUnfinished(value),
    method: value.method,
  });
  const events = await ground.logged((seen) => exchange.silent || isLogged(port, seen, exchange));
  const refused = exchange.answers.every(({ status }) => status >= 400);
  for (const answer of exchange.answers) {
    assertForm(answer, value.method);
    rule(answer, value, events);
  }
  if (!exchange.silent && !isLogged(port, events, exchange))
    throw new Violation('log', `nothing stands in the log of ${port.node}`);
  if (refused && isWhole(value) && ground.stateDigest() !== before) {
    // An application may be at work by itself (a television polls): only what happens again is of this request.
    const again = ground.stateDigest();
    await send(port.port, bytes, { method: value.method });
    await ground.logged();
    if (ground.stateDigest() !== again)
      throw new Violation(
        'state',
        `refused with ${exchange.answers[0]?.status}, and yet the state has changed`,
      );
  }
  // Sent to a backend itself, a second request is pipelining (RFC 9112 §9.3.2), and refused like the first.
  if (
    port.node === 'gateway' &&
    events.some(({ node, data }) => node.startsWith('api:') && String(data.target).includes('smuggled'))
  )
    throw new Violation('wrong allow', 'a request inside another reached a backend');
  return refused ? 'refused' : 'allowed';
}

/** A body that breaks after a right head is refused late: what the head alone asked for may have been done by then. */
function isWhole(value: HttpCase): boolean {
  const late = [
    'trailer that is a header',
    'chunk size with a sign',
    'chunk with a bare line feed',
    'coding twice',
  ];
  return !isUnfinished(value) && !late.includes(value.framing);
}

/** The user interface's listener records refusals only; every other port records each request. */
function isLogged(port: Port, events: readonly SandboxEvent[], { answers }: Exchange): boolean {
  if (port.node !== 'ui') {
    return events.some(
      ({ node, type }) => node === port.node && (type === 'http.request' || type === 'http.refused'),
    );
  }
  const body = answers[0]?.body ?? '';
  const reported = /"code":"request\./.test(body) && !body.includes('"code":"request.not-found"');
  return !reported || events.some(({ type }) => type === 'http.refused');
}

const UI_TARGETS = [
  '/',
  '/index.html',
  '/api/call',
  '/api/stream',
  '/assets/',
  '/assets/x.js',
  '/package.json',
  '/favicon.ico',
];

/** Only the built files leave, and only the run's secret opens a call. */
const uiRule: Rule = (answer, value) => {
  if (answer.status >= 400) return;
  const path = value.target.split('?')[0] ?? '';
  const secret = value.headers.some((line) => line.startsWith('x-gatehouse-secret: ') && line.length > 40);
  if (path.startsWith('/api/call') && !secret)
    throw new Violation('wrong allow', `a call without the secret: ${answer.status}`);
  if (!path.startsWith('/api/') && /\.\.|%|\\/.test(path))
    throw new Violation('wrong allow', `a file by a crooked path: ${answer.status}`);
};

const IDP_TARGETS = [
  '/auth',
  '/',
  '/token',
  '/token/introspection',
  '/token/revocation',
  '/request',
  '/me',
  '/reg',
  '/reg/workbench',
  '/device',
  '/device/auth',
  '/session/end',
  '/session/end/confirm',
  '/jwks',
  '/.well-known/openid-configuration',
  '/interaction/none',
  '/auth/none',
  '/persona/none',
  '/assets/provider.css',
];

/** A stranger gets no token, no code and no client, and is sent to no address that is not registered. */
const idpRule: Rule = ({ status, body, headers }) => {
  if (status < 300 && /"(?:access_token|refresh_token|id_token|client_secret)"\s*:/.test(body))
    throw new Violation('wrong allow', `a stranger got ${body.slice(0, 200)}`);
  for (const [name, location] of headers) {
    if (name !== 'location') continue;
    if (
      /^(?:https?:)?\/\/(?!localhost|127\.0\.0\.1|\[::1\])/i.test(location) ||
      /^javascript:/i.test(location)
    )
      throw new Violation('wrong allow', `an open redirect to ${location}`);
    if (/[?&#]code=/.test(location))
      throw new Violation('wrong allow', `a code without a sign-in: ${location}`);
  }
};

const GATEWAY_TARGETS = [
  '/accounts/1.0/accounts',
  '/',
  '/accounts',
  '/accounts/1.0',
  '/accounts/1.0/accounts/1',
  '/accounts/1.0/accounts/1/transactions',
  '/accounts/2.0/accounts',
  '/payments/1.0/payments',
  '/cards/1.0/cards',
  '/cards/1.0/cards/1/block',
  '/unknown/1.0',
];

/** Operations that the token in these requests opens, read as strictly as a backend could. */
const OPENED = /^\/accounts\/1\.0\/accounts(?:\/[^/]+(?:\/transactions)?)?$/;

/** Nothing passes but with the token, to an operation that it opens; nothing reaches a backend without a decision. */
const gatewayRule: Rule = (answer, value, events) => {
  const backend = events.filter(({ node, type }) => node.startsWith('api:') && type === 'http.request');
  const decided = events.filter(({ type }) => type === 'gw.request.allowed');
  if (backend.length > decided.length)
    throw new Violation('wrong allow', `${backend.length} calls of a backend, ${decided.length} decisions`);
  const preflight = answer.status === 204 && valuesOf(answer, 'access-control-allow-origin').length > 0;
  if (answer.status >= 300 || preflight || value.garbage !== null) return;
  const credentials = value.headers.filter((line) => /^authorization:/i.test(line));
  if (credentials.length !== 1) throw new Violation('wrong allow', `with ${credentials.length} credentials`);
  const path = strictPath(value.target);
  if (!OPENED.test(path)) throw new Violation('wrong allow', `${value.target} is no operation of the token`);
};

/** The path of a target with unreserved characters unescaped (RFC 3986 §6.2.2.2); empty where it is crooked. */
function strictPath(target: string): string {
  const raw = target.replace(/^http:\/\/HOST/i, '').split('?')[0] ?? '';
  const path = raw.replace(/%[0-9a-f]{2}/gi, (octet) => {
    const character = String.fromCharCode(Number.parseInt(octet.slice(1), 16));
    return /[\w\-.~]/.test(character) ? character : octet;
  });
  return /%(?:2f|5c|00)|\/\.{1,2}(?:\/|$|;)|\/\//i.test(path) ? '' : path;
}

const APP_TARGETS = [
  '/',
  '/login',
  '/sign-in',
  '/callback',
  '/logout',
  '/signed-out',
  '/backchannel-logout',
  '/accounts',
  '/payments',
  '/cards',
  '/assets/bank.css',
  '/main.js',
];

const API_TARGETS = ['/', '/accounts', '/accounts/1', '/payments', '/cards', '/cards/1/block'];

/** A backend answers the gateway alone. */
const backendRule: Rule = ({ status }) => {
  if (status < 400) throw new Violation('wrong allow', `a stranger got ${status} from a backend`);
};
