import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { MethodInput, MethodOutput } from '../../../src-main/contract/methods.ts';
import type { Ready } from '../../../src-main/contract/worker.ts';
import { tempDir } from '../../support/temp-dir.ts';

const COMMAND = fileURLToPath(new URL('../../../out/main/cli.js', import.meta.url));

type Line = Ready & { ready: true; control: { url: string; secret: string } };

/** A real sandbox in a process of its own, so that it can be killed. */
async function serve(dataDir: string) {
  const child = spawn(process.execPath, [COMMAND, 'serve', '--json', '--port', '0', '--data', dataDir], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const lines = createInterface({ input: child.stdout });
  const [text] = (await once(lines, 'line')) as [string];
  const line = JSON.parse(text) as Line;
  const call = async <M extends 'events.list' | 'snapshots.restore' | 'snapshots.take'>(
    method: M,
    params: MethodInput<M>,
  ): Promise<MethodOutput<M>> => {
    const response = await fetch(line.control.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-gatehouse-secret': line.control.secret },
      body: JSON.stringify({ method, params }),
    });
    return ((await response.json()) as { result: MethodOutput<M> }).result;
  };
  return { child, line, call };
}

/** Asks for a token as the nightly job; what comes back was acknowledged. */
async function token(line: Line): Promise<string | undefined> {
  const client = line.applications.find(({ client_id }) => client_id === 'statement-job');
  const response = await fetch(`${line.issuer}/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: 'statement-job',
      client_secret: client?.client_secret ?? '',
      scope: 'accounts:list',
      resource: line.apis[0]?.resource ?? '',
    }),
  }).catch(() => undefined);
  const body = (await response?.json().catch(() => undefined)) as { access_token?: string } | undefined;
  return body?.access_token;
}

/** Calls the API with a token; answers the trace of a call that was answered with 200. */
async function callApi(line: Line, value: string): Promise<string | undefined> {
  const trace = randomBytes(16).toString('hex');
  const headers = { authorization: `Bearer ${value}`, traceparent: `00-${trace}-00f067aa0ba902b7-01` };
  const response = await fetch(line.apis[0]?.url ?? '', { headers }).catch(() => undefined);
  const body = await response?.text().catch(() => undefined);
  return response?.status === 200 && body !== undefined ? trace : undefined;
}

describe('a sandbox that is killed under traffic', () => {
  it('opens again, holds every token and every call that it acknowledged, and no number twice', async () => {
    const dataDir = tempDir();
    const acknowledged: string[] = [];
    const answered: string[] = [];
    for (let round = 0; round < 4; round += 1) {
      const { child, line } = await serve(dataDir);
      const ended = once(child, 'exit');
      const enough = acknowledged.length + 10 + round * 7;
      const traffic = Array.from({ length: 6 }, async () => {
        for (let got = await token(line); got !== undefined; got = await token(line)) {
          acknowledged.push(got);
          const trace = await callApi(line, got);
          if (trace !== undefined) answered.push(trace);
          if (acknowledged.length >= enough) child.kill('SIGKILL');
        }
      });
      await Promise.all(traffic);
      await ended;
    }

    const { child, line, call } = await serve(dataDir);
    const allowed = await call('events.list', { types: ['gw.request.allowed'], after: 0, limit: 5000 });
    const passed = await Promise.all(acknowledged.map((value) => callApi(line, value)));
    const { events } = await call('events.list', { types: ['idp.token.issued'], after: 0, limit: 5000 });
    child.kill('SIGTERM');
    await once(child, 'exit');

    // The register answers for each token; the gateway refuses one that it does not know.
    expect(passed).not.toContain(undefined);
    const logged = new Set(allowed.events.map((event) => event.trace));
    expect(answered.filter((trace) => !logged.has(trace))).toEqual([]);
    expect(answered.length).toBeGreaterThan(10);
    expect(events.length).toBeGreaterThanOrEqual(acknowledged.length);
    expect(new Set(events.map((event) => event.data.jti)).size).toBe(events.length);
    expect(new Set(events.map((event) => event.seq)).size).toBe(events.length);
  });

  it('is in the state before or after a restore that was cut off, never between', async () => {
    const dataDir = tempDir();
    const first = await serve(dataDir);
    const { id } = await first.call('snapshots.take', { name: 'before' });
    await token(first.line);
    const ended = once(first.child, 'exit');
    void first.call('snapshots.restore', { id }).catch(() => undefined);
    first.child.kill('SIGKILL');
    await ended;

    const second = await serve(dataDir);
    expect(await token(second.line)).toBeTypeOf('string');
    second.child.kill('SIGTERM');
    const [code] = await once(second.child, 'exit');
    expect(code).toBe(0);
  });
});
