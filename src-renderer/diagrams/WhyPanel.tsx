/** What was decided at the selected hop, and what its messages said. */
export function WhyPanel() {
  return <section aria-label="Selected hop" />;
}
