import type { Reason } from '../contract/events.ts';
import type { RuleText } from '../contract/rules.ts';
import type { Core } from '../events/core.ts';
import { HOST_RULES } from './host-rules.ts';
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
        reasons: [refusal('persona.navigation.loopback', seen)],
        data: { url: seen, reason },
      });
    },
    httpRefused: ({ rule, method, path, reason }) =>
      core.recorder.record({
        type: 'http.refused',
        outcome: 'denied',
        actor: 'outside',
        node: 'ui',
        reasons: [refusal(rule, reason)],
        data: { method, path: core.redactor.target(path) },
      }),
  };
}

/** The hosts name rules by text, since they share no code with the sandbox; each of theirs is in the table. */
function refusal(rule: string, seen: string): Reason {
  const known = (HOST_RULES as Readonly<Record<string, RuleText>>)[rule];
  return { rule, outcome: 'fail', seen, ...(known && { standard: known.standard }) };
}
