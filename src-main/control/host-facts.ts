import type { Core } from '../events/core.ts';
import type { Sandbox } from './worker-port.ts';

/** Records what only the host can see. */
export function hostFacts(core: Core): Pick<Sandbox, 'navigationRefused' | 'httpRefused'> {
  return {
    navigationRefused: ({ persona, url, reason }) => {
      const seen = core.redactor.target(url);
      core.recorder.record({
        type: 'persona.navigation.refused',
        outcome: 'denied',
        actor: `persona:${persona}`,
        node: `browser:${persona}`,
        reasons: [{ rule: 'persona.navigation.loopback', outcome: 'fail', seen }],
        data: { url: seen, reason },
      });
    },
    httpRefused: ({ rule, method, path, reason }) =>
      core.recorder.record({
        type: 'http.refused',
        outcome: 'denied',
        actor: 'outside',
        node: 'ui',
        reasons: [{ rule, outcome: 'fail', seen: reason }],
        data: { method, path: core.redactor.target(path) },
      }),
  };
}
