import { Random } from '../durability/random.ts';
import { DEEDS, type Deed } from './law.ts';
import type { Person } from './model.ts';

/**
 * What all walks of a run share, so that they do not try the same again while something was never tried: scenes are dealt
 * like cards, and of all deeds the one that was done least to an account in just this state comes next.
 */
export class Chance {
  readonly #random: Random;
  readonly #scenes: number;
  readonly #done = new Map<string, number>();
  #cards: number[] = [];

  constructor(scenes: number, seed: number) {
    this.#scenes = scenes;
    this.#random = new Random(seed);
  }

  /** The number of a scene; none comes again before all others came. */
  scene(): number {
    if (this.#cards.length === 0) this.#cards = Array.from({ length: this.#scenes }, (_, index) => index);
    return this.#cards.splice(this.#random.below(this.#cards.length), 1)[0] ?? 0;
  }

  /** Of `deeds` the one that was done least to somebody who stands like this person. */
  deed(person: Person | null, deeds: readonly Deed[] = DEEDS): Deed {
    const tried = (deed: Deed): number => this.#done.get(key(person, deed)) ?? 0;
    const least = Math.min(...deeds.map(tried));
    return this.#random.pick(deeds.filter((deed) => tried(deed) === least));
  }

  did(person: Person | null, deed: Deed): void {
    this.#done.set(key(person, deed), (this.#done.get(key(person, deed)) ?? 0) + 1);
  }
}

const key = (person: Person | null, deed: Deed): string => {
  const { label, locked, lockReason, disabled } = person?.state ?? {};
  return [deed, label, locked, lockReason, disabled].join(' ');
};
