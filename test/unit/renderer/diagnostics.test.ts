import { afterEach, expect, it } from 'vitest';
import type { SandboxEvent } from '../../../src-main/contract/events.ts';
import { diagnostics } from '../../../src-renderer/settings/diagnostics.ts';
import { useSandbox } from '../../../src-renderer/store/sandbox.ts';

const before = useSandbox.getState();
afterEach(() => useSandbox.setState(before, true));

const CANARY = 'canary5Wq0ZkT2mVnB8xYdHs3LrCuJ';

const failed = (seq: number): SandboxEvent => ({
  seq,
  id: `id-${seq}`,
  vtime: 0,
  wtime: 0,
  type: 'gw.request.denied',
  actor: `persona:${CANARY}`,
  subject: CANARY,
  session: CANARY,
  flow: CANARY,
  trace: CANARY,
  span: CANARY,
  parent: CANARY,
  node: 'gateway',
  outcome: 'denied',
  reasons: [{ rule: 'gw.token.expiry', outcome: 'fail', seen: CANARY, expected: CANARY }],
  data: { authorization: `Bearer ${CANARY}`, body: { text: CANARY } },
  redacted: [],
});

it('say what a helper needs, and nothing that is secret, wherever it stands', () => {
  useSandbox.setState({
    link: 'open',
    status: {
      status: 'restarting',
      reason: `Error: invalid token ${CANARY} at eyJhbGciOi.${CANARY}.${CANARY}`,
    },
    trouble: { code: 'storage.full', what: CANARY, why: `The disk is full. ${CANARY}`, next: CANARY },
    info: {
      version: '1.2.3',
      host: 'desktop',
      issuer: 'http://localhost:9480',
      gateway: 'http://127.0.0.1:9490',
      ui: `http://127.0.0.1:4700/#secret=${CANARY}`,
      dataDir: '/home/adele/.local/share/gatehouse',
      ports: { idp: 9480, gateway: 9490 },
      notices: [`Port 9480 is taken. ${CANARY}`],
      initialAccessToken: CANARY,
      scim: { url: 'http://localhost:9480/scim2', token: CANARY },
      smtp: { host: '127.0.0.1', port: 9525 },
    },
    events: [failed(6), failed(7)],
    lastSeq: 7,
    clockAt: 0,
  });
  const text = diagnostics();
  expect(text).not.toContain('canary');
  expect(text).not.toContain('adele');
  expect(JSON.parse(text)).toMatchObject({
    gatehouse: {
      version: '1.2.3',
      host: 'desktop',
      ports: { idp: 9480, gateway: 9490 },
      dataDir: '/home/…/.local/share/gatehouse',
    },
    notices: ['Port 9480 is taken. ‹left out›'],
    trouble: { code: 'storage.full', why: 'The disk is full. ‹left out›' },
    status: { status: 'restarting' },
    lastSeq: 7,
    firstSeq: 6,
    failures: [
      { seq: 6, type: 'gw.request.denied', node: 'gateway', outcome: 'denied', rule: 'gw.token.expiry' },
      { seq: 7, rule: 'gw.token.expiry' },
    ],
  });
});
