import { describe, expect, it } from 'vitest';
import { killOverAndOver } from '../../durability/lives.ts';
import { SandboxProcess } from '../../durability/sandbox-process.ts';
import { killWorkflows } from '../../durability/workflow-lives.ts';
import { tempDir } from '../../support/temp-dir.ts';

/** A slice of `npm run kills`, which does it a thousand times. */
const KILLS = 10;

describe('a sandbox that is killed', () => {
  it('under mixed traffic, over and over, opens again and has lost nothing that it acknowledged', async () => {
    const { wrong, acknowledged } = await killOverAndOver({ kills: KILLS, seed: 7, dataDir: tempDir() });
    expect(wrong).toEqual([]);
    expect(acknowledged['gateway calls']).toBeGreaterThan(0);
    expect(acknowledged.tokens).toBeGreaterThan(0);
  });

  it('in the middle of workflows goes on with each: no step is done twice, none hangs, and what is undone is undone', async () => {
    const { wrong, acknowledged } = await killWorkflows({ kills: 4, seed: 7, dataDir: tempDir() });
    expect(wrong).toEqual([]);
    expect(acknowledged.starts).toBeGreaterThan(0);
  });

  it('in the middle of a restore is in the state before it or after it, never between', async () => {
    const dataDir = tempDir();
    const first = new SandboxProcess(dataDir);
    await first.ready();
    await first.call('persona.switch', { persona: 'bob' });
    const { id } = await first.call('snapshots.take', { name: 'before' });
    await first.call('persona.switch', { persona: 'carol' });
    void first.call('snapshots.restore', { id }).catch(() => undefined);
    await first.kill();

    const second = new SandboxProcess(dataDir);
    await second.ready();
    const { persona } = await second.call('world.get', {});
    expect(['bob', 'carol']).toContain(persona);
    const restored = await second.call('events.list', { types: ['snapshot.restored'], after: 0 });
    expect(restored.events).toHaveLength(persona === 'bob' ? 1 : 0);
    expect(await second.stop()).toBe(0);
  });
});
