import { endOf } from './fixes/ending.ts';
import type { ForkedSandbox } from './fixes/ports.ts';
import type { ProbeCall, ProbeResult } from './labs/ports.ts';

/** Tries a call on a fork, which is closed afterwards: the persona signs in anew, and the application calls for her. */
export async function probe(
  openFork: () => Promise<ForkedSandbox>,
  { persona, app, ...call }: ProbeCall,
): Promise<ProbeResult> {
  const fork = await openFork();
  try {
    const { signedIn, deed } = await fork.run(async () => {
      const first = await fork.agent.signIn({ persona, app, consent: 'allow' });
      return {
        signedIn: first,
        deed: first.ok ? await fork.agent.callApi({ persona, app, ...call }) : first,
      };
    });
    const { rule, ending } = endOf(fork, deed);
    return {
      ending,
      ...(signedIn.ok && deed.status !== undefined ? { status: deed.status } : {}),
      ...(rule === undefined ? {} : { rule }),
    };
  } finally {
    await fork.close();
  }
}
