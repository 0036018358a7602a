import type { Json } from '../contract/json.ts';
import { kindOf } from '../contract/workflow-definition.ts';
import { Accounts } from '../store/accounts.ts';
import { Apis } from '../store/apis.ts';
import { Applications } from '../store/applications.ts';
import { ExtensionStore } from '../store/extensions.ts';
import type { StateStore } from '../store/state-store.ts';
import { CustomWorkflowStore } from '../store/workflows/custom-workflow-store.ts';
import { governanceOf, isGovernanceSwitch, readConfiguration } from './configuration.ts';
import type { StateReader } from './ports.ts';

/** The state that checks can read. A path is forever, as packs hold it. */
export const STATE_PATHS = [
  'applications/<client>/requestedScopes',
  'applications/<client>/allowedScopes',
  'applications/<client>/rotateRefreshTokens',
  'applications/<client>/pkce',
  'accounts/<account>/enabled',
  'accounts/<account>/groups',
  'accounts/<account>/exists',
  'accounts/<account>/label',
  'accounts/<account>/locked',
  'accounts/<account>/lockReason',
  'accounts/<account>/failedAttempts',
  'accounts/<account>/lockoutCount',
  'accounts/<account>/emailVerified',
  'workflows/<workflow>/steps',
  'workflows/<workflow>/kinds',
  'workflows/<workflow>/approvals',
  'workflows/<workflow>/approvers',
  'workflows/<workflow>/active',
  'governance/<section>/<switch>',
  'extensions/<id>/exists',
  'extensions/<id>/enabled',
  'apis/<api>/tokenFormat',
  'apis/<api>/scopes',
] as const;

/** Whether a path is one of {@link STATE_PATHS}, whatever name stands in its middle. */
export function isStatePath(path: string): boolean {
  const [kind, , member, ...rest] = path.split('/');
  if (kind === 'governance') return rest.length === 0 && isGovernanceSwitch(path.slice('governance/'.length));
  return (
    rest.length === 0 &&
    STATE_PATHS.some((known) => known.startsWith(`${kind}/<`) && known.endsWith(`>/${member}`))
  );
}

/** Reads the paths from the live state. */
export function createStateReader(store: StateStore): StateReader {
  const applications = new Applications(store);
  const accounts = new Accounts(store);
  const apis = new Apis(store);
  const workflows = new CustomWorkflowStore(store);
  const extensions = new ExtensionStore(store);

  const valuesOf = (kind: string, id: string): { [member: string]: Json } | undefined => {
    if (kind === 'applications') return applications.get(id)?.settings;
    if (kind === 'apis') {
      const definition = apis.get(id)?.definition;
      return (
        definition && {
          tokenFormat: definition.tokenFormat,
          scopes: definition.scopes.map((scope) => scope.name),
        }
      );
    }
    if (kind === 'governance') return governanceOf(store)[id];
    if (kind === 'workflows') return workflowValues(workflows, id);
    if (kind === 'extensions') {
      const script = extensions.get(id);
      return { exists: script !== undefined, enabled: script?.enabled === true };
    }
    if (kind !== 'accounts') return undefined;
    const account = accounts.get(id) ?? accounts.byUsername(id);
    if (!account) return { exists: false };
    const { label, locked, lockReason, failedAttempts, lockoutCount, disabled } = account.state;
    return {
      exists: true,
      enabled: !disabled,
      groups: account.groups,
      label,
      locked,
      lockReason,
      failedAttempts,
      lockoutCount,
      emailVerified: account.claims.email_verified === true,
    };
  };

  return {
    configuration: () => readConfiguration(store),
    usernameOf: (id) => accounts.get(id)?.username,
    read(path) {
      if (!isStatePath(path)) return undefined;
      const [kind = '', id = '', member = ''] = path.split('/');
      return valuesOf(kind, id)?.[member];
    },
  };
}

/** A custom workflow: its steps, which of them ask for a decision, of whom, and how many runs are under way. */
function workflowValues(workflows: CustomWorkflowStore, id: string): { [member: string]: Json } | undefined {
  const found = workflows.workflows.get(id);
  if (!found) return undefined;
  const asking = found.definition.steps.filter(({ approval }) => approval !== undefined);
  return {
    steps: found.definition.steps.map((step) => step.id),
    kinds: found.definition.steps.map(kindOf),
    approvals: asking.map((step) => step.id),
    approvers: asking.flatMap(({ approval }) =>
      Object.entries(approval?.by ?? {}).map(([kind, name]) => `${kind}:${name}`),
    ),
    active: workflows.runs.counts(id).active,
  };
}
