import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { GatehouseError } from '../../../src-main/contract/errors.ts';
import { ScriptedSandbox } from './scripted-sandbox.ts';

let sandbox: ScriptedSandbox;
beforeEach(() => {
  sandbox = new ScriptedSandbox();
});
afterEach(() => sandbox.supervisor.stop());

const failure = (promise: Promise<unknown>): Promise<GatehouseError> =>
  promise.then(
    () => expect.fail('it should have failed'),
    (error: GatehouseError) => error,
  );

describe('a running sandbox', () => {
  it('starts, tells what it announced, and carries calls with their answers', async () => {
    const ready = await sandbox.supervisor.start();
    expect(ready.issuer).toBe('http://localhost:1');
    expect(await sandbox.supervisor.call('clock.get', {})).toEqual({ now: 5, offset: 0, future: [] });
  });

  it('lets calls wait while it starts', async () => {
    void sandbox.supervisor.start();
    expect(await sandbox.supervisor.call('clock.get', {})).toMatchObject({ now: 5 });
  });

  it("hands the sandbox's own refusal to the caller", async () => {
    await sandbox.supervisor.start();
    const error = await failure(sandbox.supervisor.call('clock.advance', { ms: 1 }));
    expect(error.toPublic()).toEqual({
      code: 'clock.out-of-range',
      what: 'The clock did not move.',
      why: 'Too far.',
      next: 'Less.',
    });
  });

  it('keeps what its libraries print off the standard output of the host', async () => {
    await sandbox.supervisor.start();
    await sandbox.supervisor.call('test.print', { text: 'a notice' });
    await sandbox.until(() => sandbox.printed.includes('a notice'));
  });

  it('answers a question about persona browsers with a typed refusal where there are none', async () => {
    await sandbox.supervisor.start();
    const reply = await sandbox.supervisor.call('test.host-call', {
      method: 'profiles.read',
      params: { personas: ['alice'] },
    });
    expect(reply).toMatchObject({ kind: 'host-reply', id: 1, error: { code: 'host.unsupported' } });
  });

  it('goes on for the other listeners when one of them throws', async () => {
    const throwing = new ScriptedSandbox();
    throwing.supervisor.subscribe(() => {
      throw new Error('a broken listener');
    });
    const heard: string[] = [];
    throwing.supervisor.subscribe((message) => heard.push(message.kind));
    await throwing.supervisor.start();
    expect(heard).toEqual(['status']);
    expect(throwing.printed).toContain('a broken listener');
    await throwing.supervisor.stop();
  });
});

describe('host services', () => {
  it('answer with the profiles, and refuse a malformed question', async () => {
    const desktop = new ScriptedSandbox({
      services: {
        readProfiles: async (personas) => personas.map((persona) => ({ persona, cookies: [], storage: [] })),
        replaceProfiles: async () => undefined,
      },
    });
    await desktop.supervisor.start();
    const ask = (params: object) =>
      desktop.supervisor.call('test.host-call', { method: 'profiles.read', params: params as never });
    expect(await ask({ personas: ['bob'] })).toMatchObject({ result: [{ persona: 'bob' }] });
    expect(await ask({ personas: 'bob' })).toMatchObject({ error: { code: 'input.invalid' } });
    await desktop.supervisor.stop();
  });
});

describe('a worker that dies', () => {
  it('is started again and told what its predecessor died of', async () => {
    await sandbox.supervisor.start();
    const pending = failure(sandbox.supervisor.call('test.throw', {}));
    expect((await pending).code).toBe('sandbox.restarted');
    const options = await sandbox.supervisor.call('test.options', {});
    expect(options).toMatchObject({ recoveredFrom: 'the scripted worker threw' });
    expect(sandbox.statuses).toEqual(['ready', 'restarting', 'ready']);
  });

  it('names the exit code when it ends without an error', async () => {
    await sandbox.supervisor.start();
    await failure(sandbox.supervisor.call('test.commit-and-die', { count: 0 }));
    expect(sandbox.supervisor.status).toEqual({
      status: 'restarting',
      reason: 'its thread ended with code 7',
    });
  });

  it('is given up after too many deaths, with the reason', async () => {
    await sandbox.supervisor.start();
    for (let death = 0; death < 3; death += 1)
      await failure(sandbox.supervisor.call('test.commit-and-die', { count: 0 }));
    await sandbox.until(() => sandbox.statuses.at(-1) === 'stopped');
    const error = await failure(sandbox.supervisor.call('clock.get', {}));
    expect(error.code).toBe('sandbox.keeps-failing');
    expect(error.why).toContain('code 7');
  });
});

describe('a sandbox that cannot start', () => {
  it('says why in its own words, and is not tried again', async () => {
    writeFileSync(join(sandbox.dataDir, 'refuse-to-start'), '');
    const error = await failure(sandbox.supervisor.start());
    expect(error.toPublic()).toMatchObject({ code: 'data.newer-version', what: 'The data is of version 9.' });
    expect(sandbox.statuses).toEqual(['stopped']);
  });

  it('that dies before it is ready fails the start instead of trying for ever', async () => {
    writeFileSync(join(sandbox.dataDir, 'die-at-start'), '');
    expect((await failure(sandbox.supervisor.start())).code).toBe('sandbox.start-failed');
  });
});

describe('stopping', () => {
  it('lets the worker end by itself, and tells', async () => {
    await sandbox.supervisor.start();
    await sandbox.supervisor.stop();
    expect(sandbox.statuses).toEqual(['ready', 'stopped']);
    expect((await failure(sandbox.supervisor.call('clock.get', {}))).code).toBe('sandbox.stopped');
  });

  it('ends a worker that does not listen by force', async () => {
    const deaf = new ScriptedSandbox({ stopGraceMs: 50 });
    await deaf.supervisor.start();
    await deaf.supervisor.call('test.deafen', {});
    await deaf.supervisor.stop();
    expect(deaf.statuses).toEqual(['ready', 'stopped']);
    expect(existsSync(deaf.dataDir)).toBe(true);
  });

  it('fails the calls that were under way', async () => {
    await sandbox.supervisor.start();
    const pending = failure(sandbox.supervisor.call('test.hang', {}));
    await sandbox.supervisor.stop();
    expect((await pending).code).toBe('sandbox.restarted');
  });
});
