/** The tokens of the selected flow, taken apart. */
export function TokenView() {
  return <section aria-label="Token" />;
}
