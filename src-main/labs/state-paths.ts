import type { Json } from '../contract/json.ts';
import { Accounts } from '../store/accounts.ts';
import { Apis } from '../store/apis.ts';
import { Applications } from '../store/applications.ts';
import type { StateStore } from '../store/state-store.ts';
import { readConfiguration } from './configuration.ts';
import type { StateReader } from './ports.ts';

/** The state that checks can read. A path is forever, as packs hold it. */
export const STATE_PATHS = [
  'applications/<client>/requestedScopes',
  'applications/<client>/allowedScopes',
  'applications/<client>/rotateRefreshTokens',
  'applications/<client>/pkce',
  'accounts/<account>/enabled',
  'accounts/<account>/groups',
  'apis/<api>/tokenFormat',
  'apis/<api>/scopes',
] as const;

/** Whether a path is one of {@link STATE_PATHS}, whatever name stands in its middle. */
export function isStatePath(path: string): boolean {
  const [kind, , member, ...rest] = path.split('/');
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
    const account = kind === 'accounts' ? accounts.get(id) : undefined;
    return account && { enabled: !account.state.disabled, groups: account.groups };
  };

  return {
    configuration: () => readConfiguration(store),
    read(path) {
      if (!isStatePath(path)) return undefined;
      const [kind = '', id = '', member = ''] = path.split('/');
      return valuesOf(kind, id)?.[member];
    },
  };
}
