import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { appPaths } from '../../../src-main/host/paths.ts';
import { serve } from '../../../src-main/web/serve.ts';
import { type DidNotStart, type ReadyLine, SandboxProcess } from '../../durability/sandbox-process.ts';
import { spoilEvents } from '../../support/spoil-events.ts';
import { tempDir } from '../../support/temp-dir.ts';
import { askToken, callApi, token } from './clients.ts';

const LAB = { pack: 'io.gatehouse.first-steps', lab: 'sign-in-and-call' };
const BUILT = new URL('../../../out/main/cli.js', import.meta.url).href;

interface LivedIn {
  dataDir: string;
  token: string;
  last: number;
}

let template: LivedIn;
beforeAll(async () => {
  template = await live(mkdtempSync(join(tmpdir(), 'gatehouse-lived-in-')));
});
afterAll(() => rmSync(template.dataDir, { recursive: true, force: true }));

/** A world in which something has happened, left in good order. */
function livedIn(): LivedIn {
  const dataDir = tempDir();
  cpSync(template.dataDir, dataDir, { recursive: true });
  return { ...template, dataDir };
}

async function live(dataDir: string): Promise<LivedIn> {
  const sandbox = new SandboxProcess(dataDir);
  const line = await sandbox.ready();
  await sandbox.call('labs.open', LAB);
  const value = await token(line);
  await sandbox.call('settings.set', { textSize: 130 });
  const { last } = await sandbox.call('events.list', { limit: 1 });
  await sandbox.stop();
  return { dataDir, token: value, last };
}

/** Overwrites the middle of a file, as a failing disk does; `all` leaves nothing of it. */
function spoil(file: string, all = false): Buffer {
  const content = readFileSync(file);
  const from = all ? 0 : Math.floor(content.length / 3);
  content.fill('spoilt ', from, Math.max(from + 16, Math.floor((content.length * 2) / 3)));
  writeFileSync(file, content);
  return content;
}

async function start(dataDir: string, ...more: string[]) {
  const sandbox = new SandboxProcess(dataDir, ...more);
  onTestFinished(() => sandbox.kill());
  return { sandbox, line: await sandbox.ready() };
}

const kept = (dataDir: string, file: string): string[] =>
  readdirSync(dataDir).filter((name) => name.startsWith(`${file}.damaged-20`) && !/-(wal|shm)$/.test(name));

describe('a state that is damaged', () => {
  it.each([
    ['in the middle', false],
    ['from its first byte', true],
  ])('%s is named, left as it is, and put aside when a fresh start is asked for', async (_, all) => {
    const { dataDir } = livedIn();
    const spoilt = spoil(join(dataDir, 'state.db'), all);

    const failure = await new SandboxProcess(dataDir).ready().catch((error: unknown) => error);
    expect((failure as DidNotStart).error).toMatchObject({
      code: 'data.corrupt',
      next: expect.stringContaining('--start-afresh'),
    });
    expect(readFileSync(join(dataDir, 'state.db'))).toEqual(spoilt);

    const { sandbox, line } = await start(dataDir, '--start-afresh');
    expect(line.notices.join()).toContain('a new one was begun');
    expect((await callApi(line, await token(line))).status).toBe(200);
    const [old] = kept(dataDir, 'state.db');
    expect(readFileSync(join(dataDir, old ?? ''))).toEqual(spoilt);
    // What lies in files of its own is as it was.
    expect((await sandbox.call('settings.get', {})).textSize).toBe(130);
    expect((await sandbox.call('labs.current', {}))?.id).toBe(LAB.lab);
  });

  it('does not keep the user interface from starting, which offers a fresh start', async () => {
    const { dataDir } = livedIn();
    spoil(join(dataDir, 'state.db'));
    const serving = await serve({
      paths: appPaths(BUILT),
      dataDir,
      port: 0,
      output: () => undefined,
      damaged: 'offer',
    });
    onTestFinished(() => serving.stop());
    const [base, secret] = serving.ui.split('/#secret=');
    const call = async (method: string) => {
      const response = await fetch(`${base}/api/call`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-gatehouse-secret': secret ?? '' },
        body: JSON.stringify({ method, params: {} }),
      });
      return { status: response.status, body: await response.json() };
    };
    expect((await fetch(base ?? '')).status).toBe(200);
    expect(await call('sandbox.info')).toMatchObject({ status: 503, body: { code: 'data.corrupt' } });
    expect((await call('data.start-afresh')).body.result.kept).toContain('state.db.damaged-');
    expect((await call('sandbox.info')).status).toBe(200);
    expect(await call('data.start-afresh')).toMatchObject({ status: 409, body: { code: 'data.sound' } });
  });
});

describe('an event log that is damaged', () => {
  it('is put aside; state, secrets and progress stay, and numbers are not given twice', async () => {
    const { dataDir, token: given, last } = livedIn();
    spoil(join(dataDir, 'events.db'));
    const { sandbox, line } = await start(dataDir);
    expect(line.notices.join()).toContain('The event log could not be read, so a new one was begun.');
    expect(kept(dataDir, 'events.db')).toHaveLength(1);
    expect((await callApi(line, given)).status).toBe(200);
    expect((await sandbox.call('labs.current', {}))?.id).toBe(LAB.lab);
    const { events } = await sandbox.call('events.list', { after: 0 });
    expect(events[0]?.seq).toBeGreaterThan(last);
    // The register knows the token by the same handle as before.
    const inspected = await sandbox.call('tokens.inspect', { token: given });
    expect(JSON.stringify(inspected)).toContain('statement-job');
  });
});

