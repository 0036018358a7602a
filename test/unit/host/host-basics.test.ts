import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkCall } from '../../../src-main/host/calls.ts';
import { chooseDataDir } from '../../../src-main/host/data-dir.ts';
import { ensureDataDir } from '../../../src-main/host/ensure-data-dir.ts';
import { RestartPolicy } from '../../../src-main/host/restart-policy.ts';
import { createRunSecret, isRunSecret, personaTraceState } from '../../../src-main/host/run-secret.ts';
import { readPorts, rememberPort } from '../../../src-main/store/port-book.ts';

const newFolder = (): string => mkdtempSync(join(tmpdir(), 'gatehouse-host-'));

describe('the data folder', () => {
  const home = '/home/ann';
  it.each([
    ['linux', {}, '/home/ann/.local/share/gatehouse'],
    ['linux', { XDG_DATA_HOME: '/data' }, '/data/gatehouse'],
    ['darwin', {}, '/home/ann/Library/Application Support/Gatehouse'],
    ['linux', { GATEHOUSE_DATA: '/elsewhere' }, '/elsewhere'],
  ] as const)('on %s with %o is %s', (platform, env, expected) => {
    expect(chooseDataDir(undefined, { platform, env, home })).toBe(expected);
  });

  it('is the one that was asked for before any other', () => {
    expect(chooseDataDir('/asked', { platform: 'linux', env: { GATEHOUSE_DATA: '/env' }, home })).toBe(
      '/asked',
    );
  });

  it('is for its owner alone, even if it was there before', () => {
    const folder = newFolder();
    ensureDataDir(join(folder, 'a', 'b'));
    ensureDataDir(folder);
    expect(statSync(join(folder, 'a', 'b')).mode & 0o777).toBe(0o700);
  });

  it('that cannot be made is refused with what to do', () => {
    const file = join(newFolder(), 'file');
    writeFileSync(file, '');
    expect(() => ensureDataDir(join(file, 'x'))).toThrow(
      expect.objectContaining({ code: 'data.not-writable' }),
    );
  });
});

describe('the book of ports', () => {
  it("keeps the ports of others and replaces one's own", () => {
    const folder = newFolder();
    writeFileSync(join(folder, 'ports.json'), JSON.stringify({ idp: 4711, ui: 1 }));
    rememberPort(folder, 'ui', 4700);
    expect(readPorts(folder)).toEqual({ idp: 4711, ui: 4700 });
  });

  it.each(['{', '[]', '{"ui":"x"}', '{"ui":99999}', ''])(
    'starts anew when the file is spoilt: %s',
    (text) => {
      const folder = newFolder();
      writeFileSync(join(folder, 'ports.json'), text);
      expect(readPorts(folder)).toEqual({});
      rememberPort(folder, 'ui', 4700);
      expect(JSON.parse(readFileSync(join(folder, 'ports.json'), 'utf8'))).toEqual({ ui: 4700 });
    },
  );
});

describe('the secret of a run', () => {
  it('is 32 bytes that are new each time', () => {
    const secret = createRunSecret();
    expect(Buffer.from(secret, 'base64url')).toHaveLength(32);
    expect(createRunSecret()).not.toBe(secret);
  });

  it('is recognised whole only', () => {
    const secret = createRunSecret();
    expect(isRunSecret(secret, secret)).toBe(true);
    for (const wrong of ['', secret.slice(1), `${secret}x`, secret.toUpperCase()])
      expect(isRunSecret(secret, wrong)).toBe(false);
  });

  it('marks a persona so that another run or persona has another mark', () => {
    const mark = personaTraceState('s', 'alice');
    expect(mark).toMatch(/^gatehouse=alice\.[0-9a-f]{16}$/);
    expect(personaTraceState('t', 'alice')).not.toBe(mark);
    expect(personaTraceState('s', 'bob').slice(-16)).not.toBe(mark.slice(-16));
  });
});

describe('a call at the edge', () => {
  it('has its defaults filled in', () => {
    expect(checkCall('events.list', {})).toEqual({
      host: 'sandbox',
      method: 'events.list',
      params: { limit: 500 },
    });
    expect(checkCall('browser.open', { persona: 'alice' }).host).toBe('desktop');
  });

  it.each(['nothing', '__proto__', 'constructor', 'toString', ''])(
    'of an unknown name is refused: %s',
    (method) => {
      expect(() => checkCall(method, {})).toThrow(expect.objectContaining({ code: 'method.unknown' }));
    },
  );

  it.each([
    ['clock.advance', { ms: '1' }],
    ['clock.advance', { ms: 1.5 }],
    ['clock.get', { more: 1 }],
    ['events.list', null],
    ['events.list', { limit: 0 }],
    ['browser.place', { persona: 'alice', bounds: { x: 'a' } }],
  ])('with parameters that the contract does not know is refused: %s %o', (method, params) => {
    expect(() => checkCall(method, params)).toThrow();
  });
});

describe('restarts', () => {
  it('wait longer each time, end after the last, and are forgiven after a quiet while', () => {
    const policy = new RestartPolicy({ delaysMs: [0, 500], windowMs: 1000 });
    expect([policy.afterDeath(0), policy.afterDeath(10), policy.afterDeath(20)]).toEqual([0, 500, null]);
    expect(policy.afterDeath(5000)).toBe(0);
  });
});
