import { GatehouseError, toPublicError } from '../contract/errors.ts';
import type { Json } from '../contract/json.ts';
import {
  type HostMessage,
  hostMethods,
  type PersonaProfile,
  type WorkerMessage,
} from '../contract/worker.ts';

/** What a host does for the sandbox: see `hostMethods` of the contract. */
export interface HostServices {
  readProfiles(personas: string[]): Promise<PersonaProfile[]>;
  replaceProfiles(profiles: PersonaProfile[]): Promise<void>;
}

/** The services of a host without persona browsers: the sandbox keeps the personas' cookies itself. */
export const noPersonaBrowsers: HostServices = {
  readProfiles: () => Promise.reject(unsupported()),
  replaceProfiles: () => Promise.reject(unsupported()),
};

/** Answers one question of the sandbox. Never rejects: a failure is part of the reply. */
export async function answerHostCall(
  services: HostServices,
  call: Extract<WorkerMessage, { kind: 'host-call' }>,
): Promise<Extract<HostMessage, { kind: 'host-reply' }>> {
  try {
    return { kind: 'host-reply', id: call.id, result: await dispatch(services, call.method, call.params) };
  } catch (error) {
    return { kind: 'host-reply', id: call.id, error: toPublicError(error) };
  }
}

async function dispatch(services: HostServices, method: string, params: Json): Promise<Json> {
  switch (method) {
    case 'profiles.read':
      return services.readProfiles(hostMethods[method].input.parse(params).personas);
    case 'profiles.replace':
      await services.replaceProfiles(hostMethods[method].input.parse(params).profiles);
      return null;
    default:
      throw unsupported();
  }
}

function unsupported(): GatehouseError {
  return new GatehouseError({
    code: 'host.unsupported',
    what: 'This host cannot do that.',
    why: 'Personas have no browsers of their own here.',
    next: 'Use the desktop app for persona browsers.',
    status: 501,
  });
}
