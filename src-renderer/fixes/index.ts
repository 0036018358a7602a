export { AskButton, FixPanel } from './FixPanel.tsx';
export { wasRefused } from './refused-hop.ts';
export { useFixSearch } from './use-fix-search.ts';
