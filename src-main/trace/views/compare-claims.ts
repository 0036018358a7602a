import type { Json } from '../../contract/json.ts';
import type { Difference } from './compare-flows.ts';
import { isAlwaysNew, steady } from './compare-messages.ts';

/** What a token says. */
export type Claims = Readonly<Record<string, Json>>;

/** A claim in two tokens. `fresh`: new in every token by its nature, so that a difference says nothing. */
export type ComparedClaim = {
  name: string;
  left: Json | undefined;
  right: Json | undefined;
  difference: Difference;
  fresh: boolean;
};

/** The claims of two tokens side by side: in the order of the first, then what the second has besides. */
export function compareClaims(left: Claims, right: Claims): ComparedClaim[] {
  return [...new Set([...Object.keys(left), ...Object.keys(right)])].map((name) => {
    const fresh = isAlwaysNew(name);
    const sides = { left: left[name], right: right[name] };
    return { name, ...sides, fresh, difference: differenceOf(sides.left, sides.right, fresh) };
  });
}

function differenceOf(left: Json | undefined, right: Json | undefined, fresh: boolean): Difference {
  if (left === undefined) return 'right-only';
  if (right === undefined) return 'left-only';
  const same = fresh || steady(JSON.stringify(left)) === steady(JSON.stringify(right));
  return same ? 'same' : 'changed';
}
