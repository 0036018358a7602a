import { governanceSchema } from '../contract/governance.ts';
import type { Json, JsonObject } from '../contract/json.ts';
import { Accounts } from '../store/accounts.ts';
import { Apis } from '../store/apis.ts';
import { Applications } from '../store/applications.ts';
import { ExtensionStore } from '../store/extensions.ts';
import { StateSettings } from '../store/settings.ts';
import type { StateStore } from '../store/state-store.ts';
import { CustomWorkflowStore } from '../store/workflows/custom-workflow-store.ts';

/** Members of an application's client metadata that are secret or that only the running sandbox decides. */
const NOT_COMPARED = new Set(['client_secret', 'client_id_issued_at']);

/**
 * Every setting of applications, accounts and APIs by its path, e.g. `applications/online-banking/requestedScopes`,
 * `applications/online-banking/metadata/redirect_uris`, `accounts/alice/enabled`.
 */
export function readConfiguration(store: StateStore): JsonObject {
  const found: JsonObject = {};
  const note = (base: string, values: { [member: string]: unknown }): void => {
    for (const [member, value] of Object.entries(values)) {
      if (value !== undefined && !NOT_COMPARED.has(member)) found[`${base}/${member}`] = value as Json;
    }
  };
  for (const { clientId, name, metadata, settings } of new Applications(store).all()) {
    note(`applications/${clientId}`, { name, ...settings });
    note(`applications/${clientId}/metadata`, metadata);
  }
  for (const { id, username, name, email, claims, groups, state } of new Accounts(store).all()) {
    note(`accounts/${id}`, { username, name, email, groups, enabled: !state.disabled });
    note(`accounts/${id}/claims`, claims);
  }
  for (const { id, definition } of new Apis(store).all()) note(`apis/${id}`, definition);
  for (const { id, yaml } of new CustomWorkflowStore(store).workflows.all())
    note(`workflows/${id}`, { yaml });
  for (const { id, ...extension } of new ExtensionStore(store).all()) note(`extensions/${id}`, extension);
  for (const [section, switches] of Object.entries(governanceOf(store)))
    note(`governance/${section}`, switches);
  return found;
}

/** The switches by which accounts are governed, by section. */
export function governanceOf(store: StateStore): { [section: string]: { [name: string]: Json } } {
  return new StateSettings(store).get('identity.governance', governanceSchema) ?? governanceSchema.parse({});
}

/** Whether `section/switch` is one of them. */
export function isGovernanceSwitch(path: string): boolean {
  const [section = '', name = ''] = path.split('/');
  const defaults: { [section: string]: { [name: string]: unknown } } = governanceSchema.parse({});
  return defaults[section]?.[name] !== undefined;
}
