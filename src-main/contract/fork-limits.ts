// The user interface reads these values. No schema stands beside them: the page's policy lets none of zod's run there.

/** As many forks are open at once: each is a provider, a gateway and a copy of the state. */
export const MOST_FORKS = 3;
/** A fork that nobody has used for so long is closed, ms of real time. */
export const FORK_IDLE_MS = 30 * 60_000;

/**
 * The methods of the contract that a fork answers as the live sandbox does. What is missing has no meaning there: labs,
 * snapshots and settings belong to the live sandbox, and no browser of a person reaches a fork.
 */
export const FORK_METHODS = [
  'sandbox.info',
  'clock.get',
  'clock.advance',
  'clock.reset',
  'events.list',
  'secrets.reveal',
  'rules.list',
  'traces.list',
  'traces.page',
  'traces.count',
  'traces.flow',
  'traces.state',
  'traces.export',
  'traces.pin',
  'fixes.find',
  'fixes.stop',
  'fixes.try',
  'tokens.inspect',
  'claims.origins',
  'tokens.revoke',
  'world.get',
  'persona.switch',
  'apps.update',
  'apps.connect',
  'keys.rotate',
  'requests.send',
  'accounts.list',
  'accounts.get',
  'accounts.create',
  'accounts.act',
  'governance.get',
  'governance.set',
  'governance.defaults',
  'governance.locks',
  'groups.list',
  'groups.get',
  'groups.create',
  'groups.rename',
  'groups.delete',
  'groups.change',
  'lifecycle.definition',
  'workflows.list',
  'workflows.get',
  'workflows.check',
  'workflows.save',
  'workflows.reset',
  'workflows.remove',
  'workflows.start',
  'workflows.runs',
  'workflows.run',
  'workflows.cancel',
  'approvals.list',
  'approvals.decide',
  'account-workflows.list',
  'account-workflows.story',
] as const;
export type ForkMethod = (typeof FORK_METHODS)[number];
