import fc from 'fast-check';
import { Chance } from './chance.ts';
import { WalkGround } from './ground.ts';
import type { Model } from './model.ts';
import { SCENE_COUNT, scene } from './scenes.ts';
import { type Draw, draw, drawn, type Step } from './steps.ts';
import { Walker } from './walker.ts';
import { Wrong } from './wrong.ts';

/** Walks of so many steps. What a step is, is drawn from the state that the walk is in. */
export const walks = (steps: number): fc.Arbitrary<Draw[]> =>
  fc.array(draw, { minLength: steps, maxLength: steps });

/** What the walks of one run share. */
export const chanceOf = (seed: number): Chance => new Chance(SCENE_COUNT, seed);

/** Walks, and throws {@link Wrong} at the first step after which something does not hold. `told` hears of each step. */
export async function walk(
  draws: readonly Draw[],
  chance: Chance,
  told: (step: Step) => void,
): Promise<void> {
  const ground = new WalkGround();
  await ground.open();
  const trail: string[] = [];
  try {
    const walker = new Walker(ground);
    for (const one of draws) {
      const cues =
        one.kind === 'scene'
          ? scene(one.account, chance.scene())
          : [(model: Model, now: number) => drawn(one, model, now, chance)];
      for (const cue of cues) {
        const step = cue(walker.model, ground.now);
        if (!step) continue;
        trail.push(`${trail.length + 1}. ${walker.inWords(step)}`);
        if (step.kind === 'deed') chance.did(walker.model.people[step.account] ?? null, step.deed);
        await walker.take(step);
        told(step);
      }
    }
  } catch (error) {
    if (error instanceof Wrong) throw new Wrong(`${error.message}\n${trail.join('\n')}`);
    throw new Error(`a walk broke off: ${error instanceof Error ? error.stack : error}\n${trail.join('\n')}`);
  } finally {
    await ground.close();
  }
}
