import process from 'node:process';

/**
 * Listens on a free port of loopback and tells the bench where. A subject ends when its bench does.
 *
 * @param {import('node:net').Server} server
 * @param {Record<string, unknown>} [facts] what the bench must know beside the port
 */
export async function ready(server, facts = {}) {
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const address = server.address();
  tell({ port: typeof address === 'object' ? address?.port : undefined, ...facts });
}

/** @param {Record<string, unknown>} facts */
export function tell(facts) {
  process.send?.({ ready: facts });
  process.on('message', () => {
    const { user, system } = process.cpuUsage();
    process.send?.({ cpu: (user + system) / 1e6 });
  });
  process.on('disconnect', () => process.exit(0));
}

/** Address of the backend, given by the bench. */
export const backend = () => process.env.BENCH_BACKEND ?? '';
