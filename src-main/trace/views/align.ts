import { diffArrays } from 'diff';

/** Two sequences side by side: what stands for the same on both sides is one pair, the rest has one side only. */
export type Pair<T> = { left: T; right: T } | { left: T; right?: undefined } | { left?: undefined; right: T };

/**
 * Lays two sequences side by side without changing the order of either. First what has the same `exact` key; then,
 * between those, what has the same `loose` key: the same step of another run.
 */
export function align<T>(
  left: readonly T[],
  right: readonly T[],
  exact: (item: T) => string,
  loose: (item: T) => string,
): Pair<T>[] {
  return pairs(left, right, exact, (onlyLeft, onlyRight) =>
    pairs(onlyLeft, onlyRight, loose, (restLeft, restRight) => [
      ...restLeft.map((item) => ({ left: item })),
      ...restRight.map((item) => ({ right: item })),
    ]),
  );
}

function pairs<T>(
  left: readonly T[],
  right: readonly T[],
  key: (item: T) => string,
  unmatched: (left: T[], right: T[]) => Pair<T>[],
): Pair<T>[] {
  const found: Pair<T>[] = [];
  let onlyLeft: T[] = [];
  let onlyRight: T[] = [];
  let atLeft = 0;
  let atRight = 0;
  const settle = () => {
    if (onlyLeft.length + onlyRight.length > 0) found.push(...unmatched(onlyLeft, onlyRight));
    onlyLeft = [];
    onlyRight = [];
  };
  for (const part of diffArrays(left.map(key), right.map(key))) {
    if (part.removed) {
      onlyLeft.push(...left.slice(atLeft, atLeft + part.count));
      atLeft += part.count;
    } else if (part.added) {
      onlyRight.push(...right.slice(atRight, atRight + part.count));
      atRight += part.count;
    } else {
      settle();
      for (let each = 0; each < part.count; each += 1) {
        found.push({ left: left[atLeft + each] as T, right: right[atRight + each] as T });
      }
      atLeft += part.count;
      atRight += part.count;
    }
  }
  settle();
  return found;
}
