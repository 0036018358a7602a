export { openFork, useForkMode } from './fork-mode.ts';
export { RunAgainButton } from './RunAgainButton.tsx';
