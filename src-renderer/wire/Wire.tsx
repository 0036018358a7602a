/** The strip along the bottom: one card for each hop of the flow, as it happens. */
export function Wire() {
  return <section aria-label="The wire" />;
}
