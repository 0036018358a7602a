/** An operation of a bulk request, as far as the order matters. */
export interface Referring {
  bulkId: string | undefined;
  /** The bulkIds that it refers to. */
  refers: readonly string[];
}

/**
 * The order in which a bulk request is worked off (RFC 7644 §3.7): in order, one that refers to something further down
 * after that; what is left waits for itself in a circle, and is tried in order. Ends after so many failures.
 *
 * @param run carries out an operation and answers whether it succeeded
 */
export function inBulkOrder(
  operations: readonly Referring[],
  failOnErrors: number | undefined,
  run: (index: number) => boolean,
): void {
  const done = new Set<number>();
  const made = new Set<string>();
  let failures = 0;
  const over = () => failOnErrors !== undefined && failures >= failOnErrors;
  const waits = ({ bulkId, refers }: Referring): boolean =>
    refers.some(
      (id) =>
        id !== bulkId &&
        !made.has(id) &&
        operations.some((other, index) => other.bulkId === id && !done.has(index)),
    );
  const take = (index: number) => {
    const succeeded = run(index);
    done.add(index);
    const { bulkId } = operations[index] ?? {};
    if (!succeeded) failures += 1;
    else if (bulkId !== undefined) made.add(bulkId);
  };
  for (let stuck = false; done.size < operations.length && !over(); ) {
    const before = done.size;
    for (const [index, operation] of operations.entries())
      if (!over() && !done.has(index) && (stuck || !waits(operation))) take(index);
    stuck = done.size === before;
  }
}
