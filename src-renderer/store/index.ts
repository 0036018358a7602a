export { gatehouse, type SandboxState, useSandbox } from './sandbox.ts';
export {
  clearHop,
  selectEvent,
  selectFlow,
  selectHop,
  selectToken,
  showAllMoments,
  showMoment,
  useSelection,
} from './selection.ts';
export { announce, holdOverlay, setWireOpen, showView, useUi } from './ui.ts';
