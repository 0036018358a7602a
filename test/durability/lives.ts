import { audit, LogHistory } from './audit.ts';
import { type Ledger, newLedger } from './ledger.ts';
import { quietPorts, unquiet } from './quiet-ports.ts';
import { Random } from './random.ts';
import { SandboxProcess } from './sandbox-process.ts';
import { LAB, Traffic } from './traffic.ts';

/** A sandbox is killed between these moments after it is ready, ms. */
const SHORTEST_MS = 15;
const LONGEST_MS = 700;
/** One round in so many is killed before it is ready, at some moment of a start of this length. */
const EARLY_ROUNDS = 0.12;
const START_MS = 900;

export interface KillsOptions {
  /** How often to kill. */
  kills: number;
  seed: number;
  dataDir: string;
  /** Hears of each round. */
  told?: (round: number, wrong: readonly string[]) => void;
}

export interface KillsResult {
  kills: number;
  /** Kills before the sandbox was ready. */
  early: number;
  wrong: string[];
  acknowledged: Record<string, number>;
}

/** Kills one data folder's sandbox over and over under traffic, and audits it after every start. */
export async function killOverAndOver(options: KillsOptions): Promise<KillsResult> {
  const { dataDir } = options;
  const random = new Random(options.seed);
  const ledger = newLedger();
  const history = new LogHistory();
  const wrong: string[] = [];
  let addresses: string | undefined;
  let early = 0;
  await quietPorts(dataDir, options.seed);

  const begin = async (round: number): Promise<SandboxProcess> => {
    const sandbox = new SandboxProcess(dataDir);
    const line = await sandbox.ready();
    const now = JSON.stringify([line.issuer, line.gateway, line.apis.map(({ url }) => url)]);
    addresses ??= now;
    const found = await audit(dataDir, sandbox, ledger, history);
    for (const name of unquiet(dataDir)) found.push(`${name} has a port that anybody may be given`);
    if (now !== addresses) found.push(`other addresses: ${now} after ${addresses}`);
    if (line.notices.length > 0) found.push(`notices: ${line.notices.join(' ')}`);
    const marked = found.map((text) => `seed ${options.seed}, kill ${round}: ${text}`);
    wrong.push(...marked);
    options.told?.(round, marked);
    settle(ledger);
    return sandbox;
  };

  for (let round = 0; round < options.kills; round += 1) {
    if (random.chance(EARLY_ROUNDS)) {
      await killEarly(dataDir, random);
      early += 1;
      continue;
    }
    const sandbox = await begin(round);
    if (ledger.step.acknowledged === undefined) await openLab(sandbox, ledger);
    const traffic = new Traffic(sandbox, ledger, random);
    const running = traffic.run();
    await passing(SHORTEST_MS + random.below(LONGEST_MS - SHORTEST_MS));
    await sandbox.kill();
    await running;
    wrong.push(...traffic.faults.map((text) => `seed ${options.seed}, round ${round}, alive: ${text}`));
  }
  const last = await begin(options.kills);
  if ((await last.stop()) !== 0) wrong.push(`seed ${options.seed}: the last one did not end politely`);
  return { kills: options.kills, early, wrong, acknowledged: ledger.counts };
}

/** Killed while it starts: in the middle of opening, making its world, or taking over the outbox. */
async function killEarly(dataDir: string, random: Random): Promise<void> {
  const sandbox = new SandboxProcess(dataDir);
  const started = sandbox.ready().catch(() => undefined);
  await passing(random.below(START_MS));
  await sandbox.kill();
  await started;
}

/** Opens a lab, so that there is progress to keep. Its set-up signs people out, so this comes before any traffic. */
async function openLab(sandbox: SandboxProcess, ledger: Ledger): Promise<void> {
  const lab = await sandbox.call('labs.open', LAB);
  ledger.step.acknowledged = lab.current;
}

/** After an audit the ledger knows what it only guessed: what was under way is given up. */
function settle(ledger: Ledger): void {
  const { state } = ledger;
  state.families = state.families.filter((family) => !family.pending);
  for (const [jti, status] of state.tokens) if (status === 'revoking') state.tokens.delete(jti);
  for (const register of [state.rotates, ledger.textSize, ledger.step, ...state.accounts.values()]) {
    if (!register.pending) continue;
    // Either value may hold now; the next answer says which.
    register.acknowledged = undefined;
    register.pending = undefined;
  }
}

function passing(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
