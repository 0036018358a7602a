import type { Json } from '../contract/json.ts';
import { hostMethods, type PersonaProfile } from '../contract/worker.ts';
import type { ProfileKeeper } from '../events/snapshots.ts';

/** Asks the host; see `hostMethods` of the contract. */
export type HostCall = (method: string, params: Json) => Promise<Json>;

/** Where the cookies of each persona are kept. */
export interface PersonaProfiles extends ProfileKeeper {
  read(persona: string): Promise<PersonaProfile>;
  replace(profile: PersonaProfile): Promise<void>;
}

/** On the desktop each persona has a session partition of the window. */
export function desktopProfiles(host: HostCall, personas: () => string[]): PersonaProfiles {
  const readMany = async (wanted: string[]) =>
    hostMethods['profiles.read'].output.parse(await host('profiles.read', { personas: wanted }));
  const replaceMany = async (profiles: PersonaProfile[]) => {
    await host('profiles.replace', { profiles });
  };
  return {
    read: async (persona) => (await readMany([persona]))[0] ?? empty(persona),
    replace: (profile) => replaceMany([profile]),
    readAll: () => readMany(personas()),
    replaceAll: async (profiles) => {
      await replaceMany(personas().map((id) => profiles.find(({ persona }) => persona === id) ?? empty(id)));
      return [];
    },
  };
}

/**
 * Elsewhere the sandbox keeps them itself. The cookies in a person's own browser are out of reach: after a restore
 * they name sessions that are gone.
 */
export function keptProfiles(): PersonaProfiles {
  const profiles = new Map<string, PersonaProfile>();
  return {
    read: async (persona) => profiles.get(persona) ?? empty(persona),
    replace: async (profile) => {
      profiles.set(profile.persona, profile);
    },
    readAll: async () => [...profiles.values()],
    replaceAll: async (next) => {
      profiles.clear();
      for (const profile of next) profiles.set(profile.persona, profile);
      return [
        'The cookies in your own browser cannot be put back. Sign in again there if a page says that you are signed out.',
      ];
    },
  };
}

function empty(persona: string): PersonaProfile {
  return { persona, cookies: [], storage: [] };
}
