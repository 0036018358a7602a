import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import type { Json } from '../../../src-main/contract/json.ts';
import type { CheckState, LabState, StepState } from '../../../src-main/contract/labs.ts';
import type { MethodInput, MethodOutput, SandboxMethod } from '../../../src-main/contract/methods.ts';
import { VirtualClock } from '../../../src-main/events/clock.ts';
import { installVirtualDate } from '../../../src-main/events/virtual-date.ts';
import { startSandbox } from '../../../src-main/sandbox.ts';
import { type OwnPack, writeOwnPack } from '../../support/own-pack.ts';
import { tempDir } from '../../support/temp-dir.ts';
import { copyTwoLabs } from '../../support/two-labs.ts';

export const PACK = 'io.gatehouse.first-steps';
/** The packs that ship. */
export const SHIPPED = fileURLToPath(new URL('../../../labs', import.meta.url));

/** A folder of packs that a test may change: two of the labs that ship. */
export function ownPacks(): string {
  const dir = join(tempDir(), 'packs');
  copyTwoLabs(join(dir, 'first-steps'));
  return dir;
}

/** A folder of packs with one pack of one lab; see {@link writeOwnPack}. */
export function packsWith(...pack: OwnPack): string {
  const dir = join(tempDir(), 'packs');
  writeOwnPack(dir, ...pack);
  return dir;
}

/** A real sandbox with labs, used through the contract alone. */
export async function runningSandbox(options: { dataDir?: string; packs?: string } = {}) {
  const dataDir = options.dataDir ?? tempDir();
  const clock = new VirtualClock();
  installVirtualDate(clock);
  const sandbox = await startSandbox(
    {
      dataDir,
      host: 'web',
      packDirs: [options.packs ?? SHIPPED],
      version: '0.1.0',
      secret: 'the-secret-of-this-test-run',
      port: 0,
    },
    { clock, host: () => Promise.reject(new Error('there is no window')) },
  );
  let running = true;
  const stop = async () => {
    if (!running) return;
    running = false;
    await sandbox.stop();
  };
  onTestFinished(stop);
  const states: (LabState | null)[] = [];
  sandbox.onMessage((message) => {
    if (message.kind === 'lab') states.push(message.lab);
  });
  const call = async <M extends SandboxMethod>(method: M, params: MethodInput<M>): Promise<MethodOutput<M>> =>
    (await sandbox.call(method, params as Json)) as MethodOutput<M>;
  const { verbs, snapshots } = sandbox.labPorts;
  /** What a person does freely beside the lab. */
  const play = {
    signIn: (persona: string, app = 'online-banking') => verbs.signIn({ persona, app, consent: 'allow' }),
    /** A request to the gateway without a token. */
    request: () =>
      verbs.gatewayRequest({
        persona: 'alice',
        api: 'accounts',
        method: 'GET',
        path: '/accounts',
        token: { kind: 'none' },
      }),
  };
  return {
    dataDir,
    call,
    stop,
    states,
    play,
    verbs,
    digest: async () => snapshots.digest(),
    contents: () => snapshots.contents(),
  };
}

/** The step of a lab. */
export function stepOf(lab: LabState | null, id: string): StepState {
  const step = lab?.steps.find((candidate) => candidate.id === id);
  if (!step) throw new Error(`the lab has no step ${id}`);
  return step;
}

/** The check of a step. */
export function checkOf(lab: LabState | null, step: string, id: string): CheckState {
  const check = stepOf(lab, step).checks.find((candidate) => candidate.id === id);
  if (!check) throw new Error(`the step ${step} has no check ${id}`);
  return check;
}
