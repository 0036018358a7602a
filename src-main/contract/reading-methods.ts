import type { SandboxMethod } from './methods.ts';

/**
 * Methods that only read. They are answered even while the event log cannot be written, since their answers promise
 * nothing.
 */
export const READING_METHODS: ReadonlySet<SandboxMethod> = new Set<SandboxMethod>([
  'sandbox.info',
  'sandbox.memory',
  'clock.get',
  'events.list',
  'secrets.reveal',
  'traces.list',
  'traces.page',
  'traces.count',
  'traces.flow',
  'traces.export',
  'tokens.inspect',
  'snapshots.list',
  'world.get',
  'labs.list',
  'labs.current',
  'settings.get',
  'accounts.list',
  'accounts.get',
  'governance.get',
  'groups.list',
  'groups.get',
  'lifecycle.definition',
  'governance.defaults',
  'governance.locks',
  'workflows.list',
  'workflows.get',
  'workflows.check',
  'workflows.runs',
  'workflows.run',
  'approvals.list',
  'outcomes.list',
  'account-workflows.list',
  'account-workflows.story',
  'account-workflows.run',
]);
