import type { JsonObject } from '../../contract/json.ts';
import type { VerbResult } from '../../contract/labs.ts';
import type { Recorder } from '../../events/recorder.ts';
import { verbNamed } from './registry.ts';
import type { VerbPorts } from './verb.ts';

/** A verb with its input, as a button or a solution holds it. The input has passed the verb's schema. */
export interface VerbCall {
  verb: string;
  input: JsonObject;
  /** In a solution: the checks hold without it. */
  cosmetic?: boolean;
}

/** Who let a verb act. */
export interface PlayedBy {
  pack: string;
  lab: string;
  step?: string;
  by: 'button' | 'setup' | 'solution';
}

/** Plays a verb and records that it acted. Buttons, set-up and solver all come through here. Throws what the verb throws. */
export async function playVerb(
  call: VerbCall,
  by: PlayedBy,
  ports: VerbPorts & { recorder: Recorder },
): Promise<VerbResult> {
  const verb = verbNamed(call.verb);
  if (!verb) throw new RangeError(`No verb is called “${call.verb}”.`);
  const record = (outcome: 'ok' | 'failed', flow: string | undefined): void =>
    ports.recorder.record({
      type: 'lab.verb.played',
      outcome,
      actor: 'sandbox',
      node: 'sandbox',
      flow,
      data: { ...by, verb: call.verb, input: call.input },
    });
  try {
    const result = await verb.play(call.input, ports);
    record(result.ok ? 'ok' : 'failed', result.flow);
    return result;
  } catch (error) {
    record('failed', undefined);
    throw error;
  }
}