describe('an event log that is damaged while the sandbox runs', () => {
  it('is named at once; the rest goes on; a new log is begun when asked for, and the old one is kept', async () => {
    const { dataDir, token: given, last } = livedIn();
    const serving = await serve({
      paths: appPaths(BUILT),
      dataDir,
      port: 0,
      output: () => undefined,
      damaged: 'fail',
    });
    onTestFinished(() => serving.stop());
    const [base, secret] = serving.ui.split('/#secret=');
    const call = async (method: string, params: object = {}) => {
      const response = await fetch(`${base}/api/call`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-gatehouse-secret': secret ?? '' },
        body: JSON.stringify({ method, params }),
      });
      return { status: response.status, body: await response.json() };
    };
    expect(await call('data.new-log')).toMatchObject({ status: 409, body: { code: 'data.sound' } });

    const { line } = serving.outcome as { line: ReadyLine };
    spoilEvents(join(dataDir, 'events.db'), 'oldest');
    expect(await call('events.list', { after: 0 })).toMatchObject({
      status: 507,
      body: { code: 'storage.log-damaged', next: expect.stringContaining('Begin a new log') },
    });
    expect((await call('sandbox.info')).body.result.trouble.code).toBe('storage.log-damaged');
    expect((await callApi(line, await token(line))).status).toBe(200);
    expect((await call('labs.current')).body.result.id).toBe(LAB.lab);

    expect(await call('data.new-log')).toMatchObject({ status: 200 });
    const info = (await call('sandbox.info')).body.result;
    expect(info.trouble).toBeUndefined();
    expect(info.notices.join()).toContain('a new one was begun');
    expect(kept(dataDir, 'events.db')).toHaveLength(1);
    expect((await callApi(line, given)).status).toBe(200);
    expect((await call('labs.current')).body.result.id).toBe(LAB.lab);
    const { events } = (await call('events.list', { after: 0 })).body.result;
    expect(events[0].seq).toBeGreaterThan(last);
  });

  it('while it cannot be written nothing is acknowledged; what was committed with the state reaches the new log', async () => {
    const { dataDir } = livedIn();
    const { sandbox, line } = await start(dataDir);
    spoilEvents(join(dataDir, 'events.db'), 'all');
    const refused = await askToken(line);
    expect(refused.status).toBe(507);
    expect((await refused.json()).error_description).toContain('The file of the event log is damaged');
    await sandbox.call('data.new-log', {});
    expect((await callApi(line, await token(line))).status).toBe(200);
    const { events } = await sandbox.call('events.list', { types: ['idp.token.issued'], after: 0 });
    // The one whose answer was withheld was in the state already: its event is kept with it.
    expect(events).toHaveLength(2);
  });
});

describe('a small file that is damaged', () => {
  it('is put aside with a notice, and the rest works', async () => {
    const { dataDir } = livedIn();
    for (const file of ['settings.json', 'ports.json', 'progress.json']) spoil(join(dataDir, file), true);
    writeFileSync(join(dataDir, 'vault.key'), 'spoilt');
    const { sandbox, line } = await start(dataDir);
    const said = line.notices.join('\n');
    expect(said).toMatch(/Your settings could not be read/);
    expect(said).toMatch(/ports\.json could not be read/);
    expect(said).toMatch(/Your progress could not be read/);
    expect(kept(dataDir, 'settings.json')).toHaveLength(1);
    expect(kept(dataDir, 'ports.json')).toHaveLength(1);
    expect(readdirSync(dataDir).some((name) => name.startsWith('progress.json.'))).toBe(true);
    expect((await callApi(line, await token(line))).status).toBe(200);
    expect((await sandbox.call('labs.open', LAB)).id).toBe(LAB.lab);
  });
});

describe('a snapshot that is damaged', () => {
  it.each([false, true])(
    'is refused before anything is touched, and the others can be restored',
    async (all) => {
      const { dataDir } = livedIn();
      const { sandbox, line } = await start(dataDir);
      const sound = await sandbox.call('snapshots.take', { name: 'sound' });
      const damaged = await sandbox.call('snapshots.take', { name: 'damaged' });
      await sandbox.call('persona.switch', { persona: 'bob' });
      spoil(join(dataDir, 'snapshots', `${damaged.id}.db`), all);
      await expect(sandbox.call('snapshots.restore', { id: damaged.id })).rejects.toThrow(
        /snapshot\.damaged/,
      );
      expect((await sandbox.call('world.get', {})).persona).toBe('bob');
      await sandbox.call('snapshots.restore', { id: sound.id });
      expect((await callApi(line, await token(line))).status).toBe(200);
    },
  );
});

it('a data folder that cannot be made is named', async () => {
  const file = join(tempDir(), 'file');
  writeFileSync(file, '');
  const failure = await new SandboxProcess(join(file, 'data')).ready().catch((error: unknown) => error);
  expect((failure as DidNotStart).error?.code).toBe('data.not-writable');
  expect(statSync(file).size).toBe(0);
});
