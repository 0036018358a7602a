/** The channels between the window and the main process. There are no others. */
export const CHANNELS = {
  /** Window to main: a call of the contract. */
  call: 'gatehouse:call',
  /** The same, answered as JSON text. */
  callForText: 'gatehouse:call-for-text',
  /** Window to main: the page hears now; what was kept for it may come. */
  listening: 'gatehouse:listening',
  /** Main to window: a message of the stream, as JSON text. */
  stream: 'gatehouse:stream',
} as const;

/** The channels on which the window asks and is answered. */
export const ASKED_CHANNELS: readonly string[] = Object.values(CHANNELS).filter(
  (channel) => channel !== CHANNELS.stream,
);
