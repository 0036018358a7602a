import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startLabSandbox } from '../../../src-main/lab-sandbox.ts';
import type { LabPorts } from '../../../src-main/labs/ports.ts';
import { testPack } from '../../../src-main/labs/proof/test-pack.ts';
import type { OwnPack } from '../../support/own-pack.ts';
import { packsWith } from './running-lab.ts';

const VERSION = '0.1.0';
const NARROW = ['openid', 'profile', 'accounts:list'];
const WIDE = [...NARROW, 'accounts:read'];
const set = (requestedScopes: string[]) => ({ 'client.set': { client: 'online-banking', requestedScopes } });

/** Asks, has a setting changed, has a call made without a token, and lets one read. */
const LAB = {
  setup: [set(NARROW)],
  steps: [
    {
      id: 'quiz',
      title: 'Quiz',
      type: 'quiz',
      question: {
        text: 'Which?',
        options: [
          { id: 'one', text: 'One', explain: 'Not one.' },
          { id: 'two', text: 'Two', explain: 'Two.', correct: true },
        ],
      },
    },
    {
      id: 'widen',
      title: 'Widen',
      type: 'configure',
      checks: [
        {
          id: 'wide',
          kind: 'state',
          path: 'applications/online-banking/requestedScopes',
          op: 'contains',
          value: WIDE,
          feedback: { value: 'Ask for more.' },
        },
        { id: 'else', kind: 'changed-only', allow: ['applications/online-banking/requestedScopes'] },
      ],
    },
    {
      id: 'call',
      title: 'Call',
      type: 'predict',
      actor: 'alice',
      question: {
        text: 'What now?',
        options: [
          { id: 'yes', text: 'Yes', explain: 'No.' },
          { id: 'no', text: 'No', explain: 'No.', correct: true },
        ],
      },
      checks: [{ id: 'refused', kind: 'event', match: { type: 'gw.request.denied', by: 'anyone' } }],
    },
    { id: 'rest', title: 'Rest', type: 'read' },
  ],
};
const call = { 'gateway.request': { persona: 'alice', api: 'accounts', path: '/accounts', token: 'none' } };
const SOLUTION = { steps: { widen: [set(WIDE)], call: [call] } };

/** Proves the pack in real sandboxes; `spoil` damages one of them, the first or the second. */
async function prove(pack: OwnPack = [LAB, SOLUTION], spoil?: (ports: LabPorts, nth: number) => LabPorts) {
  let started = 0;
  const folders: string[] = [];
  const reports = await testPack(join(packsWith(...pack), 'own'), { version: VERSION }, async (start) => {
    folders.push(start.dataDir);
    started += 1;
    const sandbox = await startLabSandbox({ ...start, version: VERSION });
    return { ...sandbox, ports: spoil?.(sandbox.ports, started) ?? sandbox.ports };
  });
  const [report] = reports;
  const faults = report?.findings.filter(({ severity }) => severity === 'error') ?? [];
  const left = folders.flatMap((folder) => {
    try {
      return readdirSync(folder);
    } catch {
      return [];
    }
  });
  expect(left).toEqual([]);
  return { report, faults, rules: faults.map(({ rule }) => rule) };
}

test('a sound lab is proven in two sandboxes, and says what was tried', async () => {
  const { faults, report } = await prove();
  expect(faults).toEqual([]);
  expect(report?.proved).toEqual({ wrong: 1, dropped: 4, resets: 8, runs: 2, skips: 4 });
});

test('a verb that no check needs is named, unless it is marked as cosmetic', async () => {
  const extra = { 'gateway.request': { persona: 'bob', api: 'cards', path: '/cards', token: 'none' } };
  const { faults } = await prove([LAB, { steps: { ...SOLUTION.steps, call: [call, extra] } }]);
  // Either request is refused, so neither of the two is needed.
  expect(faults.map(({ rule, line }) => [rule, line !== undefined])).toEqual([
    ['verb-not-needed', true],
    ['verb-not-needed', true],
  ]);
  expect(faults[1]?.message).toContain('verb 3 of its solution, gateway.request');
  const cosmetic = [
    { ...call, cosmetic: true },
    { ...extra, cosmetic: true },
  ];
  expect((await prove([LAB, { steps: { ...SOLUTION.steps, call: cosmetic } }])).rules).toEqual([]);
});

test('two runs that are recorded differently are found, with the place', async () => {
  const { faults } = await prove(undefined, (ports, nth) => ({
    ...ports,
    verbs: {
      ...ports.verbs,
      gatewayRequest: (input) =>
        ports.verbs.gatewayRequest(nth === 2 ? { ...input, path: '/accounts/4711' } : input),
    },
  }));
  expect(faults.map(({ rule }) => rule)).toEqual(['not-repeatable']);
  expect(faults[0]?.message).toContain('/accounts/4711');
});

test('a step that leaves another state when it is skipped is found', async () => {
  let changes = 0;
  const { faults } = await prove(undefined, (ports, nth) => ({
    ...ports,
    verbs: {
      ...ports.verbs,
      setClient: async (input) => {
        await ports.verbs.setClient(input);
        // In the second sandbox: the set-up, the solution, and then the solution as it is skipped.
        if (nth === 2 && ++changes === 3)
          await ports.verbs.setClient({ client: 'pocket', requestedScopes: NARROW });
      },
    },
  }));
  expect(faults.map(({ rule }) => rule)).toEqual(['skip-differs', 'skip-differs']);
  expect(faults[0]?.message).toMatch(/Who skips to “call” finds another state/);
});

test('a reset that does not give back the state is found, of a step and of the lab', async () => {
  const { rules } = await prove(undefined, (ports) => ({
    ...ports,
    snapshots: {
      ...ports.snapshots,
      restore: async (id) => {
        const answer = await ports.snapshots.restore(id);
        await ports.verbs.setClient({ client: 'pocket', requestedScopes: NARROW });
        return answer;
      },
    },
  }));
  expect(new Set(rules)).toContain('reset-differs');
});

test('what would leave the machine is kept back and named', async () => {
  const { faults } = await prove(undefined, (ports) => ({
    ...ports,
    verbs: {
      ...ports.verbs,
      gatewayRequest: async (input) => {
        await fetch('http://192.0.2.7:81/').catch(() => undefined);
        await fetch('http://tracker.example/').catch(() => undefined);
        return ports.verbs.gatewayRequest(input);
      },
    },
  }));
  expect(faults.map(({ rule, message }) => [rule, /for (\S+);/.exec(message)?.[1]])).toEqual([
    ['left-loopback', '192.0.2.7:81'],
    ['left-loopback', 'tracker.example:80'],
  ]);
});
