import { onTestFinished } from 'vitest';
import type { API_RULES } from '../../../../src-main/world/backends/api-rules.ts';
import { startBackends } from '../../../../src-main/world/backends/start-backends.ts';
import { harbourIban } from '../../../../src-main/world/iban.ts';
import { dataFolder, seededCore } from '../../world/support.ts';
import { answerOf, newestRefusal, type Turned } from './turned.ts';

const KEY = 'key-of-this-run';

interface Call {
  api?: string;
  path?: string;
  headers?: Record<string, string>;
  body?: string;
  broken?: boolean;
}

/** Calls an API of the bank by HTTP, as the gateway does. */
const calls =
  ({ api = 'accounts', path = '/accounts', headers = {}, body, broken }: Call) =>
  async (): Promise<Turned> => {
    const folder = dataFolder();
    const core = await seededCore(folder.dir);
    const backends = await startBackends(core, KEY);
    onTestFinished(async () => {
      await backends.close();
      core.close();
      folder.remove();
    });
    if (broken)
      core.store.transaction(() => core.store.prepare('ALTER TABLE backend_record RENAME TO gone').run());
    const response = await fetch(`${backends.upstreamOf(api)}${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        'x-gatehouse-gateway-key': KEY,
        'x-gatehouse-subject': 'alice',
        'x-gatehouse-client': 'online-banking',
        'content-type': 'application/json',
        ...headers,
      },
      body: body ?? null,
    });
    return { answer: await answerOf(response), event: await newestRefusal(core) };
  };

const pays = (from: string, amount: string) =>
  calls({
    api: 'payments',
    path: '/payments',
    body: JSON.stringify({ from_account: from, to_iban: harbourIban('5120'), to_name: 'Bob', amount }),
  });

export const apiProvocations: Record<keyof typeof API_RULES, () => Promise<Turned>> = {
  'api.gateway.only': calls({ headers: { 'x-gatehouse-gateway-key': 'another' } }),
  'api.identity.present': calls({ headers: { 'x-gatehouse-client': '' } }),
  'api.identity.known': calls({ headers: { 'x-gatehouse-subject': 'nobody' } }),
  'api.object.exists': calls({ path: '/accounts/9' }),
  'api.object.owner': calls({ path: '/accounts/5120' }),
  'api.payment.holder': pays('5120', '1.00'),
  'api.payment.covered': pays('4711', '9999.00'),
  'api.route.exists': calls({ path: '/moon' }),
  'api.input.valid': calls({ api: 'payments', path: '/payments', body: '{}' }),
  'api.input.readable': calls({ api: 'payments', path: '/payments', body: '{"from_account"' }),
  'api.sandbox.sound': calls({ broken: true }),
};
