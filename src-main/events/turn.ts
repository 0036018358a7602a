/** Lets everything else that waits have its turn. For long work in one piece; it waits for no time to pass. */
export const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
